import { sql } from 'kysely';
import type { Db } from '../../database/database.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { upsertRows } from '../projector/read-model.js';
import type { FoldedStream } from './fold-stream.js';
import { nextTable } from './next-table.js';

/** Under which a rebuild's parked events stand until its table is swapped in. No projection is called so. */
export const nextName = (name: string): string => `${name} (next)`;

/** Fills the next table, which has no key yet, with what streams come to that it has not. */
export async function insertStreams(
  db: Db,
  projection: Projection,
  streams: readonly FoldedStream[],
): Promise<void> {
  const next = sql.table(nextTable(projection.table).join('.'));
  const rows = streams.flatMap(({ row }) => row ?? []);
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)));
  if (rows.length > 0)
    await sql`
      insert into ${next} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${next}, ${JSON.stringify(rows)}::jsonb)`.execute(
      db,
    );
  await park(db, projection, streams);
}

/** Puts what streams come to in the place of what the next table has of them. */
export async function replaceStreams(
  db: Db,
  projection: Projection,
  streams: readonly FoldedStream[],
): Promise<void> {
  const { name, table, key } = projection;
  const next = nextTable(table);
  const ids = (some: readonly FoldedStream[]) => some.map(({ streamId }) => streamId);
  const rowless = ids(streams.filter(({ row }) => !row));
  const rows = streams.flatMap(({ row }) => row ?? []);
  await upsertRows(db, { table: next, key }, rows);
  if (rowless.length > 0)
    await sql`delete from ${sql.table(next.join('.'))} where ${sql.ref(key)} = any(${rowless}::uuid[])`.execute(
      db,
    );
  await db
    .deleteFrom('event_store.parked_events')
    .where('processor', '=', nextName(name))
    .where(sql<boolean>`stream_id = any(${ids(streams)}::uuid[])`)
    .execute();
  await park(db, projection, streams);
}

async function park(db: Db, { name }: Projection, streams: readonly FoldedStream[]): Promise<void> {
  const parked = streams.flatMap((stream) => stream.parked);
  if (parked.length === 0) return;
  await sql`
    insert into event_store.parked_events
      (processor, lane, position, stream_id, version, event_id, type, error, attempts)
    select ${nextName(name)}, p.lane, p.position, p.stream_id, p.version, p.event_id, p.type, p.error, p.attempts
    from jsonb_populate_recordset(null::event_store.parked_events, ${JSON.stringify(parked)}::jsonb) p`.execute(
    db,
  );
}

/** Forgets what earlier rebuilds parked. */
export async function clearParkedForNext(db: Db, { name }: Projection): Promise<void> {
  await db.deleteFrom('event_store.parked_events').where('processor', '=', nextName(name)).execute();
}

/** Makes the events that the rebuild has parked the projection's own, in the place of those that it had. */
export async function takeOverParked(db: Db, { name }: Projection): Promise<void> {
  await db.deleteFrom('event_store.parked_events').where('processor', '=', name).execute();
  await db
    .updateTable('event_store.parked_events')
    .set({ processor: name })
    .where('processor', '=', nextName(name))
    .execute();
}
