import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/database.js';
import type { Projection, StreamColumns } from '../../event-sourcing/projection.js';
import type { Snapshot } from '../../event-sourcing/replay.js';

/** A row with all its columns, key and stream columns included. */
export type ReadModelRow = Readonly<Record<string, unknown>> & StreamColumns;

export type TableName = Projection['table'];

type Target = Pick<Projection, 'table' | 'key'>;

/** The row of a state; undefined where the projection shows none. */
export function fullRow(projection: Projection, snapshot: Snapshot<unknown>): ReadModelRow | undefined {
  const row = projection.rowOf(snapshot);
  if (!row) return undefined;
  const { streamId, lane, version, position } = snapshot;
  return { [projection.key]: streamId, ...row, lane, version, position, snapshot };
}

/** Writes rows, in place of those of the same streams. All rows have the same columns. */
export async function upsertRows(db: Db, target: Target, rows: readonly ReadModelRow[]): Promise<void> {
  if (rows.length > 0) await upsertion(target, rows, sql``).execute(db);
}

/** `INSERT …` of rows, joined with what stands in `from`: each row is written as often as that has rows. */
export function upsertion(
  { table, key }: Target,
  rows: readonly ReadModelRow[],
  from: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const name = sql.table(table.join('.'));
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const updates = columns
    .filter((column) => column !== key)
    .map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`);
  // As one JSON text, whatever their number, in which Postgres finds the types by the table.
  return sql`
    insert into ${name} (${names})
    select ${names} from ${from} jsonb_populate_recordset(null::${name}, ${JSON.stringify(rows)}::jsonb)
    on conflict (${sql.ref(key)}) do update set ${sql.join(updates)}`;
}
