import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../database/pool.js';
import { noting } from '../testing/notes.js';
import { createStoreDatabase, openStoreProcess, type StoreDatabase } from '../testing/test-event-store.js';

const insufficientPrivilege = '42501';

let database: StoreDatabase;
let application: pg.Pool;
let superuser: pg.Pool;

beforeAll(async () => {
  database = await createStoreDatabase();
  superuser = database.admin;
  application = createPool(database.connection, { role: 'retrace_app', max: 1 });
  const { store, close } = await openStoreProcess(database.connection);
  const streamId = store.newStreamId();
  const idempotencyKey = { actor: 'ann', key: 'key 1', fingerprint: '' };
  await store.append(noting({ streamId, idempotencyKey, claim: 'reference 1' }));
  await close();
});

afterAll(async () => {
  await application.end();
  await database.drop();
});

const changes: [string, string][] = [
  ['UPDATE', 'update event_store.events set data = data'],
  ['an UPDATE of no row', 'update event_store.events set type = type where false'],
  ['DELETE', 'delete from event_store.events'],
  ['TRUNCATE', 'truncate event_store.events'],
  ['TRUNCATE … CASCADE', 'truncate event_store.events cascade'],
  ['MERGE', 'merge into event_store.events e using (select 1) x on true when matched then delete'],
  [
    'an upsert',
    "insert into event_store.events select * from event_store.events on conflict on constraint events_pkey do update set type = 'Forged'",
  ],
];

describe('history', () => {
  it.each(changes)('is guarded from the application by grants: %s', async (_, statement) => {
    await expect(application.query(statement)).rejects.toMatchObject({
      code: insufficientPrivilege,
      message: 'permission denied for table events',
    });
  });

  it.each(changes)('is guarded from everybody by triggers: %s', async (_, statement) => {
    await expect(superuser.query(statement)).rejects.toMatchObject({
      code: insufficientPrivilege,
      message: expect.stringMatching(/^(UPDATE|DELETE|TRUNCATE) on event_store.events is refused/),
    });
  });

  it.each([
    ['UPDATE', "update event_store.claims set claim = 'stolen'"],
    ['DELETE', 'delete from event_store.claims'],
    ['TRUNCATE', 'truncate event_store.claims'],
  ])('holds the claims too: %s', async (_, statement) => {
    await expect(application.query(statement)).rejects.toMatchObject({ code: insufficientPrivilege });
    await expect(superuser.query(statement)).rejects.toMatchObject({ code: insufficientPrivilege });
  });

  it.each([
    'update event_store.idempotency set fingerprint = fingerprint',
    'delete from event_store.idempotency',
    'truncate event_store.idempotency',
    'delete from event_store.heads',
    'insert into event_store.heads (lane) values (7)',
    'drop trigger events_append_only on event_store.events',
    'alter table event_store.events disable trigger all',
    'set session_replication_role = replica',
    'drop table event_store.events',
    'create or replace function event_store.refuse_change() returns trigger language sql as $$ select 1 $$',
  ])('is not for the application to get round: %s', async (statement) => {
    await expect(application.query(statement)).rejects.toMatchObject({ code: insufficientPrivilege });
  });

  it('is what it was after all this', async () => {
    const { rows } = await superuser.query('select type, data from event_store.events');
    expect(rows).toEqual([{ type: 'Noted', data: '"a note"' }]);
  });
});

describe('the grants of the application', () => {
  it('are what it needs and no more', async () => {
    const { rows } = await superuser.query<{ table_name: string; granted: string }>(`
      select table_name, string_agg(privilege_type, ', ' order by privilege_type) as granted
      from information_schema.role_table_grants
      where grantee = 'retrace_app' and table_schema = 'event_store'
      group by table_name`);
    expect(Object.fromEntries(rows.map((row) => [row.table_name, row.granted]))).toEqual({
      checkpoints: 'INSERT, SELECT, UPDATE',
      claims: 'INSERT, SELECT',
      events: 'INSERT, SELECT',
      heads: 'SELECT, UPDATE',
      idempotency: 'INSERT, SELECT',
      identity: 'SELECT',
      // Derived, and free to be made anew.
      parked_events: 'DELETE, INSERT, SELECT, UPDATE',
      rebuilds: 'DELETE, INSERT, SELECT, UPDATE',
      snapshots: 'DELETE, INSERT, SELECT, UPDATE',
    });
  });
});
