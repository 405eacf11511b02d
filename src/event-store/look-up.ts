import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import type { Instant } from '../event-sourcing/event.js';
import type { EventStore, FeedCursor, KeyRecord } from '../event-sourcing/event-store.js';
import { laneOf } from './lanes.js';
import type { Reading } from './read-stream.js';

/** Looks for one row at a time. */
export const singleReader = (
  db: Db,
  { lanes, retried }: Reading,
): Pick<EventStore, 'versionAt' | 'findKey' | 'isAbout' | 'findClaim'> => ({
  versionAt: (streamId, at) => retried(() => findVersionAt(db, laneOf(streamId, lanes), streamId, at)),
  findKey: (actor, key, streamId) => retried(() => findKeyRecord(db, laneOf(streamId, lanes), actor, key)),
  isAbout: (streamId, subject) => retried(() => isAbout(db, laneOf(streamId, lanes), streamId, subject)),
  findClaim: (claim) => retried(() => findClaimHolder(db, laneOf(claim, lanes), claim)),
});

/**
 * The last version recorded at or before an instant. Instants never run backwards within a stream, so halving
 * its versions again and again finds it, without an index on them that every append would pay for.
 */
async function findVersionAt(db: Db, lane: number, streamId: string, at: Instant): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    with recursive search (low, high) as (
      select 0, coalesce((
        select version from event_store.events where lane = ${lane} and stream_id = ${streamId}
        order by version desc limit 1), 0)
      union all
      select case when middle.recorded_at <= ${new Date(at)} then middle.version else low end,
        case when middle.recorded_at <= ${new Date(at)} then high else middle.version - 1 end
      from search, lateral (
        select e.version, e.recorded_at from event_store.events e
        where e.lane = ${lane} and e.stream_id = ${streamId} and e.version = (low + high + 1) / 2
        limit 1 -- else the planner may join, and read the whole stream
      ) middle
      where low < high
    )
    select low as version from search where low = high`.execute(db);
  return rows[0]?.version ?? 0;
}

async function findKeyRecord(
  db: Db,
  lane: number,
  actor: string,
  key: string,
): Promise<KeyRecord | undefined> {
  const row = await db
    .selectFrom('event_store.idempotency')
    .select(['stream_id', 'fingerprint', 'first_version', 'last_version'])
    .where('lane', '=', lane)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst();
  return (
    row && {
      streamId: row.stream_id,
      fingerprint: row.fingerprint,
      firstVersion: row.first_version,
      lastVersion: row.last_version,
    }
  );
}

async function isAbout(db: Db, lane: number, streamId: string, subject: string): Promise<boolean> {
  const row = await db
    .selectFrom('event_store.events')
    .select('version')
    .where('lane', '=', lane)
    .where('stream_id', '=', streamId)
    .where('version', '=', 1)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row !== undefined;
}

async function findClaimHolder(db: Db, lane: number, claim: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('event_store.claims')
    .select('stream_id')
    .where('lane', '=', lane)
    .where('claim', '=', claim)
    .executeTakeFirst();
  return row?.stream_id;
}

/** The newest position of each lane. */
export async function readHead(db: Db): Promise<FeedCursor> {
  const rows = await db.selectFrom('event_store.heads').select('position').orderBy('lane').execute();
  return rows.map((row) => row.position);
}

export interface StoreIdentity {
  /** Unique to this store, wherever its data is moved. */
  readonly id: string;
  /** Of snapshots. */
  readonly sealKey: Buffer;
  readonly cursorKey: Buffer;
  readonly lanes: number;
}

/** What never changes in a store that has events. */
export async function readIdentity(db: Db): Promise<StoreIdentity> {
  return db
    .selectFrom('event_store.identity')
    .select((row) => [
      'store_id as id',
      'seal_key as sealKey',
      'cursor_key as cursorKey',
      row.selectFrom('event_store.heads').select(row.fn.countAll<number>().as('lanes')).as('lanes'),
    ])
    .$narrowType<{ lanes: number }>()
    .executeTakeFirstOrThrow();
}
