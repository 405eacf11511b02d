import type pg from 'pg';
import { shareRoundTrips } from '../database/shared-round-trips.js';
import { isTransient } from '../database/transient.js';
import type { DataReader } from '../event-sourcing/event-schema.js';
import type { Append } from '../event-sourcing/event-store.js';
import { type AppendJudgement, sendAppends } from './append.js';
import { type AppendCounts, counted } from './append-counts.js';
import { laneOf } from './lanes.js';

/** Round trips of one lane at a time: one waits for the lane's lock while the other is at work. */
export const appendsUnderWay = 2;
export const appendsPerRoundTrip = 256;
/** So that a round trip carries about a megabyte at the most, and never comes near its time-out. */
const charactersPerSeat = 4_096;

export interface SharedAppendsOptions {
  readonly lanes: number;
  readonly readData: DataReader;
  readonly counts: AppendCounts;
}

/**
 * Appends that arrive while others are under way go together in the next round trip, lane by lane; each is
 * judged on its own. Rejects with what failed the round trip; safe to repeat (see `sendAppends`).
 */
export function sharedAppends(
  pool: pg.Pool,
  { lanes, readData, counts }: SharedAppendsOptions,
): (append: Append, until: number) => Promise<AppendJudgement> {
  const byLane = Array.from({ length: lanes }, (_, lane) =>
    shareRoundTrips<Append, AppendJudgement>({
      concurrency: appendsUnderWay,
      limit: appendsPerRoundTrip,
      seats: ({ events }) =>
        Math.ceil(events.reduce((sum, it) => sum + it.json.length, 1) / charactersPerSeat),
      send: (appends) => counted(counts, appends, sendAppends(pool, lane, appends, readData)),
      exclusive: guardsOf,
      separable: (error) => !isTransient(error),
    }),
  );
  return async (append, until) => {
    const lane = laneOf(append.streamId, lanes);
    if (append.claim !== undefined && laneOf(append.claim, lanes) !== lane) {
      throw new RangeError(
        `Stream ${append.streamId} is not in the lane that guards its claim: see newStreamId`,
      );
    }
    return (byLane[lane] as (typeof byLane)[number])(identified(append), until);
  };
}

/** What must be alone in a round trip, so that no append in it depends on another. */
export function guardsOf({ streamId, idempotencyKey, claim }: Append): string[] {
  return [
    streamId,
    ...(idempotencyKey ? [`key ${idempotencyKey.actor} ${idempotencyKey.key}`] : []),
    ...(claim === undefined ? [] : [`claim ${claim}`]),
  ];
}

/**
 * An append at any version has no version by which a second try could recognise the first, so its first
 * event's id stands in as a key.
 */
function identified(append: Append): Append {
  const id = append.events[0]?.id;
  if (append.expectedVersion !== 'any' || append.idempotencyKey || id === undefined) return append;
  return { ...append, idempotencyKey: { actor: '', key: id, fingerprint: '' } };
}
