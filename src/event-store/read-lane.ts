import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import type { FeedFilter } from '../event-sourcing/event-store.js';
import { eventColumnList, eventColumns } from './recorded-event.js';
import type { EventRow } from './tables.js';

interface LaneRange {
  readonly lane: number;
  /** Position, exclusive. */
  readonly after: number;
  readonly limit: number;
}

/**
 * Rows of one lane after a position, in commit order. With a filter it reads, through an index, what satisfies the
 * most selective condition (stream, then subject, then type), and never the lane from end to end.
 */
export async function readLane(
  db: Db,
  lane: number,
  after: number,
  limit: number,
  { streamIds, subject, types }: FeedFilter = {},
): Promise<EventRow[]> {
  const range = { lane, after, limit };
  if (streamIds) return ofStreams(db, range, streamIds, { subject, types });
  if (subject !== undefined) return ofSubject(db, range, subject, types);
  if (types) return ofTypes(db, range, types);
  return db
    .selectFrom('event_store.events')
    .select(eventColumns)
    .where('lane', '=', lane)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
}

async function ofStreams(
  db: Db,
  { lane, after, limit }: LaneRange,
  streamIds: readonly string[],
  { subject, types }: { [Name in 'subject' | 'types']: FeedFilter[Name] | undefined },
): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.* from (select distinct unnest(${streamIds}::uuid[]) as stream_id) wanted,
    lateral (
      select ${columns} from event_store.events e
      where e.lane = ${lane} and e.stream_id = wanted.stream_id
        and e.version > event_store.version_at_position(${lane}::smallint, wanted.stream_id, ${after}::bigint)
        ${subject === undefined ? nothing : sql`and e.subject = ${subject}`} ${typeIn(types)}
      order by e.version limit ${limit}
    ) e
    order by e.position limit ${limit}`.execute(db);
  return rows;
}

// Rows are compared whole, so that no index but the one made for it gives their order: with `=` a planner that takes
// matches to be frequent walks along the lane's positions, however far the next match is.

async function ofSubject(
  db: Db,
  { lane, after, limit }: LaneRange,
  subject: string,
  types: readonly string[] | undefined,
): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select ${columns} from event_store.events e
    where (e.subject, e.lane, e.position) > (${subject}::text, ${lane}::smallint, ${after}::bigint)
      and (e.subject, e.lane, e.position) <= (${subject}::text, ${lane}::smallint, ${largest}::bigint)
      ${typeIn(types)}
    order by e.subject, e.lane, e.position limit ${limit}`.execute(db);
  return rows;
}

async function ofTypes(
  db: Db,
  { lane, after, limit }: LaneRange,
  types: readonly string[],
): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.* from (select distinct unnest(${types}::text[]) as type) wanted,
    lateral (
      select ${columns} from event_store.events e
      where (e.type, e.lane, e.position) > (wanted.type, ${lane}::smallint, ${after}::bigint)
        and (e.type, e.lane, e.position) <= (wanted.type, ${lane}::smallint, ${largest}::bigint)
      order by e.type, e.lane, e.position limit ${limit}
    ) e
    order by e.position limit ${limit}`.execute(db);
  return rows;
}

const columns = sql.raw(eventColumnList);
const largest = Number.MAX_SAFE_INTEGER;
const nothing = sql``;
const typeIn = (types: readonly string[] | undefined) =>
  types === undefined ? nothing : sql`and e.type = any(${types}::text[])`;
