import { uuidv7 } from 'uuidv7';
import { beforeEach, expect, it, vi } from 'vitest';
import { dumpSchema } from '../../../.ci/schema-dump.js';
import { createDb, createPool } from '../../database/pool.js';
import { notes, noting } from '../../testing/notes.js';
import { projectorTests } from '../../testing/test-projector.js';
import { holdRebuild, openRebuilding } from '../../testing/test-rebuild.js';

const test = projectorTests();
const soon = { timeout: 10_000, interval: 5 };
const range = (length: number) => Array.from({ length }, (_, i) => i + 1);
const query = (text: string) => test.database.admin.query(text);

beforeEach(async () => {
  for (const _ of range(50)) await test.writer.store.append(noting({ streamId: uuidv7(), events: notes(2) }));
  const { projector } = await test.open();
  await projector.reaches([100]);
});

it('leaves the schema as it was: names, indexes, keys, rights, owner and settings', async () => {
  await query(`
    alter table read_model.notes add column extra text not null default 'none' collate "C";
    alter table read_model.notes add constraint notes_place_key unique (lane, position);
    alter table read_model.notes set (autovacuum_vacuum_scale_factor = 0.05, fillfactor = 80);
    create unique index notes_text_idx on read_model.notes using btree (lower(notes[1]), stream_id desc) where version > 1;
    create index notes_notes_idx on read_model.notes using gin (notes) with (fastupdate = off);
    create role analyst_${process.pid};
    grant select on read_model.notes to analyst_${process.pid};
    grant insert, delete on read_model.notes to analyst_${process.pid} with grant option;
    grant select on read_model.notes to public`);
  const db = createDb(createPool(test.database.connection, { max: 1 }));
  test.after(() => db.destroy());
  test.after(() => query(`drop owned by analyst_${process.pid}; drop role analyst_${process.pid}`));
  const [schema, catalogue] = [await dumpSchema(db), await inCatalogue()];
  expect(await (await openRebuilding(test)).rebuild()).toMatchObject({ drift: 0 });
  expect(await dumpSchema(db)).toBe(schema);
  expect(await inCatalogue()).toEqual(catalogue);
});

/** What the dump does not show: names of all constraints, the owner, and to whom rights may be passed on. */
async function inCatalogue() {
  const { rows } = await query(`
    select relowner::regrole::text, reloptions::text,
      array(select conname || ' ' || contype::text from pg_constraint where conrelid = c.oid order by 1) as constraints,
      array(select relname::text from pg_class where relnamespace = c.relnamespace order by 1) as names,
      array(select a::text from aclexplode(relacl) a where grantee <> relowner order by 1) as rights
    from pg_class c where oid = 'read_model.notes'::regclass`);
  return rows;
}

it('shows every reader either all old rows or all new ones', async () => {
  await query(`
    delete from read_model.notes where stream_id in (select stream_id from read_model.notes limit 10);
    update read_model.notes set notes = '{old}'`);
  const seen: string[] = [];
  let done = false;
  const readers = range(6).map(async () => {
    while (!done) {
      const { rows } = await test.database.admin.query(
        `select count(*) filter (where notes = '{old}') || ' old, ' || count(*) filter (where notes <> '{old}') || ' new' as rows
         from read_model.notes`,
      );
      seen.push(rows[0].rows);
    }
  });
  const { rebuild } = await openRebuilding(test);
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(10), soon);
  expect(await rebuild()).toMatchObject({ drift: 50 });
  const before = seen.length;
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(before + 10), soon);
  done = true;
  await Promise.all(readers);
  expect([...new Set(seen)]).toEqual(['40 old, 0 new', '0 old, 50 new']);
});

it('waits for those who read the table, without holding up others for long, and for as long as they read', async () => {
  const session = await test.database.admin.connect();
  await session.query('begin; select from read_model.notes limit 1');
  const rebuilt = vi.fn();
  const running = (await openRebuilding(test)).rebuild().then(rebuilt);
  const waiting = `select from pg_stat_activity where datname = current_database()
    and wait_event_type = 'Lock' and query like 'drop table%'`;
  for (const _ of range(2)) {
    await vi.waitFor(async () => expect((await query(waiting)).rowCount).toBe(1), soon);
    await vi.waitFor(async () => expect((await query(waiting)).rowCount).toBe(0), soon);
    expect((await query('select from read_model.notes')).rowCount).toBe(50);
  }
  expect(rebuilt).not.toHaveBeenCalled();
  await session.query('commit');
  session.release();
  await running;
});

it('is refused where the table was altered meanwhile; the next rebuild makes what it is now', async () => {
  const hold = await holdRebuild(test.database.connection, `new.phase = 'COMPARING'`);
  const { rebuild } = await openRebuilding(test);
  const refused = expect(rebuild()).rejects.toThrow('read_model.notes has been altered since');
  await hold.reached();
  await query('create index notes_version_idx on read_model.notes (version)');
  await hold.release();
  await refused;
  await rebuild();
  const indexes = `select indexname from pg_indexes where schemaname = 'read_model' and tablename = 'notes' order by 1`;
  expect((await query(indexes)).rows).toEqual([
    { indexname: 'notes_pkey' },
    { indexname: 'notes_version_idx' },
  ]);
});

it('is refused at the beginning where the table belongs to another role', async () => {
  await query('alter table read_model.notes owner to current_user');
  await expect((await openRebuilding(test)).rebuild()).rejects.toThrow(
    /read_model.notes belongs to \w+: only that role/,
  );
});
