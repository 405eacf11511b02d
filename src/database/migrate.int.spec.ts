import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type CuttingProxy, startCuttingProxy } from '../testing/cutting-proxy.js';
import { noting } from '../testing/notes.js';
import { databaseUrl } from '../testing/test-app.js';
import { openStoreProcess } from '../testing/test-event-store.js';
import { migrate } from './migrate.js';
import { openDatabase } from './open.js';

const admin = new pg.Client({ ...inject('template'), database: 'postgres' });
const made: string[] = [];
let proxy: CuttingProxy;

beforeAll(async () => {
  await admin.connect();
  proxy = await startCuttingProxy(inject('template'));
});

afterEach(async () => {
  for (const drop of made.splice(0).reverse()) await admin.query(drop);
});

afterAll(async () => {
  await proxy.close();
  await admin.end();
});

const newName = () => `test_${randomUUID().replaceAll('-', '')}`;

async function createEmptyDatabase(owner = inject('template').user) {
  const database = newName();
  await admin.query(`create database ${database} owner ${owner}`);
  made.push(`drop database ${database} with (force)`);
  return { ...inject('template'), database };
}

/** A user who may do nothing but log in. */
async function createOrdinaryUser(): Promise<string> {
  const user = newName();
  await admin.query(`create user ${user}`);
  made.push(`drop user ${user}`);
  return user;
}

async function applied(connection: pg.PoolConfig): Promise<string[]> {
  const client = new pg.Client(connection);
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    'select name from migrations.kysely_migration order by name',
  );
  await client.end();
  return rows.map((row) => row.name);
}

const migrations = (await readdir('sql/migrations')).map((file) => file.replace('.sql', '')).sort();

describe('migrating', () => {
  it('runs each migration once, however many processes do it at a time, and again later', async () => {
    const connection = await createEmptyDatabase();
    await Promise.all([migrate(connection), migrate(connection), migrate(connection)]);
    await migrate(connection);
    expect(await applied(connection)).toEqual(migrations);
  });

  it('leaves nothing half done, and the process alive, where the connection is lost', async () => {
    const { database } = await createEmptyDatabase();
    const connection = { ...proxy.connection, database };
    const cut = proxy.cut('before the answer', 'create table event_store.events');
    await expect(migrate(connection)).rejects.toThrow(/connection/i);
    await cut;
    await migrate(connection);
    expect(await applied(connection)).toEqual(migrations);
  });

  it('is done by an ordinary owner too, where the role of the application is there and granted', async () => {
    const user = await createOrdinaryUser();
    await admin.query(`grant retrace_app to ${user}`);
    const connection = { ...(await createEmptyDatabase(user)), user };
    await migrate(connection);
    const { store, close } = await openStoreProcess(connection);
    expect(await store.append(noting())).toMatchObject({ kind: 'appended' });
    await close();
  });
});

describe('opening a database', () => {
  const open = async (connection: ReturnType<typeof inject<'template'>>) => {
    const warn = vi.fn();
    const opened = await openDatabase({
      url: databaseUrl(connection),
      dataDir: '',
      log: { info() {}, error() {}, warn },
    });
    await opened.close();
    return { ...opened, warnings: warn.mock.calls.map(([, message]) => message) };
  };

  it('migrates it, and takes the role of the application', async () => {
    const connection = await createEmptyDatabase();
    const { role, warnings } = await open(connection);
    expect(role).toBe('retrace_app');
    expect(await applied(connection)).toEqual(migrations);
    // The cluster of the tests forgets on purpose.
    expect(warnings).toEqual([expect.stringMatching(/may LOSE acknowledged events/)]);
  });

  it('goes on without the role where it is not granted, and says so', async () => {
    const user = await createOrdinaryUser();
    const { role, warnings } = await open({ ...(await createEmptyDatabase(user)), user });
    expect(role).toBeUndefined();
    expect(warnings).toContainEqual(expect.stringMatching(/retrace_app is not granted/));
  });

  it('outlasts a connection that is lost meanwhile', async () => {
    const { database } = await createEmptyDatabase();
    const cuts = ['create table event_store.events', 'pg_has_role'].map((text) =>
      proxy.cut('before the answer', text),
    );
    const url = `postgresql://${proxy.connection.user}@127.0.0.1:${proxy.connection.port}/${database}`;
    const opened = await openDatabase({ url, dataDir: '', log: { info() {}, error() {}, warn() {} } });
    await Promise.all(cuts);
    expect(opened.role).toBe('retrace_app');
    await opened.close();
  });
});
