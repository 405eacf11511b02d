import { sql, type Transaction } from 'kysely';
import type { Database, Db } from '../../database/database.js';
import type { TableName } from '../projector/read-model.js';

type Trx = Transaction<Database>;

const suffix = '_next';

/** The table that a rebuild fills. */
export const nextTable = ([schema, table]: TableName): TableName => [schema, `${table}${suffix}`];

const qualified = (table: TableName): string => table.join('.');

/** A digest of all that the table is apart from its rows: what a new table in its place must be too. */
export async function shapeOf(db: Db, table: TableName): Promise<string> {
  const { rows } = await sql<{ shape: string }>`
    select md5(concat_ws(E'\n', relowner, reloptions, relacl,
      (select string_agg(concat_ws(' ', attname, atttypid, atttypmod, attcollation, attnotnull,
          pg_get_expr(adbin, adrelid)), ',' order by attnum)
        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = c.oid and attnum > 0 and not attisdropped),
      (select string_agg(conname || pg_get_constraintdef(oid), ',' order by conname)
        from pg_constraint where conrelid = c.oid),
      (select string_agg(pg_get_indexdef(indexrelid), ',' order by indexrelid::regclass::text)
        from pg_index where indrelid = c.oid))) as shape
    from pg_class c where oid = ${qualified(table)}::regclass`.execute(db);
  return rows[0]?.shape ?? '';
}

/** Makes an empty table like the live one, less its indexes. Throws where that belongs to another role. */
export async function createNextTable(trx: Trx, table: TableName): Promise<void> {
  const [live, next] = [qualified(table), qualified(nextTable(table))];
  const { rows } = await sql<{ owner: string; ours: boolean }>`
    select relowner::regrole::text as owner, pg_get_userbyid(relowner) = current_user as ours
    from pg_class where oid = ${live}::regclass`.execute(trx);
  if (!rows[0]?.ours) {
    throw new Error(
      `${live} belongs to ${rows[0]?.owner}: only that role can put another table in its place`,
    );
  }
  await sql`drop table if exists ${sql.table(next)}`.execute(trx);
  await sql`create table ${sql.table(next)} (like ${sql.table(live)} including all excluding indexes)`.execute(
    trx,
  );
  await run(
    trx,
    sql<Statement>`
    select format('alter table %s set (%s)', ${next}::regclass, array_to_string(reloptions, ', ')) as statement
    from pg_class where oid = ${live}::regclass and reloptions is not null
    union all
    select format('grant %s on %s to %s%s', privilege_type, ${next}::regclass,
      case grantee when 0 then 'public' else grantee::regrole::text end,
      case when is_grantable then ' with grant option' end)
    from pg_class, aclexplode(relacl) where oid = ${live}::regclass and grantee <> relowner`,
  );
}

/** Gives the filled table the live one's indexes and keys, under names of their own, and its statistics. */
export async function indexNextTable(trx: Trx, table: TableName): Promise<void> {
  const [live, next] = [qualified(table), qualified(nextTable(table))];
  await run(
    trx,
    sql<Statement>`
    select format('create %s index %I on %s%s', case when indisunique then 'unique' end, relname || ${suffix}::text,
      ${next}::regclass, substring(pg_get_indexdef(indexrelid) from ' USING .*')) as statement
    from pg_index join pg_class c on c.oid = indexrelid where indrelid = ${live}::regclass`,
  );
  await run(
    trx,
    sql<Statement>`
    select format('alter table %s add constraint %I %s using index %I', ${next}::regclass, conname || ${suffix}::text,
      case contype when 'p' then 'primary key' else 'unique' end, relname || ${suffix}::text) as statement
    from pg_constraint join pg_class c on c.oid = conindid
    where conrelid = ${live}::regclass and contype in ('p', 'u')`,
  );
  await sql`analyze ${sql.table(next)}`.execute(trx);
}

/** Lets index-only scans be so from the start. A favour: another process may have swapped the table in by now. */
export async function vacuumNextTable(db: Db, table: TableName): Promise<void> {
  await sql`vacuum ${sql.table(qualified(nextTable(table)))}`.execute(db).catch(() => undefined);
}

/**
 * Puts the next table in the live one's place, under its names. Holds up readers until the transaction ends, and
 * waits for those who are reading: as long as `lockTimeout` milliseconds, then it throws.
 */
export async function swapTables(trx: Trx, table: TableName, lockTimeout: number): Promise<void> {
  const [live, next] = [qualified(table), qualified(nextTable(table))];
  await sql`select set_config('lock_timeout', ${`${lockTimeout}`}, true)`.execute(trx);
  await sql`drop table ${sql.table(live)}`.execute(trx);
  await sql`alter table ${sql.table(next)} rename to ${sql.id(table[1])}`.execute(trx);
  await run(
    trx,
    sql<Statement>`
    select format('alter index %s rename to %I', indexrelid::regclass, left(relname, -length(${suffix}))) as statement
    from pg_index join pg_class c on c.oid = indexrelid where indrelid = ${live}::regclass`,
  );
}

interface Statement {
  readonly statement: string;
}

/** Runs the statements that a query answers. */
async function run(trx: Trx, query: ReturnType<typeof sql<Statement>>): Promise<void> {
  const { rows } = await query.execute(trx);
  for (const { statement } of rows) await sql.raw(statement).execute(trx);
}
