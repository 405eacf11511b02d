import type pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type App, startApp } from '../app.js';
import { generateStore } from '../cli/generate/generate-store.js';
import { createPool } from '../database/pool.js';
import { addDemoData } from '../demo-data.js';
import { openStorage, type Storage } from '../storage.js';
import { orderApi } from '../testing/order-api.js';
import { databaseUrl, testConfig } from '../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { runCommandLine, startCommandLine } from '../testing/test-imports.js';
import { holdRebuild } from '../testing/test-rebuild.js';
import { expectDerived } from './derived-orders.js';
import { startTraffic } from './traffic.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const patience = { timeout: 60_000, interval: 50 };

let database: TestDatabase;
let storage: Storage;
let app: App;
let admin: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  storage = await openStorage(testConfig(database), pino({ level: 'silent' }));
  await addDemoData(storage);
  await generateStore(2_000, 7, storage);
  admin = createPool(database.connection);
  app = await startApp(testConfig(database), pino({ level: 'silent' }));
  const { head } = storage.store;
  await vi.waitFor(async () => {
    const { rows } = await admin.query(
      "select cursor from event_store.checkpoints where processor = 'orders'",
    );
    expect(rows).toEqual([{ cursor: (await head()).map(String) }]);
  }, patience);
});

afterEach(async () => {
  await app.stop();
  await storage.close();
  await admin.end();
  await database.drop();
});

const rebuild = 'mutation { rebuildProjection(name: "orders") { state lagEvents rebuild { drift } } }';
const url = () => databaseUrl(database.connection);

/** Where a rebuild is killed: about to commit this. */
const moments = {
  'a batch that is not the first': `new.phase = 'LOADING' and old.events > 0`,
  'the end of the load': `new.phase = 'INDEXING'`,
  'the indexes': `new.phase = 'CATCHING_UP' and old.phase = 'INDEXING'`,
  'what came meanwhile': `new.cursor <> old.cursor`,
  'the comparison': `new.phase = 'SWAPPING'`,
  'the swap': `new.phase = 'DONE'`,
};

it('a rebuild may be killed at any moment while others write; the next one goes on to the right rows', async () => {
  const traffic = startTraffic(() => app.url, 2);
  let done = 0;
  for (const [moment, condition] of Object.entries(moments)) {
    const hold = await holdRebuild(database.connection, condition);
    const process = startCommandLine('projections', url(), 'rebuild', 'orders');
    await hold.reached();
    if (moment !== 'the swap') await traffic.progress(5);
    process.kill();
    expect((await process.ended).code).toBeNull();
    await hold.release();
    const { rows } = await admin.query('select phase, events from event_store.rebuilds');
    expect(rows).toMatchObject([{ phase: expect.not.stringMatching('DONE') }]);
    expect(rows[0].events).toBeGreaterThanOrEqual(done);
    done = rows[0].events;
    await traffic.progress(5);
  }
  const { code, stdout, stderr } = await runCommandLine('projections', url(), 'rebuild', 'orders');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/^Rebuilt orders of [\d,]+ events .* The old rows were the same$/m);
  await traffic.stop();
  expect(traffic.surprises).toEqual([]);
  await expectEverything(2_000);
});

it('rebuilds under a write load lose nothing, and no reader sees an error or anything go back', async () => {
  const traffic = startTraffic(() => app.url, 4);
  const readers = [startReader(), startReader()];
  for (let round = 0; round < 4; round += 1) {
    await traffic.progress(20);
    const { rebuildProjection } = await orderApi(app.url).run(rebuild);
    expect(rebuildProjection).toMatchObject({ state: 'RUNNING', rebuild: null });
    const { rows } = await admin.query('select phase, drift from event_store.rebuilds');
    expect(rows).toEqual([{ phase: 'DONE', drift: 0 }]);
  }
  await traffic.progress(20);
  for (const reader of readers) expect(await reader.stop()).toBeGreaterThan(5);
  await traffic.stop();
  expect(traffic.surprises).toEqual([]);
  await expectEverything(2_000);
});

it('two processes that are asked at once do one rebuild together, which either may leave', async () => {
  const hold = await holdRebuild(database.connection, moments['a batch that is not the first']);
  const both = [1, 2].map(() => startCommandLine('projections', url(), 'rebuild', 'orders'));
  await hold.reached();
  both[0]?.kill();
  await hold.release();
  const [killed, left] = await Promise.all(both.map(({ ended }) => ended));
  expect([killed?.code, left?.code]).toEqual([null, 0]);
  await expectEverything(2_000);
});

async function expectEverything(orders: number): Promise<void> {
  await orderApi(app.url).run('{ orders(first: 1, consistency: STRONG) { totalCount } }');
  expect(await expectDerived(admin as never, storage.store)).toBeGreaterThanOrEqual(orders);
  const { rows } = await admin.query(
    `select tablename from pg_tables where schemaname = 'read_model' order by 1`,
  );
  expect(rows.map(({ tablename }) => tablename)).not.toContain('orders_next');
}

/** Lists orders all the time, the newest and how many there are, and makes sure that neither goes back. */
function startReader() {
  const versions = new Map<string, number>();
  let total = 0;
  let lists = 0;
  let stopped = false;
  async function read(): Promise<void> {
    while (!stopped) {
      const { orders } = await orderApi(app.url).run(
        '{ orders(first: 50, sort: UPDATED_AT_DESC) { totalCount nodes { id version } } }',
      );
      expect(orders.nodes).toHaveLength(50);
      expect(orders.totalCount).toBeGreaterThanOrEqual(total);
      total = orders.totalCount;
      for (const { id, version } of orders.nodes) {
        expect(version).toBeGreaterThanOrEqual(versions.get(id) ?? 1);
        versions.set(id, version);
      }
      lists += 1;
    }
  }
  const reading = read();
  reading.catch(() => undefined); // told by stop
  return {
    async stop() {
      stopped = true;
      await reading;
      return lists;
    },
  };
}
