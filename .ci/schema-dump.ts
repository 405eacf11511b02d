import { type Kysely, sql } from 'kysely';

const ours = `nspname !~ '^pg_' and nspname not in ('information_schema', 'public', 'migrations')`;
const inOurs = 'join pg_namespace n on n.oid =';

/** Each answers finished statements. Names are qualified, since the search path is empty. */
const sections = [
  `select format('create schema %I;', nspname) as found from pg_namespace where ${ours} order by 1`,

  `select format(E'create table %s (\\n  %s\\n)%s;', c.oid::regclass, string_agg(part, E',\\n  ' order by place, part),
    (select ' with (' || string_agg(option, ', ') || ')' from unnest(c.reloptions) as option)) as found
  from pg_class c ${inOurs} c.relnamespace cross join lateral (
    select a.attnum::integer as place, concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
      case when a.attcollation <> t.typcollation then 'collate ' || a.attcollation::regcollation end,
      'default ' || pg_get_expr(d.adbin, d.adrelid),
      case when a.attnotnull then 'not null' end) as part
    from pg_attribute a join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    union all
    select 10000 + position(contype in 'pufc'), format('constraint %I %s', conname, pg_get_constraintdef(oid))
    from pg_constraint where conrelid = c.oid and contype in ('p', 'u', 'f', 'c')
  ) as parts
  where c.relkind = 'r' and ${ours} group by c.oid order by c.oid::regclass::text`,

  `select pg_get_indexdef(indexrelid) || ';' as found
  from pg_index i join pg_class c on c.oid = i.indexrelid ${inOurs} c.relnamespace
  where ${ours} and not exists (select from pg_constraint where conindid = indexrelid) order by 1`,

  `select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' as found
  from pg_proc p ${inOurs} p.pronamespace where ${ours} order by p.oid::regprocedure::text`,

  `select pg_get_triggerdef(t.oid) || ';' as found
  from pg_trigger t join pg_class c on c.oid = t.tgrelid ${inOurs} c.relnamespace
  where ${ours} and not tgisinternal order by 1`,

  `select format('grant %s on %s to %s;', string_agg(lower(privilege_type), ', ' order by privilege_type), object,
    case grantee when 0 then 'public' else grantee::regrole::text end) as found
  from (
    select 'schema ' || quote_ident(nspname) as object, nspowner as owner, nspacl as acl from pg_namespace where ${ours}
    union all
    select 'table ' || c.oid::regclass, relowner, relacl from pg_class c ${inOurs} c.relnamespace where ${ours}
    union all
    select 'function ' || p.oid::regproc, proowner, coalesce(proacl, acldefault('f', proowner))
    from pg_proc p ${inOurs} p.pronamespace where ${ours}
  ) as objects cross join lateral aclexplode(acl)
  where grantee <> owner group by object, grantee order by object, found`,
];

/** What the sections do not show yet: whoever adds such a thing extends them. */
const notShown = `
  select format('%s (relation of kind %s)', c.oid::regclass, relkind) as found
  from pg_class c ${inOurs} c.relnamespace where ${ours} and relkind not in ('r', 'i')
  union all
  select format('%s.%s (generated)', c.oid::regclass, attname)
  from pg_attribute a join pg_class c on c.oid = a.attrelid ${inOurs} c.relnamespace
  where ${ours} and (attgenerated <> '' or attidentity <> '')
  union all
  select format('%s (type)', t.oid::regtype)
  from pg_type t ${inOurs} t.typnamespace where ${ours} and typtype not in ('c', 'b')`;

/** The structure of our schemas as SQL, always the same for the same structure. Rows are not part of it. */
export const dumpSchema = <Tables>(db: Kysely<Tables>): Promise<string> =>
  db.connection().execute(async (connection) => {
    const ask = async (query: string) =>
      (await sql.raw<{ found: string }>(query).execute(connection)).rows.map(({ found }) => found);

    await sql`set search_path = ''`.execute(connection);
    const missing = await ask(notShown);
    if (missing.length > 0) throw new Error(`.ci/schema-dump.ts cannot show ${missing.join(', ')}`);
    const statements: string[] = [];
    for (const section of sections) statements.push(...(await ask(section)));
    return `${statements.join('\n\n')}\n`;
  });
