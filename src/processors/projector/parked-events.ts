import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/database.js';
import type { Recorded } from '../../event-sourcing/event.js';

/** An event that a processor could not apply, or that waits behind one of its stream. */
export interface ParkedEvent {
  readonly lane: number;
  readonly position: number;
  readonly stream_id: string;
  readonly version: number;
  readonly event_id: string;
  readonly type: string;
  readonly error: string;
  /** 0: it has not been tried, it waits. */
  readonly attempts: number;
}

/** The versions of a stream that are parked. None is missing in between. */
export interface ParkedVersions {
  readonly first: number;
  readonly last: number;
}

const parked = (event: Recorded, error: string, attempts: number): ParkedEvent => ({
  lane: event.lane,
  position: event.position,
  stream_id: event.streamId,
  version: event.version,
  event_id: event.id,
  type: event.type,
  error,
  attempts,
});

export const parkedFor = (event: Recorded, error: unknown, attempts: number): ParkedEvent =>
  parked(event, storableMessage(error), attempts);

export const parkedBehind = (event: Recorded, version: number): ParkedEvent =>
  parked(event, waitsFor(version), 0);

const waitsFor = (version: number): string => `waits for version ${version}`;

/** What an error says, as a text that Postgres takes. */
const storableMessage = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replaceAll('\0', '')
    .toWellFormed()
    .slice(0, 2_000);

/** `INSERT …` of parked events, joined with what stands in `from`. */
export const parking = (
  processor: string,
  events: readonly ParkedEvent[],
  from: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  insert into event_store.parked_events
    (processor, lane, position, stream_id, version, event_id, type, error, attempts)
  select ${processor}, p.lane, p.position, p.stream_id, p.version, p.event_id, p.type, p.error, p.attempts
  from ${from} jsonb_populate_recordset(null::event_store.parked_events, ${JSON.stringify(events)}::jsonb) p`;

export type ParkedRow = ParkedEvent & { readonly parked_at: Date };

export interface ParkedPage {
  readonly from?: readonly [lane: number, position: number];
  readonly backward?: boolean;
  readonly limit?: number;
}

/** A processor's parked events in the order of the feed, or against it. */
export const readParked = (
  db: Db,
  processor: string,
  { from, backward = false, limit }: ParkedPage = {},
): Promise<ParkedRow[]> =>
  db
    .selectFrom('event_store.parked_events')
    .selectAll()
    .where('processor', '=', processor)
    .$if(from !== undefined, (query) =>
      query.where(
        sql<boolean>`(lane, position) ${sql.raw(backward ? '<' : '>')} (${from?.[0]}, ${from?.[1]})`,
      ),
    )
    .orderBy('lane', backward ? 'desc' : 'asc')
    .orderBy('position', backward ? 'desc' : 'asc')
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();

export const findParked = (db: Db, processor: string, eventId: string): Promise<ParkedRow | undefined> =>
  parkedOf(db, processor).where('event_id', '=', eventId).executeTakeFirst();

/** Those of a stream, oldest first. */
export const readParkedOf = (db: Db, processor: string, streamId: string): Promise<ParkedRow[]> =>
  parkedOf(db, processor).where('stream_id', '=', streamId).orderBy('version').execute();

const parkedOf = (db: Db, processor: string) =>
  db.selectFrom('event_store.parked_events').selectAll().where('processor', '=', processor);

export async function countParked(db: Db, processor: string): Promise<number> {
  const { count } = await db
    .selectFrom('event_store.parked_events')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('processor', '=', processor)
    .executeTakeFirstOrThrow();
  return count;
}

/** For events of a stream up to a version, which have been applied. */
export async function forgetParked(db: Db, processor: string, streamId: string, upTo: number): Promise<void> {
  await db
    .deleteFrom('event_store.parked_events')
    .where('processor', '=', processor)
    .where('stream_id', '=', streamId)
    .where('version', '<=', upTo)
    .execute();
}

/** Notes that an event has failed once more, and that those behind it wait for this one. */
export async function recordAttempt(
  db: Db,
  processor: string,
  { streamId, version }: Pick<Recorded, 'streamId' | 'version'>,
  error: unknown,
): Promise<ParkedRow | undefined> {
  const rows = await db
    .updateTable('event_store.parked_events')
    .set((row) => ({
      attempts: sql`attempts + (version = ${version})::integer`,
      error: row
        .case()
        .when('version', '=', version)
        .then(storableMessage(error))
        .else(waitsFor(version))
        .end(),
    }))
    .where('processor', '=', processor)
    .where('stream_id', '=', streamId)
    .where('version', '>=', version)
    .returningAll()
    .execute();
  return rows.find((row) => row.version === version);
}
