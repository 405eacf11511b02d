import type pg from 'pg';
import { shareRoundTrips } from '../database/shared-round-trips.js';
import type { EventStore, StreamTail, TailRequest } from '../event-sourcing/event-store.js';
import { laneOf } from './lanes.js';
import { newest, type Reading, sharedReads } from './read-stream.js';
import { toRecorded } from './recorded-event.js';
import type { SnapshotSeal } from './snapshot-seal.js';
import type { SnapshotWriter } from './snapshots.js';
import type { EventRow } from './tables.js';

interface TailRange {
  readonly lane: number;
  readonly streamId: string;
  /** The version that is known; null: begin at the newest snapshot that `below` allows. */
  readonly known: number | null;
  readonly fold: string;
  /** The newest snapshot that may be used. */
  readonly below: number;
  /** Inclusive. */
  readonly upTo: number;
}

interface TailRows {
  /** The version that the events follow, 0 for the beginning, and its event's id where the log has it. */
  readonly base: number;
  readonly baseId: string | null;
  /** Of the snapshot at `base`, where the range asked for one and there is one. */
  readonly sealed: string | null;
  /** After `base`, oldest first. */
  readonly events: readonly EventRow[];
}

export interface TailReading extends Reading {
  readonly seal: SnapshotSeal;
  readonly discard: SnapshotWriter['discard'];
}

export function tailReader(reading: TailReading): EventStore['readTail'] {
  const { pool, lanes, seal, readData, discard, retried } = reading;
  const tryRead = shareRoundTrips({
    ...sharedReads,
    send: (ranges: readonly TailRange[]) => readTails(pool, ranges),
  });

  async function read(request: TailRequest, below = newest, step = 1): Promise<StreamTail | undefined> {
    const { streamId, fold, base } = request;
    const upTo = Math.min(request.upTo ?? newest, newest);
    const known = base?.version ?? null;
    const range = {
      lane: laneOf(streamId, lanes),
      streamId,
      known,
      fold,
      below: Math.min(below, upTo),
      upTo,
    };
    const rows = await retried((until) => tryRead(range, until));
    if (base && rows.baseId !== base.eventId) return undefined;
    const snapshot = rows.sealed === null ? undefined : seal.open(fold, streamId, rows.sealed);
    const follows = snapshot?.version === rows.base && snapshot.eventId === rows.baseId;
    if (!base && rows.base > 0 && !follows) {
      discard(streamId, rows.base);
      return read(request, rows.base - step, 2 * step); // farther each time, should many be spoilt
    }
    return { snapshot, events: rows.events.map((row) => toRecorded(row, readData)) };
  }
  return (request) => read(request);
}

// The base's own event comes first, less its data: it tells whether the log is the one that the base was made of.
const statement = `
  select r.n, coalesce(r.known, s.version, 0) as base,
    case when e.version = coalesce(r.known, s.version) then s.sealed end as sealed,
    e.lane, e.stream_id, e.version, e.position, e.event_id, e.type, e.schema_version,
    case when e.version > coalesce(r.known, s.version, 0) then e.data end as data,
    e.actor, e.correlation_id, e.causation_id, e.request_id, e.source, e.subject, e.recorded_at
  from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::text[], $5::integer[], $6::integer[])
    with ordinality as r (lane, stream_id, known, fold, below, up_to, n)
  left join lateral (
    select s.version, s.sealed from event_store.snapshots s
    where r.known is null and s.lane = r.lane and s.stream_id = r.stream_id and s.version <= r.below
      and s.fold = r.fold
    order by s.version desc limit 1
  ) s on true
  left join lateral (
    select * from event_store.events e
    where e.lane = r.lane and e.stream_id = r.stream_id and e.version >= coalesce(r.known, s.version, 1)
      and e.version <= r.up_to
    order by e.version
  ) e on true`;

interface Row extends EventRow {
  readonly n: number;
  readonly base: number;
  readonly sealed: string | null;
}

async function readTails(pool: pg.Pool, ranges: readonly TailRange[]): Promise<TailRows[]> {
  const { rows } = await pool.query<Row>(statement, [
    ranges.map((it) => it.lane),
    ranges.map((it) => it.streamId),
    ranges.map((it) => it.known),
    ranges.map((it) => it.fold),
    ranges.map((it) => it.below),
    ranges.map((it) => it.upTo),
  ]);
  const tails: Row[][] = ranges.map(() => []);
  for (const row of rows) tails[row.n - 1]?.push(row);
  return tails.map(toTail);
}

function toTail(rows: readonly Row[]): TailRows {
  const [first] = rows as [Row];
  const { base, sealed } = first;
  const atBase = first.version === base;
  const isEmpty = (first.version as number | null) === null; // a range without events has one row all the same
  const events = atBase || isEmpty ? rows.slice(1) : rows;
  return { base, baseId: atBase ? first.event_id : null, sealed, events };
}
