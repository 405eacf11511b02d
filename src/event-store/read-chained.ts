import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import type { Instant, NewEvent } from '../event-sourcing/event.js';

/** An event as it is stored, with its links. */
export interface ChainedEvent extends NewEvent {
  readonly position: number;
  readonly streamId: string;
  readonly version: number;
  /** A fraction where somebody wrote one. */
  readonly recordedAt: Instant;
  readonly hash: Buffer;
  readonly root: Buffer;
  /** Of the version before it; null where there is none. */
  readonly previousHash: Buffer | null;
  readonly previousPosition: number | null;
}

export interface ChainedHead {
  readonly lane: number;
  readonly position: number;
  /** -Infinity in an empty lane. */
  readonly recordedAt: Instant;
  readonly root: Buffer;
  /** How many events the lane has, wherever they stand. */
  readonly events: number;
  /** The last of their positions, 0 where there is none. */
  readonly last: number;
}

const milliseconds = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);

/** In one snapshot, so that events and heads belong together. `stray` are lanes of events that have no head. */
export async function readChainedHeads(
  db: Db,
): Promise<{ readonly heads: readonly ChainedHead[]; readonly stray: readonly number[] }> {
  const { rows } = await sql<ChainedHead | { lane: number; root: null }>`
    select lane, h.position, ${milliseconds('h.recorded_at')} as "recordedAt", h.root,
      coalesce(e.events, 0) as events, coalesce(e.last, 0) as last
    from event_store.heads h
    full join (
      select e.lane, count(*) as events, max(e.position) as last from event_store.events e group by e.lane
    ) e using (lane)
    order by lane`.execute(db);
  return {
    heads: rows.filter((row) => row.root !== null),
    stray: rows.filter((row) => row.root === null).map(({ lane }) => lane),
  };
}

export async function readStoredRoot(db: Db, lane: number, position: number): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('event_store.events')
    .select('root')
    .where('lane', '=', lane)
    .where('position', '=', position)
    .executeTakeFirst();
  return row?.root;
}

/** A lane's events in the order of the feed; the next page is read while one is worked on. */
export async function* readChained(
  db: Db,
  lane: number,
  after: number,
  upTo: number,
  pageSize: number,
): AsyncGenerator<readonly ChainedEvent[], void> {
  let next = readPage(db, lane, after, upTo, pageSize);
  for (;;) {
    const page = await next;
    const last = page.at(-1);
    if (!last) return;
    next = page.length < pageSize ? Promise.resolve([]) : readPage(db, lane, last.position, upTo, pageSize);
    next.catch(() => undefined); // its error is for whoever takes it, and nobody may
    yield page;
  }
}

async function readPage(
  db: Db,
  lane: number,
  after: number,
  upTo: number,
  limit: number,
): Promise<readonly ChainedEvent[]> {
  const { rows } = await sql<ChainedEvent>`
    select e.position, e.stream_id as "streamId", e.version, e.event_id as id, e.type,
      e.schema_version as "schemaVersion", e.data as json, e.actor, e.correlation_id as "correlationId",
      e.causation_id as "causationId", e.request_id as "requestId", e.source, e.subject,
      ${milliseconds('e.recorded_at')} as "recordedAt", e.hash, e.root,
      p.hash as "previousHash", p.position as "previousPosition"
    from event_store.events e
    left join lateral (
      select p.hash, p.position from event_store.events p
      where p.lane = e.lane and p.stream_id = e.stream_id and p.version = e.version - 1
      limit 1 -- else the planner may join, and read the whole lane for each page
    ) p on true
    where e.lane = ${lane} and e.position > ${after} and e.position <= ${upTo}
    order by e.position limit ${limit}`.execute(db);
  return rows;
}
