import { type Selectable, sql } from 'kysely';
import type { Db } from '../database/database.js';
import type { StoredKey } from '../event-sourcing/event-archive.js';
import { laneOf } from './lanes.js';
import type { EventStoreTables } from './tables.js';

type KeyRow = Selectable<EventStoreTables['event_store.idempotency']>;

/** All keys in the order of the primary key. */
export async function* readKeys(db: Db, pageSize: number): AsyncGenerator<StoredKey, void> {
  const all = db
    .selectFrom('event_store.idempotency')
    .selectAll()
    .orderBy('lane')
    .orderBy('actor')
    .orderBy('key');
  let last: KeyRow | undefined;
  do {
    const after = last && sql<boolean>`(lane, actor, key) > (${last.lane}, ${last.actor}, ${last.key})`;
    const page = await (after ? all.where(after) : all).limit(pageSize).execute();
    for (const row of page) yield toKey(row);
    last = page.length === pageSize ? page.at(-1) : undefined;
  } while (last);
}

/** Leaves a key that is there already as it is. */
export async function addKeys(
  db: Db,
  lanes: number,
  keys: readonly StoredKey[],
): Promise<{ written: number; taken: StoredKey[] }> {
  if (keys.length === 0) return { written: 0, taken: [] };
  const rows = keys.map((key) => toRow(key, laneOf(key.streamId, lanes)));
  const inserted = await db
    .insertInto('event_store.idempotency')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['lane', 'actor', 'key']).doNothing())
    .executeTakeFirstOrThrow();
  const { rows: same } = await sql<{ n: number }>`
    select p.n
    from unnest(
      ${rows.map((row) => row.lane)}::smallint[], ${rows.map((row) => row.actor)}::text[],
      ${rows.map((row) => row.key)}::text[], ${rows.map((row) => row.fingerprint)}::text[],
      ${rows.map((row) => row.stream_id)}::uuid[], ${rows.map((row) => row.first_version)}::integer[],
      ${rows.map((row) => row.last_version)}::integer[]
    ) with ordinality as p (lane, actor, key, fingerprint, stream_id, first_version, last_version, n)
    join event_store.idempotency using (lane, actor, key, fingerprint, stream_id, first_version, last_version)`.execute(
    db,
  );
  const stored = new Set(same.map((row) => row.n));
  return {
    written: Number(inserted.numInsertedOrUpdatedRows),
    taken: keys.filter((_, i) => !stored.has(i + 1)),
  };
}

const toKey = (row: KeyRow): StoredKey => ({
  actor: row.actor,
  key: row.key,
  fingerprint: row.fingerprint,
  streamId: row.stream_id,
  firstVersion: row.first_version,
  lastVersion: row.last_version,
  recordedAt: row.recorded_at.getTime(),
});

const toRow = (key: StoredKey, lane: number): KeyRow => ({
  lane,
  actor: key.actor,
  key: key.key,
  fingerprint: key.fingerprint,
  stream_id: key.streamId,
  first_version: key.firstVersion,
  last_version: key.lastVersion,
  recorded_at: new Date(key.recordedAt),
});
