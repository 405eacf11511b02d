import type { Insertable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database/database.js';
import { shareRoundTrips } from '../database/shared-round-trips.js';
import { isTransient, withRetries } from '../database/transient.js';
import type { Deed } from './entry.js';
import type { AuditTables } from './tables.js';

type Row = Insertable<AuditTables['audit.entries']>;

export type WriteEntry = (deed: Deed, times: number) => Promise<void>;

/** Milliseconds for which an entry is tried to be written, whether somebody waits for it or not. */
const patience = 60_000;
const longestMessage = 500;

/**
 * Puts deeds that are alike on record, once however often it is sent. Those that come together travel together, and no
 * more than one connection waits where the table is locked. Throws where that cannot be done in a minute.
 */
export function entryWriter(db: Db): WriteEntry {
  const insert = shareRoundTrips<Row, undefined>({
    concurrency: 1,
    limit: 100,
    separable: (error) => !isTransient(error),
    async send(rows) {
      const entries = db.insertInto('audit.entries').values([...rows]);
      await entries.onConflict((conflict) => conflict.column('id').doNothing()).execute();
      return rows.map(() => undefined);
    },
  });
  return async (deed, times) => {
    const row = rowOf(deed, times);
    await withRetries((until) => insert(row, until), patience);
  };
}

function rowOf(deed: Deed, times: number): Row {
  const { requestId, correlationId, orderId, roles, message, ...same } = deed;
  return {
    ...same,
    id: uuidv7(),
    roles: [...roles],
    request_id: requestId,
    correlation_id: correlationId,
    order_id: orderId,
    message: message && storable(message.slice(0, longestMessage)),
    times,
  };
}

const storable = (text: string): string => text.replace(/\p{Cc}|\p{Surrogate}/gu, '\ufffd');
