import type pg from 'pg';
import { TimeOrderError } from '../event-sourcing/errors.js';
import type { EventRecord, NewEvent } from '../event-sourcing/event.js';
import type { DataReader } from '../event-sourcing/event-schema.js';
import type { Append, AppendOutcome } from '../event-sourcing/event-store.js';
import { digestOf } from './hash-chain.js';

/** A row of event_store.append(): what became of one append. */
interface Judgement {
  status: 'appended' | 'written' | 'repeated' | 'conflict' | 'claimed' | 'untimely';
  first_version: number;
  last_version: number;
  first_position: number | null;
  /** -Infinity where an untimely append met an empty store. */
  recorded_at: Date | number;
  holder: string | null;
  fingerprint: string | null;
}

export type AppendJudgement =
  | AppendOutcome
  /** This very append was committed by an earlier try whose answer was lost; it can be read back. */
  | { readonly kind: 'written'; readonly firstVersion: number }
  | { readonly kind: 'untimely'; readonly error: TimeOrderError };

// Not a named statement, which would not pass a transaction pooler; its parsing is shared by the whole batch.
const text =
  'select * from event_store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)';

/**
 * Sends appends of one lane in one round trip, over a pool in one transaction; each is judged on its own.
 * Safe to repeat after an unknown outcome: an append that was committed is recognised by its first
 * event's id or by its key, and is never written twice.
 */
export async function sendAppends(
  connection: pg.Pool | pg.ClientBase,
  lane: number,
  appends: readonly Append[],
  readData: DataReader,
): Promise<AppendJudgement[]> {
  const { rows } = await connection.query<Judgement>(text, parameters(lane, appends));
  return rows.map((row, i) => judgementOf(lane, appends[i] as Append, row, readData));
}

function parameters(lane: number, appends: readonly Append[]): unknown[] {
  const events = appends.flatMap((append) => append.events);
  const imported = events.some((it) => it.recordedAt !== undefined);
  return [
    lane,
    appends.map((it) => it.streamId),
    appends.map((it) => (it.expectedVersion === 'any' ? null : it.expectedVersion)),
    appends.map((it) => it.idempotencyKey?.actor ?? null),
    appends.map((it) => it.idempotencyKey?.key ?? null),
    appends.map((it) => it.idempotencyKey?.fingerprint ?? null),
    appends.map((it) => it.claim ?? null),
    appends.map((it) => it.events.length),
    events.map((it) => it.id),
    appends.flatMap((it, i) => it.events.map(() => i + 1)),
    Buffer.concat(events.map(digestOf)),
    events.map((it) => it.type),
    events.map((it) => it.schemaVersion),
    events.map((it) => it.json),
    events.map((it) => it.actor),
    events.map((it) => it.correlationId),
    events.map((it) => it.causationId ?? null),
    events.map((it) => it.requestId ?? null),
    events.map((it) => it.source ?? null),
    events.map((it) => it.subject ?? null),
    imported
      ? events.map((it) => (it.recordedAt === undefined ? null : new Date(it.recordedAt).toISOString()))
      : null,
  ];
}

function judgementOf(lane: number, append: Append, row: Judgement, readData: DataReader): AppendJudgement {
  switch (row.status) {
    case 'appended':
      return {
        kind: 'appended',
        events: append.events.map((event, i) => ({
          ...recordOf(lane, append, event, i, row),
          type: event.type,
          data: readData(event.type, event.schemaVersion, event.json),
        })),
      };
    case 'written':
      return { kind: 'written', firstVersion: row.first_version };
    case 'conflict':
      return { kind: 'conflict', currentVersion: row.last_version };
    case 'claimed':
      return { kind: 'claimed', holder: row.holder as string };
    case 'untimely':
      return { kind: 'untimely', error: new TimeOrderError(append.streamId, Number(row.recorded_at)) };
    case 'repeated':
      return {
        kind: 'repeated',
        record: {
          streamId: row.holder as string,
          fingerprint: row.fingerprint as string,
          firstVersion: row.first_version,
          lastVersion: row.last_version,
        },
      };
  }
}

const recordOf = (
  lane: number,
  append: Append,
  event: NewEvent,
  index: number,
  row: Judgement,
): EventRecord => ({
  id: event.id,
  streamId: append.streamId,
  version: row.first_version + index,
  lane,
  position: (row.first_position as number) + index,
  schemaVersion: event.schemaVersion,
  recordedAt: event.recordedAt ?? Number(row.recorded_at),
  actor: event.actor,
  correlationId: event.correlationId,
  causationId: event.causationId ?? null,
  requestId: event.requestId ?? null,
  source: event.source ?? null,
  subject: event.subject ?? null,
});
