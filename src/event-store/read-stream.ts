import type pg from 'pg';
import { shareRoundTrips } from '../database/shared-round-trips.js';
import { isTransient } from '../database/transient.js';
import type { EventRow } from './tables.js';

export interface StreamRange {
  readonly lane: number;
  readonly streamId: string;
  /** Exclusive. */
  readonly after: number;
  /** Inclusive. */
  readonly upTo: number;
}

/** Reads ranges; those that are asked for while others are under way go together in the next round trip. */
export const sharedReads = (pool: pg.Pool): ((range: StreamRange, until: number) => Promise<EventRow[]>) =>
  shareRoundTrips({
    concurrency: 2,
    limit: 100,
    send: (ranges) => readRanges(pool, ranges),
    separable: (error) => !isTransient(error),
  });

const text = `
  select r.n, e.*
  from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::integer[])
    with ordinality as r (lane, stream_id, after, up_to, n),
  lateral (
    select * from event_store.events e
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
