import type pg from 'pg';
import { shareRoundTrips } from '../database/shared-round-trips.js';
import { isTransient } from '../database/transient.js';
import type { DataReader } from '../event-sourcing/event-schema.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { laneOf } from './lanes.js';
import { eventColumnList, toRecorded } from './recorded-event.js';
import type { EventRow } from './tables.js';

/** What reads of streams need. */
export interface Reading {
  readonly pool: pg.Pool;
  readonly lanes: number;
  readonly readData: DataReader;
  /** Repeats work that failed for a passing reason, until its deadline, of which the work is told. */
  retried<T>(work: (until: number) => Promise<T>): Promise<T>;
}

interface StreamRange {
  readonly lane: number;
  readonly streamId: string;
  /** Exclusive. */
  readonly after: number;
  /** Inclusive. */
  readonly upTo: number;
}

/** The largest version that a stream can have. */
export const newest = 2 ** 31 - 1;

/** Round trips that many reads share: those that are asked for while others are under way go together in the next. */
export const sharedReads = { concurrency: 2, limit: 100, separable: (error: unknown) => !isTransient(error) };

export function streamReader({ pool, lanes, readData, retried }: Reading): EventStore['readStream'] {
  const tryRead = shareRoundTrips({
    ...sharedReads,
    send: (ranges: readonly StreamRange[]) => readRanges(pool, ranges),
  });
  return async (streamId, after = 0, upTo = newest) => {
    const range = { lane: laneOf(streamId, lanes), streamId, after, upTo: Math.min(upTo, newest) };
    const rows = await retried((until) => tryRead(range, until));
    return rows.map((row) => toRecorded(row, readData));
  };
}

const text = `
  select r.n, e.*
  from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::integer[])
    with ordinality as r (lane, stream_id, after, up_to, n),
  lateral (
    select ${eventColumnList} from event_store.events e
    where e.lane = r.lane and e.stream_id = r.stream_id and e.version > r.after and e.version <= r.up_to
    order by e.version
  ) e`;

/** Rows of several ranges in one round trip and one snapshot, each range oldest first. */
async function readRanges(pool: pg.Pool, ranges: readonly StreamRange[]): Promise<EventRow[][]> {
  const { rows } = await pool.query<EventRow & { n: number }>(text, [
    ranges.map((it) => it.lane),
    ranges.map((it) => it.streamId),
    ranges.map((it) => it.after),
    ranges.map((it) => it.upTo),
  ]);
  const byRange: EventRow[][] = ranges.map(() => []);
  for (const row of rows) byRange[row.n - 1]?.push(row);
  return byRange;
}
