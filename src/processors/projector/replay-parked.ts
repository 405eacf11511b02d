import type { Transaction } from 'kysely';
import type { Database } from '../../database/database.js';
import { inTransaction } from '../../database/transaction.js';
import { withRetries } from '../../database/transient.js';
import { type Rejection, reject } from '../../event-sourcing/errors.js';
import { takeCheckpoint } from './checkpoint.js';
import { assertVersions, ContinuityBreach } from './continuity.js';
import { advance, baseOf } from './fold-page.js';
import { findParked, forgetParked, type ParkedRow, readParkedOf, recordAttempt } from './parked-events.js';
import { BatchFailure, blamesEvents } from './poison.js';
import type { Projecting } from './projection-step.js';
import { fullRow, upsertRows } from './read-model.js';
import { readStandings } from './standing.js';

export interface Replayed {
  /** Events applied: the one that was asked for and those that waited behind it. */
  readonly applied: number;
  /** The oldest event of the stream that is parked still: it has failed just now. */
  readonly parked: ParkedRow | undefined;
}

/**
 * Applies a parked event, and then as many of those that wait behind it as can be applied. One that cannot stays,
 * with the new error. Refuses an event that is not parked, or not the oldest of its stream that is. Throws what
 * the database throws, and a ContinuityBreach.
 */
export async function replayParked(projecting: Projecting, eventId: string): Promise<Replayed | Rejection> {
  const { db, projection } = projecting;
  const { name } = projection;
  const found = await withRetries(() => findParked(db, name, eventId));
  if (!found) return reject('NOT_FOUND', `"${name}" has not parked an event with this id`);
  const { stream_id: streamId } = found;
  const [oldest] = await withRetries(() => readParkedOf(db, name, streamId));
  if (oldest && oldest.version < found.version) {
    return reject(
      'BUSINESS_RULE_ERROR',
      `It waits for version ${oldest.version} of its stream: replay event ${oldest.event_id} first`,
      { eventId: oldest.event_id },
    );
  }
  return replayStream(projecting, streamId);
}

/** Half as many are tried after a failure, so that what can be applied is, up to the one that fails alone. */
async function replayStream(projecting: Projecting, streamId: string): Promise<Replayed> {
  const { db, projection } = projecting;
  let applied = 0;
  for (let limit = Number.POSITIVE_INFINITY; ; ) {
    try {
      const count = await withRetries(() =>
        inTransaction(db, (trx) => applyOldest(trx, projecting, streamId, limit)),
      );
      if (count === 0) return { applied, parked: undefined };
      applied += count;
      limit *= 2;
    } catch (error) {
      if (!(error instanceof BatchFailure)) throw error;
      const [event] = error.events;
      if (error.events.length === 1 && event)
        return { applied, parked: await recordAttempt(db, projection.name, event, error) };
      limit = Math.ceil(error.events.length / 2);
    }
  }
}

/** Answers how many events were applied. Throws a BatchFailure where they cannot be. */
async function applyOldest(
  trx: Transaction<Database>,
  { projection, store }: Projecting,
  streamId: string,
  limit: number,
): Promise<number> {
  await takeCheckpoint(trx, projection.name);
  const parked = await readParkedOf(trx, projection.name, streamId);
  const [first, last] = [parked[0]?.version, parked.slice(0, limit).at(-1)?.version];
  if (first === undefined || last === undefined) return 0;
  const events = await store.readStream(streamId, first - 1, last);
  try {
    const { byStream } = await readStandings(trx, projection, [streamId]);
    const base = await baseOf(projection, byStream.get(streamId), streamId, first, store);
    assertVersions(streamId, base.version, events);
    const row = fullRow(projection, await advance(projection, base, events, store));
    if (row) await upsertRows(trx, projection, [row]);
  } catch (error) {
    if (error instanceof ContinuityBreach || !blamesEvents(error)) throw error;
    throw new BatchFailure(events, error);
  }
  await forgetParked(trx, projection.name, streamId, last);
  return events.length;
}
