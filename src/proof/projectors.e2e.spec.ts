import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPool } from '../database/pool.js';
import { addDemoData } from '../demo-data.js';
import { openStorage, type Storage } from '../storage.js';
import { orderApi } from '../testing/order-api.js';
import { startPostgresWithoutNotify } from '../testing/postgres-without-notify.js';
import { type ServerProcess, startServerProcess } from '../testing/server-process.js';
import { databaseUrl, testConfig } from '../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { expectDerived } from './derived-orders.js';

vi.setConfig({ testTimeout: 120_000 });

/** What the promise allows another process to take over. */
const takenOver = { timeout: 5_000, interval: 20 };
const soon = { timeout: 20_000, interval: 10 };
const gate = 4711;

let database: TestDatabase;
let storage: Storage;
let admin: pg.Pool;
/** A session that closes and opens the gate. */
let keeper: pg.Client;
const servers: ServerProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  storage = await openStorage(testConfig(database), pino({ level: 'silent' }));
  await addDemoData(storage);
  admin = createPool(database.connection);
  keeper = new pg.Client(database.connection);
  await keeper.connect();
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.end('SIGKILL')));
  await storage.close();
  await Promise.all([admin.end(), keeper.end()]);
  await database.drop();
});

async function startServer(name: string, url = databaseUrl(database.connection)): Promise<ServerProcess> {
  const server = await startServerProcess({
    settings: {
      DATABASE_URL: `${url}${url.includes('?') ? '&' : '?'}application_name=${name}`,
      LOG_LEVEL: 'info',
    },
  });
  servers.push(server);
  return server;
}

/** Every write to a table waits while the gate is closed: a step is parked with part of it written. */
const putGateAt = (table: string) =>
  admin.query(`
    create function public.wait_at_gate() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(${gate}); return new; end $$;
    create trigger gate after insert or update on ${table} for each row execute function public.wait_at_gate()`);

const closeGate = () => keeper.query(`select pg_advisory_lock(${gate})`);
const openGate = () => keeper.query(`select pg_advisory_unlock(${gate})`);

/** The process whose step waits at the gate. */
const whoWaits = () =>
  vi.waitFor(async () => {
    const { rows } = await admin.query(
      `select application_name as name from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`,
    );
    expect(rows).toHaveLength(1);
    return rows[0].name as string;
  }, soon);

const newOrder = (url: string) => orderApi(url).createOrder({ customerId: 'hedy' });

const add = async (url: string, orderId: string): Promise<{ version: number; cursor: string }> => {
  const item = { productId: 'filter-papers', quantity: 1 };
  const { order, cursor } = await orderApi(url).change(
    'addOrderItem',
    { orderId, item },
    'order { version } cursor',
  );
  return { version: order.version, cursor };
};

/** The version that the list shows. */
const listed = async (orderId: string): Promise<number | undefined> =>
  (await admin.query('select version from read_model.orders where order_id = $1', [orderId])).rows[0]
    ?.version;

const untilListed = (orderId: string, version: number, patience = soon) =>
  vi.waitFor(async () => expect(await listed(orderId)).toBe(version), patience);

const newest = async (url: string, argument: string): Promise<{ id: string; version: number }> =>
  (
    await orderApi(url).run(
      `{ orders(first: 1, sort: UPDATED_AT_DESC, ${argument}) { nodes { id version } } }`,
    )
  ).orders.nodes[0];

describe.each(['event_store.checkpoints', 'read_model.orders'])('with a step that waits in %s', (table) => {
  it('a killed server leaves all of the step or nothing, and the next one goes on', async () => {
    const first = await startServer('a');
    const orderId = await newOrder(first.url);
    await untilListed(orderId, 1);
    await putGateAt(table);
    for (const version of [2, 3, 4]) {
      const server = servers.at(-1) as ServerProcess;
      await closeGate();
      await add(server.url, orderId);
      await whoWaits();
      await server.end('SIGKILL');
      expect(await listed(orderId)).toBe(version - 1);
      await openGate();
      await startServer('next');
      await untilListed(orderId, version);
    }
    expect(await expectDerived(admin as never, storage.store)).toBe(1);
  });

  it.each(['SIGKILL', 'SIGSTOP'] as const)('another server takes over after %s', async (signal) => {
    const pair = { a: await startServer('a'), b: await startServer('b') };
    const orderId = await newOrder(pair.a.url);
    await untilListed(orderId, 1);
    await putGateAt(table);
    await closeGate();
    await add(pair.a.url, orderId);
    const name = (await whoWaits()) as keyof typeof pair;
    const [lost, left] = name === 'a' ? [pair.a, pair.b] : [pair.b, pair.a];
    process.kill(lost.pid, signal);
    await openGate();
    const { version } = await add(left.url, orderId);
    await untilListed(orderId, version, takenOver);
    if (signal === 'SIGSTOP') {
      process.kill(lost.pid, 'SIGCONT');
      await add(lost.url, orderId);
      await untilListed(orderId, version + 1);
    }
    expect(await expectDerived(admin as never, storage.store)).toBe(1);
  });
});

it('a server takes over from one that is stopped, or killed, at any moment', async () => {
  const [a, b] = [await startServer('a'), await startServer('b')];
  const orderIds = await Promise.all([1, 2, 3].map(() => newOrder(b.url)));
  for (let round = 0; round < 6; round += 1) {
    // A reader makes its server the one that leads, so that it is in the midst of it.
    await newest(a.url, 'consistency: STRONG');
    const busy = orderIds.map((orderId) => add(b.url, orderId));
    process.kill(a.pid, 'SIGSTOP');
    await Promise.all(busy);
    await Promise.all(
      orderIds.map(async (orderId) => untilListed(orderId, (await add(b.url, orderId)).version, takenOver)),
    );
    process.kill(a.pid, 'SIGCONT');
  }
  await newest(a.url, 'consistency: STRONG');
  await a.end('SIGKILL');
  for (const orderId of orderIds) await untilListed(orderId, (await add(b.url, orderId)).version, takenOver);
  expect(await expectDerived(admin as never, storage.store)).toBe(3);
});

describe('a reader of one server sees what was written through another', () => {
  async function readAcross(a: ServerProcess, b: ServerProcess): Promise<string> {
    const orderId = await newOrder(a.url);
    const taken: number[] = [];
    for (let round = 0; round < 24; round += 1) {
      // Now the one leads, now the other: a reader brings the work to its process.
      if (round % 3 === 0) await newest(a.url, 'consistency: STRONG');
      const { version, cursor } = await add(a.url, orderId);
      const written = performance.now();
      const argument = round % 2 === 0 ? 'consistency: STRONG' : `minCursor: "${cursor}"`;
      expect(await newest(b.url, argument)).toEqual({ id: orderId, version });
      taken.push(Math.round(performance.now() - written));
    }
    return taken.join(', ');
  }

  it('at once', async () => {
    console.info(`STRONG, ms: ${await readAcross(await startServer('a'), await startServer('b'))}`);
    expect(await expectDerived(admin as never, storage.store)).toBe(1);
  });

  it('with NOTIFY cut off', async () => {
    const proxy = await startPostgresWithoutNotify(database.connection);
    const { host, port, user, database: name } = proxy.connection;
    const url = `postgresql://${user}@${host}:${port}/${name}`;
    console.info(
      `STRONG without NOTIFY, ms: ${await readAcross(await startServer('a', url), await startServer('b', url))}`,
    );
    expect(proxy.swallowed).toBeGreaterThan(10);
    await Promise.all(servers.splice(0).map((server) => server.end('SIGKILL')));
    await proxy.close();
  });

  it('while the other server is stopped', async () => {
    const [a, b] = [await startServer('a'), await startServer('b')];
    const orderId = await newOrder(a.url);
    for (let round = 0; round < 5; round += 1) {
      await newest(a.url, 'consistency: STRONG');
      const { version } = await add(a.url, orderId);
      process.kill(a.pid, 'SIGSTOP');
      expect(await newest(b.url, 'consistency: STRONG')).toEqual({ id: orderId, version });
      process.kill(a.pid, 'SIGCONT');
    }
  });

  it('or is told which projection lags where somebody holds its checkpoint for too long', async () => {
    const server = await startServer('a');
    await newOrder(server.url);
    await newest(server.url, 'consistency: STRONG');
    await keeper.query('begin; select from event_store.checkpoints for update');
    const orderId = await newOrder(server.url);
    const refused = await orderApi(server.url).refusal('{ orders(consistency: STRONG) { nodes { id } } }');
    expect(refused).toMatchObject({
      message:
        'The projection "orders" lags by more than 5000 ms. Try again in a moment, or read without waiting for it.',
      extensions: { code: 'EVENT_STORE_ERROR', statusCode: 503, retryable: true },
    });
    await keeper.query('rollback');
    expect((await newest(server.url, 'consistency: STRONG')).id).toBe(orderId);
  });
});
