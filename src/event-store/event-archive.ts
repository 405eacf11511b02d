import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import type { EventArchive, StoredEvent, StreamPlace } from '../event-sourcing/event-archive.js';
import { feedStart, pageOf } from '../event-sourcing/feed-cursor.js';
import { laneOf } from './lanes.js';
import { readHead, readIdentity } from './look-up.js';
import { readLane } from './read-lane.js';
import { toRecorded } from './recorded-event.js';
import { addKeys, readKeys } from './stored-keys.js';
import type { EventRow } from './tables.js';

const pageSize = 1_000;

/** Where `db` is a transaction, all that it reads is of one snapshot. */
export const eventArchive = (db: Db, lanes: number): EventArchive => ({
  async count() {
    const head = await readHead(db);
    return head.reduce((sum, position) => sum + position, 0);
  },
  events: () => readEvents(db),
  keys: () => readKeys(db, pageSize),
  addKeys: (keys) => addKeys(db, lanes, keys),
  findEventIds: (places) => findEventIds(db, lanes, places),
  findClaimHolders: (claims) => findClaimHolders(db, lanes, claims),
  cursorKey: async () => (await readIdentity(db)).cursorKey.toString('base64url'),
  takeCursorKey: (key) => takeCursorKey(db, Buffer.from(key, 'base64url')),
  async newestInstants() {
    const heads = await db.selectFrom('event_store.heads').select(['lane', 'recorded_at']).execute();
    // Not a Date but -Infinity where the lane is empty.
    const newest = new Map(heads.map((head) => [head.lane, Number(head.recorded_at)]));
    return (streamId) => newest.get(laneOf(streamId, lanes)) ?? Number.NEGATIVE_INFINITY;
  },
});

/** Lanes are merged by time, as in every reading of the feed. */
async function* readEvents(db: Db): AsyncGenerator<StoredEvent, void> {
  let cursor = feedStart((await readHead(db)).length);
  for (let hasMore = true; hasMore; ) {
    const lanes: StoredEvent[][] = [];
    for (const [lane, position] of cursor.entries()) {
      lanes.push((await readLane(db, lane, position, pageSize + 1)).map(toStored));
    }
    const page = pageOf(cursor, lanes, pageSize);
    yield* page.events;
    ({ cursor, hasMore } = page);
  }
}

/** Not upcast: the data is the JSON text itself. */
const toStored = (row: EventRow): StoredEvent =>
  toRecorded(row, (_type, _schemaVersion, json) => json) as StoredEvent;

async function findEventIds(
  db: Db,
  lanes: number,
  places: readonly StreamPlace[],
): Promise<(string | undefined)[]> {
  const { rows } = await sql<{ event_id: string | null }>`
    select e.event_id
    from unnest(
      ${places.map((it) => laneOf(it.streamId, lanes))}::smallint[],
      ${places.map((it) => it.streamId)}::uuid[],
      ${places.map((it) => it.version)}::integer[]
    ) with ordinality as p (lane, stream_id, version, n)
    left join event_store.events e using (lane, stream_id, version)
    order by p.n`.execute(db);
  return rows.map((row) => row.event_id ?? undefined);
}

async function findClaimHolders(
  db: Db,
  lanes: number,
  claims: readonly string[],
): Promise<(string | undefined)[]> {
  const { rows } = await sql<{ stream_id: string | null }>`
    select c.stream_id
    from unnest(${claims.map((it) => laneOf(it, lanes))}::smallint[], ${claims}::text[])
      with ordinality as p (lane, claim, n)
    left join event_store.claims c using (lane, claim)
    order by p.n`.execute(db);
  return rows.map((row) => row.stream_id ?? undefined);
}

async function takeCursorKey(db: Db, key: Buffer): Promise<void> {
  await db
    .updateTable('event_store.identity')
    .set({ cursor_key: key })
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('event_store.heads').select('lane').where('position', '>', 0))),
    )
    .execute();
}
