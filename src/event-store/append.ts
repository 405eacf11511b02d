import type pg from 'pg';
import type { NewEvent, Recorded } from '../event-sourcing/event.js';
import type { Append, AppendOutcome } from '../event-sourcing/event-store.js';

/** A row of event_store.append(): what became of one append. */
interface Judgement {
  status: 'appended' | 'written' | 'repeated' | 'conflict' | 'claimed';
  first_version: number;
  last_version: number;
  first_position: number | null;
  recorded_at: Date;
  holder: string | null;
  fingerprint: string | null;
}

export type AppendJudgement =
  | AppendOutcome
  /** This very append was committed by an earlier try whose answer was lost; it can be read back. */
  | { readonly kind: 'written'; readonly firstVersion: number };

const call = {
  name: 'append',
  text: `select * from event_store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
};

/**
 * Sends appends of one lane in one round trip and one transaction; each is judged on its own.
 * Safe to repeat after an unknown outcome: an append that was committed is recognised by its first
 * event's id or by its key, and is never written twice.
 */
export async function sendAppends(
  pool: pg.Pool,
  lane: number,
  appends: readonly Append[],
): Promise<AppendJudgement[]> {
  const { rows } = await pool.query<Judgement>({ text: call.text, values: parameters(lane, appends) });
  return rows.map((row, i) => judgementOf(lane, appends[i] as Append, row));
}

function parameters(lane: number, appends: readonly Append[]): unknown[] {
  const events = appends.flatMap((append) => append.events);
  const imported = events[0]?.recordedAt !== undefined;
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
    events.map((it) => it.type),
    events.map((it) => it.schemaVersion),
    events.map((it) => it.json),
    events.map((it) => it.actor),
    events.map((it) => it.correlationId),
    events.map((it) => it.causationId ?? null),
    events.map((it) => it.requestId ?? null),
    events.map((it) => it.subject ?? null),
    imported ? events.map((it) => new Date(it.recordedAt as number).toISOString()) : null,
  ];
}

function judgementOf(lane: number, append: Append, row: Judgement): AppendJudgement {
  switch (row.status) {
    case 'appended':
      return {
        kind: 'appended',
        events: append.events.map((event, i) => recorded(lane, append, event, i, row)),
      };
    case 'written':
      return { kind: 'written', firstVersion: (append.expectedVersion as number) + 1 };
    case 'conflict':
      return { kind: 'conflict', currentVersion: row.last_version };
    case 'claimed':
      return { kind: 'claimed', holder: row.holder as string };
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

const recorded = (
  lane: number,
  append: Append,
  event: NewEvent,
  index: number,
  row: Judgement,
): Recorded => ({
  id: event.id,
  streamId: append.streamId,
  version: row.first_version + index,
  lane,
  position: (row.first_position as number) + index,
  type: event.type,
  schemaVersion: event.schemaVersion,
  data: JSON.parse(event.json),
  recordedAt: event.recordedAt ?? row.recorded_at.getTime(),
  actor: event.actor,
  correlationId: event.correlationId,
  causationId: event.causationId ?? null,
  requestId: event.requestId ?? null,
  subject: event.subject ?? null,
});
