import { sql } from 'kysely';
import type { Db } from '../../database/database.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import type { Projection } from '../../event-sourcing/projection.js';
import type { ReadModelRow } from '../projector/read-model.js';

export interface RowDrift {
  readonly streamId: string;
  /** stray: no stream has this id, or it projects to no row. */
  readonly kind: 'wrong' | 'missing' | 'stray';
  /** Of a wrong row: those whose values are wrong. */
  readonly columns: readonly string[];
}

/** Where the rows of these streams differ from what they should be, with whose types Postgres reads the latter. */
export async function compareRows(
  db: Db,
  { name, table, key }: Projection,
  streamIds: readonly string[],
  expected: readonly ReadModelRow[],
): Promise<RowDrift[]> {
  const [live, id] = [sql.table(table.join('.')), sql.ref(key)];
  const { rows } = await sql<RowDrift>`
    with expected as (select * from jsonb_populate_recordset(null::${live}, ${JSON.stringify(expected)}::jsonb)),
      actual as (select * from ${live} where ${id} = any(${streamIds}::uuid[]))
    select ${id} as "streamId",
      case when a.${id} is null then 'missing' when e.${id} is null then 'stray' else 'wrong' end as kind,
      array(
        select key from jsonb_each(to_jsonb(e)) x join jsonb_each(to_jsonb(a)) y using (key)
        where x.value::text <> y.value::text order by key
      ) as columns
    from expected e full join actual a using (${id})
    where (e *<> a or e.${id} is null or a.${id} is null) and not exists (
      select from event_store.parked_events where processor = ${name} and stream_id = ${id}
    )
    order by 1`.execute(db);
  return rows;
}

/** Rows of which the log has no stream. */
export async function findStrayRows(db: Db, { table, key }: Projection): Promise<RowDrift[]> {
  const { rows } = await sql<{ id: string }>`
    select r.${sql.ref(key)} as id from ${sql.table(table.join('.'))} r where not exists (
      select from event_store.events e where e.lane = r.lane and e.stream_id = r.${sql.ref(key)}
    )
    order by 1`.execute(db);
  return rows.map(({ id }) => ({ streamId: id, kind: 'stray', columns: [] }));
}

/** Some of the streams that begin before a place in the feed, at random. */
export async function someStreams(db: Db, upTo: FeedCursor, count: number): Promise<string[]> {
  const { rows } = await sql<{ stream_id: string }>`
    select stream_id from event_store.events
    where version = 1 and position <= (${[...upTo]}::bigint[])[lane + 1]
    order by random() limit ${count}`.execute(db);
  return rows.map((row) => row.stream_id);
}
