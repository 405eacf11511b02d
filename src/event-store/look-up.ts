import type { Db } from '../database/database.js';
import type { Instant } from '../event-sourcing/event.js';
import type { FeedCursor, KeyRecord } from '../event-sourcing/event-store.js';

/** The last version recorded at or before an instant; instants never run backwards within a stream. */
export async function findVersionAt(db: Db, lane: number, streamId: string, at: Instant): Promise<number> {
  const row = await db
    .selectFrom('event_store.events')
    .select('version')
    .where('lane', '=', lane)
    .where('stream_id', '=', streamId)
    .where('recorded_at', '<=', new Date(at))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version ?? 0;
}

export async function findKeyRecord(
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

export async function findClaimHolder(db: Db, lane: number, claim: string): Promise<string | undefined> {
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
