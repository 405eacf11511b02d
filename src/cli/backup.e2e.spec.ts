import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, startApp } from '../app.js';
import { readConfig } from '../config.js';
import { addDemoData } from '../demo-data.js';
import { exportPersons, importPersons } from '../personal-data/index.js';
import { subscribe } from '../proof/subscriber.js';
import { openStorage } from '../storage.js';
import { type Answer, item, orderApi } from '../testing/order-api.js';
import {
  type SystemPostgres,
  startSystemPostgres,
  systemPostgresMissing,
} from '../testing/system-postgres.js';
import { databaseUrl } from '../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { exportRecords } from './export/export-records.js';
import { readImportFile } from './import/import-file.js';
import { importIntoStore } from './import/import-into-store.js';
import { createProblems, listProblems } from './import/problems.js';
import { verifyHistory } from './verify/verify-history.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const log = pino({ level: 'silent' });
type Settings = Record<string, string>;
let folder: string;
const config = (settings: Settings) =>
  readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: folder, ...settings });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrace-backup-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function withApp<T>(settings: Settings, work: (app: App) => Promise<T>): Promise<T> {
  const app = await startApp(config(settings), log);
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

/** What a client that kept a place sees from there: the root, all that came after it, and what it led to. */
async function lookBack(app: App, cursor: string): Promise<Answer> {
  const { run } = orderApi(app.url);
  const { feedRoot: end } = await run('{ feedRoot { cursor } }');
  return run(
    `query ($cursor: Cursor, $end: Cursor) {
      feedRoot(at: $cursor) { cursor root events timestamp }
      eventFeed(after: $cursor) { items { cursor event { id version hash } } endCursor }
      orders(minCursor: $end) { nodes { id version status totalAmount { amount } } }
      customer(id: "ada") { name email }
    }`,
    { cursor, end: end.cursor },
  );
}

/** Makes orders in a store; answers the id of one, a place half-way, and what it looks like from there. */
async function fill(settings: Settings) {
  const storage = await openStorage(config(settings), log);
  await addDemoData(storage);
  await storage.close();
  return withApp(settings, async (app) => {
    const api = orderApi(app.url);
    const orderId = await api.createOrder({ reference: 'R1', idempotencyKey: 'once' });
    const { cursor } = (await api.run('{ feedRoot { cursor } }')).feedRoot;
    await api.change('updateOrder', { orderId, addItems: [item('milk-jug')], newStatus: 'CONFIRMED' });
    await api.createOrder({ customerId: 'alan' });
    await api.change('rollbackOrder', { orderId, toVersion: 1, reason: 'try' });
    return { orderId, cursor, seen: await lookBack(app, cursor) };
  });
}

/** All that must hold of a store that was restored. */
async function expectRestored(
  settings: Settings,
  { orderId, cursor, seen }: Awaited<ReturnType<typeof fill>>,
) {
  await withApp(settings, async (app) => {
    expect(await lookBack(app, cursor)).toEqual(seen);
    const api = orderApi(app.url);
    expect(await api.createOrder({ reference: 'R1', idempotencyKey: 'once' })).toBe(orderId);
    expect(
      await api.refused('createOrder', { customerId: 'ada', items: [item('moka-pot')], reference: 'R1' }),
    ).toMatchObject({
      message: expect.stringContaining('R1'),
    });

    const events = await subscribe<Answer>(
      app.url,
      'subscription ($cursor: Cursor) { orderEvents(after: $cursor) { cursor event { id version } } }',
      { cursor },
    );
    await api.change('addOrderItem', { orderId, item: item('house-beans') });
    await events.count(seen.eventFeed.items.length + 1);
    const told = events.messages.map(({ event }) => event.id);
    expect(told.slice(0, -1)).toEqual(seen.eventFeed.items.map(({ event }: Answer) => event.id));
    const newest = events.messages.at(-1);
    const { orders } = await api.run(
      'query ($c: Cursor) { orders(minCursor: $c) { nodes { id version } } }',
      {
        c: newest.cursor,
      },
    );
    expect(orders.nodes).toContainEqual({ id: orderId, version: newest.event.version });
    events.leave();
  });
  const storage = await openStorage(config(settings), log);
  const lines: string[] = [];
  const keptRoots = [seen.feedRoot];
  expect(
    await verifyHistory(storage, folder, { fromStart: true, keptRoots }, (line) => lines.push(line)),
  ).toBe(true);
  await storage.close();
}

if (systemPostgresMissing) console.warn(`Backups by pg_dump are not tested: ${systemPostgresMissing}`);

describe.skipIf(systemPostgresMissing)('a database that pg_dump and pg_restore moved', () => {
  let postgres: SystemPostgres;
  const settings = (database: string) => ({
    DATABASE_URL: databaseUrl({ ...postgres.connection, database }),
  });
  const query = async (database: string, text: string) => {
    const client = new pg.Client({ ...postgres.connection, database });
    await client.connect();
    return client.query(text).finally(() => client.end());
  };

  beforeAll(async () => {
    postgres = await startSystemPostgres();
  });
  afterAll(() => postgres?.stop());

  it('goes on at the cursors of clients and of projections, without a rebuild', async () => {
    await query('postgres', 'create database shop');
    await query('postgres', 'create database restored');
    const before = await fill(settings('shop'));
    const history = join(folder, 'history.dump');
    const keys = join(folder, 'keys.dump');
    await postgres.tool('pg_dump', 'shop', '-Fc', '--exclude-schema=personal_data', '--file', history);
    await postgres.tool('pg_dump', 'shop', '-Fc', '--schema=personal_data', '--file', keys);

    for (const dump of [history, keys])
      await postgres.tool('pg_restore', 'restored', '--exit-on-error', dump);
    const rows = async (database: string, text: string) => (await query(database, text)).rows;
    for (const text of [
      'select * from event_store.events order by lane, position',
      'select * from event_store.checkpoints order by processor',
      'select * from event_store.identity',
      'select * from read_model.orders order by order_id',
    ]) {
      expect(await rows('restored', text)).toEqual(await rows('shop', text));
    }
    await expectRestored(settings('restored'), before);
    expect(await rows('restored', 'select * from event_store.rebuilds')).toEqual([]);
  });
});

describe.each([1, 3])('an export that was imported, lanes: %d', (lanes) => {
  const databases: TestDatabase[] = [];
  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  async function create(): Promise<Settings> {
    const database = await createTestDatabase();
    databases.push(database);
    const client = new pg.Client(database.connection);
    await client.connect();
    await client.query(`insert into event_store.heads (lane) select generate_series(1, ${lanes - 1})`);
    // The template's would be every test database's.
    await client.query('update event_store.identity set cursor_key = sha256(uuid_send(gen_random_uuid()))');
    await client.end();
    return { DATABASE_URL: databaseUrl(database.connection) };
  }

  it('goes on at the cursors of clients, with the same roots', async () => {
    const [original, restored] = [await create(), await create()];
    const before = await fill(original);
    const [from, to] = [await openStorage(config(original), log), await openStorage(config(restored), log)];
    const path = join(folder, `${lanes}.jsonl`);
    await from.snapshot(async (snapshot) => {
      for await (const record of exportRecords(snapshot))
        await appendFile(path, `${JSON.stringify(record)}\n`);
    });
    for await (const person of exportPersons(from.db)) await importPersons(to.db, [person]);
    const problems = createProblems();
    await importIntoStore(await readImportFile(path, problems), to, problems);
    expect(listProblems(problems)).toEqual([]);
    expect(await to.store.rootAt()).toEqual(await from.store.rootAt());
    await Promise.all([from.close(), to.close()]);
    await expectRestored(restored, before);
  });
});

describe('a copy of the data folder of a server that was stopped', () => {
  it('is the store as it was', async () => {
    const original = { DATA_DIR: join(folder, 'original') };
    const before = await fill(original);
    await promisify(execFile)('cp', ['-a', original.DATA_DIR, join(folder, 'copy')]);
    await expectRestored({ DATA_DIR: join(folder, 'copy') }, before);
  });
});
