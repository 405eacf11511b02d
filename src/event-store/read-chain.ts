import { sql } from 'kysely';
import type pg from 'pg';
import type { Db } from '../database/database.js';
import { shareRoundTrips } from '../database/shared-round-trips.js';
import type { EventStore, FeedCursor, FeedRoot } from '../event-sourcing/event-store.js';
import { laneOf } from './lanes.js';
import { type Reading, sharedReads } from './read-stream.js';

type Wanted = Parameters<EventStore['findHash']>[0];

/** Reads hashes and roots as they are stored; nobody else reads them, but who verifies them. */
export function chainReader(
  db: Db,
  { pool, lanes, retried }: Reading,
): Pick<EventStore, 'findHash' | 'rootAt'> {
  const tryFind = shareRoundTrips({
    ...sharedReads,
    send: (events: readonly Wanted[]) => findHashes(pool, lanes, events),
  });
  return {
    findHash: (event) => retried((until) => tryFind(event, until)),
    rootAt: (place) => retried(() => readRoot(db, place)),
  };
}

async function findHashes(
  pool: pg.Pool,
  lanes: number,
  events: readonly Wanted[],
): Promise<(string | undefined)[]> {
  const { rows } = await pool.query<{ hash: string | null }>(
    `select encode(e.hash, 'hex') as hash
     from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::uuid[])
       with ordinality as p (lane, stream_id, version, event_id, n)
     left join event_store.events e using (lane, stream_id, version, event_id)
     order by p.n`,
    [
      events.map((it) => laneOf(it.streamId, lanes)),
      events.map((it) => it.streamId),
      events.map((it) => it.version),
      events.map((it) => it.id),
    ],
  );
  return rows.map((row) => row.hash ?? undefined);
}

interface RootRow {
  readonly position: number;
  readonly root: string;
  /** Not a Date but -Infinity where nothing has been recorded. */
  readonly recorded_at: Date | number;
}

/** Of lanes that had no event then, what a head begins with. */
async function readRoot(db: Db, place?: FeedCursor): Promise<FeedRoot> {
  const { rows } = place
    ? await sql<RootRow>`
        select p.position, encode(coalesce(e.root, decode(repeat('00', 32), 'hex')), 'hex') as root,
          coalesce(e.recorded_at, '-infinity') as recorded_at
        from unnest(${place}::bigint[]) with ordinality as p (position, n)
        left join event_store.events e on e.lane = p.n - 1 and e.position = p.position
        order by p.n`.execute(db)
    : await sql<RootRow>`
        select position, encode(root, 'hex') as root, recorded_at
        from event_store.heads order by lane`.execute(db);
  const recordedAt = Math.max(...rows.map((row) => Number(row.recorded_at)));
  return {
    cursor: rows.map((row) => row.position),
    roots: rows.map((row) => row.root),
    recordedAt: Number.isFinite(recordedAt) ? recordedAt : undefined,
  };
}
