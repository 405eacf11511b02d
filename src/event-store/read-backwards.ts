import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database/database.js';
import type { Recorded } from '../event-sourcing/event.js';
import type { FeedCursor } from '../event-sourcing/event-store.js';
import { laneOf } from './lanes.js';
import { readHead } from './look-up.js';
import type { Reading } from './read-stream.js';
import { eventColumnList, toRecorded } from './recorded-event.js';
import type { EventRow } from './tables.js';

/** Of one stream, of one author; of both where both are given, and all where none is. */
export interface BackwardFilter {
  readonly streamId?: string | undefined;
  readonly actor?: string | undefined;
}

/** The log from its end, for those who want to know what was done lately. */
export interface BackwardReader {
  /** Of each lane, newest first, up to `limit` events before the position. */
  newestFirst(filter: BackwardFilter, before: FeedCursor, limit: number): Promise<Recorded[][]>;
  countEvents(filter: BackwardFilter): Promise<number>;
}

export const backwardReader = (
  db: Db,
  { lanes, readData, retried }: Pick<Reading, 'lanes' | 'readData' | 'retried'>,
): BackwardReader => ({
  newestFirst: ({ streamId, actor }, before, limit) =>
    Promise.all(
      before.map(async (position, lane) => {
        if (streamId !== undefined && laneOf(streamId, lanes) !== lane) return [];
        const wanted =
          streamId === undefined ? lately(lane, position, actor) : ofStream(lane, position, streamId, actor);
        const rows = await retried(() => sql<EventRow>`${wanted} limit ${limit}`.execute(db));
        return rows.rows.map((row) => toRecorded(row, readData));
      }),
    ),
  countEvents: (filter) => retried(() => countEvents(db, lanes, filter)),
});

/** Rows are compared whole, as in read-lane.ts, so that an author who is rare is found without reading the lane. */
const lately = (lane: number, before: number, actor: string | undefined): RawBuilder<EventRow> =>
  actor === undefined
    ? sql`select ${columns} from event_store.events e where e.lane = ${lane} and e.position < ${before} order by e.position desc`
    : sql`
      select ${columns} from event_store.events e
      where (e.actor, e.lane, e.position) < (${actor}::text, ${lane}::smallint, ${before}::bigint)
        and (e.actor, e.lane, e.position) >= (${actor}::text, ${lane}::smallint, 0::bigint)
      order by e.actor desc, e.lane desc, e.position desc`;

const ofStream = (
  lane: number,
  before: number,
  streamId: string,
  actor: string | undefined,
): RawBuilder<EventRow> =>
  sql`
    select ${columns} from event_store.events e
    where e.lane = ${lane} and e.stream_id = ${streamId}::uuid ${by(actor)}
      and e.version <= event_store.version_at_position(${lane}::smallint, ${streamId}::uuid, ${before}::bigint - 1)
    order by e.version desc`;

const columns = sql.raw(eventColumnList);
const by = (actor: string | undefined): RawBuilder<unknown> =>
  actor === undefined ? sql`` : sql`and e.actor = ${actor}`;

async function countEvents(db: Db, lanes: number, { streamId, actor }: BackwardFilter): Promise<number> {
  if (streamId === undefined && actor === undefined)
    return (await readHead(db)).reduce((sum, position) => sum + position, 0);
  const { count } = await db
    .selectFrom('event_store.events')
    .select((row) => row.fn.countAll<number>().as('count'))
    .$if(actor !== undefined, (query) => query.where('actor', '=', actor as string))
    .$if(streamId !== undefined, (query) =>
      query.where('lane', '=', laneOf(streamId as string, lanes)).where('stream_id', '=', streamId as string),
    )
    .executeTakeFirstOrThrow();
  return count;
}
