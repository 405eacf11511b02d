import { setImmediate as immediate } from 'node:timers/promises';
import type pg from 'pg';
import type { Db } from '../database/database.js';
import { createPool, type PoolOptions } from '../database/pool.js';
import type { Recorded } from '../event-sourcing/event.js';
import type { StreamsRange } from '../event-sourcing/event-archive.js';
import type { DataReader } from '../event-sourcing/event-schema.js';
import { newest } from './read-stream.js';
import { eventColumns, toRecorded } from './recorded-event.js';
import type { EventRow } from './tables.js';

const pageSize = 5_000;

/** Rows after which others in this process get their turn. */
const breath = 250;

/**
 * The pool for work on whole tables: statements may take their time, what a crash of Postgres takes back is made
 * again, and pages are read along a key whatever Postgres believes of the table's size.
 */
export const bulkPool = (connection: pg.PoolConfig, options: PoolOptions): pg.Pool =>
  createPool(connection, {
    ...options,
    max: 4,
    statementTimeout: 0,
    settings: {
      ...options.settings,
      idle_in_transaction_session_timeout: '60s',
      synchronous_commit: 'off',
      enable_seqscan: 'off',
      enable_bitmapscan: 'off',
      enable_sort: 'off',
    },
  });

/** All events of one stream after the other, by lane and id. The next page is read while one is worked on. */
export async function* readStreams(
  db: Db,
  readData: DataReader,
  { upTo, after }: StreamsRange,
): AsyncGenerator<readonly Recorded[], void> {
  for (const [lane, position] of upTo.entries()) {
    if (after && lane < after.lane) continue;
    let stream: Recorded[] = [];
    for await (const page of pagesOf(db, lane, position, after?.lane === lane ? after.streamId : beforeAll)) {
      for (const [i, row] of page.entries()) {
        if (i % breath === 0) await immediate();
        if (stream.length > 0 && stream[0]?.streamId !== row.stream_id) {
          yield stream;
          stream = [];
        }
        stream.push(toRecorded(row, readData));
      }
    }
    if (stream.length > 0) yield stream;
  }
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

async function* pagesOf(db: Db, lane: number, upTo: number, after: string): AsyncGenerator<EventRow[], void> {
  const read = (streamId: string, version: number) => {
    const page = db
      .selectFrom('event_store.events')
      .select(eventColumns)
      .where('lane', '=', lane)
      .where(({ eb, refTuple, tuple }) => eb(refTuple('stream_id', 'version'), '>', tuple(streamId, version)))
      .where('position', '<=', upTo)
      .orderBy('stream_id')
      .orderBy('version')
      .limit(pageSize)
      .execute();
    page.catch(() => undefined); // its error is for whoever takes it, and nobody may
    return page;
  };
  let next = read(after, newest);
  for (;;) {
    const page = await next;
    const last = page.at(-1);
    if (!last) return;
    next = page.length < pageSize ? Promise.resolve([]) : read(last.stream_id, last.version);
    yield page;
  }
}
