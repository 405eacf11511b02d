import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDemoData } from '../demo-data.js';
import { openStorage } from '../storage.js';
import { rounds } from '../testing/campaign.js';
import { orderApi } from '../testing/order-api.js';
import { startPostgresWithoutNotify } from '../testing/postgres-without-notify.js';
import { type ServerProcess, startServerProcess } from '../testing/server-process.js';
import { databaseUrl, testConfig } from '../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { readFeed } from './read-feed.js';
import { follow, idsOf, type LiveEvent, subscribe, type Wanted } from './subscriber.js';
import { startTraffic } from './traffic.js';

vi.setConfig({ testTimeout: 600_000 });

let database: TestDatabase;
let servers: readonly [ServerProcess, ServerProcess];

const twoServers = (url: string) =>
  Promise.all([
    startServerProcess({ settings: { DATABASE_URL: url } }),
    startServerProcess({ settings: { DATABASE_URL: url } }),
  ]);

beforeAll(async () => {
  database = await createTestDatabase();
  const storage = await openStorage(testConfig(database), pino({ level: 'silent' }));
  await addDemoData(storage);
  await storage.close();
  servers = await twoServers(databaseUrl(database.connection));
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.end('SIGTERM')));
  await database.drop();
});

describe('two server processes on one database', () => {
  it('show each other’s events live', async () => {
    console.info(`NOTIFY on: ${await delays(servers)} ms`);
  });

  it('do so with NOTIFY cut off', async () => {
    const proxy = await startPostgresWithoutNotify(database.connection);
    const { host, port, user, database: name } = proxy.connection;
    const muted = await twoServers(`postgresql://${user}@${host}:${port}/${name}`);
    console.info(`NOTIFY cut off: ${await delays(muted)} ms`);
    expect(proxy.swallowed).toBeGreaterThan(10);
    await Promise.all(muted.map((server) => server.end('SIGTERM')));
    await proxy.close();
  });

  it('show each other’s acknowledged writes to the next reader, whatever they have cached', async () => {
    const orders = await Promise.all(Array.from({ length: 5 }, (_, i) => newOrder(at(i))));
    await Promise.all(
      orders.map(async (orderId) => {
        for (let version = 2; version <= 101; version += 1) {
          expect(await add(at(version), orderId)).toBe(version);
          expect(await versionOf(at(version + 1), orderId)).toBe(version);
          expect(await versionOf(at(version), orderId)).toBe(version);
        }
      }),
    );
  });

  it('never take a reader who goes from one to the other back in time', async () => {
    const orderId = await newOrder(at(0));
    let written = 1;
    const writing = (async () => {
      while (written < 60) written = await add(at(written), orderId);
    })();
    let seen = 0;
    for (let i = 0; seen < 60; i += 1) {
      const acknowledged = written;
      const version = await versionOf(at(i), orderId);
      expect(version).toBeGreaterThanOrEqual(Math.max(seen, acknowledged));
      seen = version;
    }
    await writing;
  });

  it('let a subscriber who is cut off go on with the other: no gap, no duplicate', async () => {
    const { end: start } = await readFeed(at(0));
    const traffic = startTraffic(anyUrl);
    const received: LiveEvent[] = [];
    const goOn = (hop: number) => follow(at(hop), { after: received.at(-1)?.cursor ?? start });
    for (let hop = 0; hop < rounds(12, 500); hop += 1) {
      const subscriber = await goOn(hop);
      await subscriber.count(1 + Math.floor(Math.random() * 40));
      subscriber.leave();
      received.push(...subscriber.messages);
    }
    await traffic.stop();
    const { ids } = await readFeed(at(1), { after: start, first: 7 });
    const last = await goOn(0);
    await last.count(ids.length - received.length);
    expect(idsOf([...received, ...last.messages])).toEqual(ids);
    last.leave();
  });

  it('go over from history to live without a seam, whatever is asked for', async () => {
    const { end: start } = await readFeed(at(0));
    const traffic = startTraffic(anyUrl);
    await traffic.progress(100);
    const orderIds = traffic.acknowledged.slice(-3).map(({ payload }) => payload.order.id);
    const filters: Wanted[] = [
      {},
      { orderId: orderIds[0] as string },
      { filter: { orderIds } },
      { filter: { types: ['OrderItemAdded', 'OrderRolledBack'] } },
      { filter: { customerId: 'ada' } },
      { filter: { customerId: 'alan', types: ['OrderCreated'] } },
    ];
    const subscribers = await Promise.all(
      filters.flatMap((wanted) =>
        servers.map(async ({ url }) => ({ wanted, live: await follow(url, { after: start, ...wanted }) })),
      ),
    );
    await traffic.progress(100);
    await traffic.stop();
    for (const { wanted, live } of subscribers) {
      const filter = wanted.orderId ? { orderIds: [wanted.orderId] } : wanted.filter;
      const { ids } = await readFeed(at(0), { after: start, ...(filter ? { filter } : {}) });
      await live.count(ids.length);
      expect(idsOf(live.messages)).toEqual(ids);
      expect(ids.length).toBeGreaterThan(0);
      const caughtUp = live.messages.map((message) => message.caughtUp);
      expect(caughtUp).toEqual([...caughtUp].sort());
      for (const { event, order } of live.messages) {
        expect(order).toEqual({ id: event.orderId, version: event.version });
      }
      live.leave();
    }
    const [all] = subscribers;
    expect(new Set(all?.live.messages.map(({ caughtUp }) => caughtUp))).toEqual(new Set([false, true]));
  });

  it('call all that was there before history, and all that came after not', async () => {
    const { end: start } = await readFeed(at(0));
    const orderId = await newOrder(at(0));
    await add(at(1), orderId);
    const fromStart = await follow(at(1), { after: start });
    await fromStart.count(2);
    await add(at(0), orderId);
    await fromStart.count(3);
    expect(fromStart.messages.map(({ caughtUp }) => caughtUp)).toEqual([false, false, true]);

    const fromNow = await follow(at(0));
    while (fromNow.messages.length < 3) await add(at(1), orderId);
    const [first] = fromNow.messages as [LiveEvent];
    expect(first.event.version).toBeGreaterThan(3);
    for (const [i, { event, caughtUp }] of fromNow.messages.entries()) {
      expect({ caughtUp, version: event.version }).toEqual({
        caughtUp: true,
        version: first.event.version + i,
      });
    }
    for (const subscriber of [fromStart, fromNow]) subscriber.leave();
  });

  it('show an order at once, and again after each change', async () => {
    const orderId = await newOrder(at(0));
    await add(at(0), orderId);
    const query = 'subscription($id: ID!) { orderChanged(id: $id) { version itemCount items { quantity } } }';
    const subscribers = await Promise.all(
      servers.map(({ url }) =>
        subscribe<{ version: number; items: { quantity: number }[] }>(url, query, { id: orderId }),
      ),
    );
    await Promise.all(subscribers.map((subscriber) => subscriber.count(1)));
    for (let i = 0; i < 10; i += 1) await add(at(i), orderId);
    for (const subscriber of subscribers) {
      await subscriber.count(11);
      const shown = subscriber.messages.map(({ version, items }) => [version, items[0]?.quantity]);
      expect(shown).toEqual(Array.from({ length: 11 }, (_, i) => [i + 2, i + 2]));
      subscriber.leave();
    }
  });

  it('give every committed event once, in commit order, whatever transactions are open or rolled back', async () => {
    const { end: start } = await readFeed(at(0));
    const [idle, ghost, observer] = (await Promise.all([1, 2, 3].map(connected))) as [
      pg.Client,
      pg.Client,
      pg.Client,
    ];
    await idle.query(
      `begin; insert into master_data.customers (id, name, email) values ('idle', 'Idle', 'idle@example.com')`,
    );
    const subscribers = await Promise.all(servers.map(({ url }) => follow(url, { after: start })));
    const traffic = startTraffic(anyUrl);
    for (let i = 0; i < 20; i += 1) {
      await ghost.query(
        `begin; select from event_store.heads for update; ${insertGhost}; select pg_sleep(0.02)`,
      );
      await ghost.query('rollback');
      await traffic.progress(4);
    }
    await traffic.stop();
    const { rows } = await observer.query(
      `select event_id as id, position::int, actor from event_store.events order by position`,
    );
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, i) => i + 1));
    const { ids } = await readFeed(at(0), { after: start });
    expect(ids).toEqual(rows.slice(-ids.length).map(({ id }) => id));
    for (const subscriber of subscribers) {
      await subscriber.count(ids.length);
      expect(idsOf(subscriber.messages)).toEqual(ids);
      subscriber.leave();
    }
    await idle.query('rollback');
    await Promise.all([idle, ghost, observer].map((client) => client.end()));
  });
});

const at = (i: number): string => (servers[i % 2] as ServerProcess).url;
const anyUrl = (): string => at(Math.floor(Math.random() * 2));

/** An event that never was: it takes the next position, as an append does. */
const insertGhost = `
  insert into event_store.events
  select (jsonb_populate_record(e, jsonb_build_object(
    'event_id', gen_random_uuid(), 'stream_id', gen_random_uuid(), 'version', 1, 'position', h.position + 1))).*
  from event_store.heads h join event_store.events e using (lane, position);
  update event_store.heads set position = position + 1`;

async function connected(): Promise<pg.Client> {
  const client = new pg.Client(database.connection);
  await client.connect();
  return client;
}

/** How long after a write was answered the other process showed it: each of some, in milliseconds. */
async function delays(pair: readonly ServerProcess[]): Promise<string> {
  const [a, b] = pair.map(({ url }) => url) as [string, string];
  const orderId = await newOrder(a);
  const taken: number[] = [];
  for (const [writer, reader] of [
    [a, b],
    [b, a],
  ] as const) {
    const subscriber = await follow(reader, { orderId, after: (await readFeed(writer)).end });
    for (let i = 0; i < 10; i += 1) {
      const count = subscriber.messages.length + 1;
      await add(writer, orderId);
      const answered = performance.now();
      await subscriber.count(count);
      taken.push(Math.round(performance.now() - answered));
    }
    subscriber.leave();
  }
  return taken.join(', ');
}

const papers = { productId: 'filter-papers', quantity: 1 };

const newOrder = (url: string): Promise<string> =>
  orderApi(url).createOrder({ customerId: 'hedy', items: [papers] });

/** The version that it led to. */
const add = async (url: string, orderId: string): Promise<number> =>
  (await orderApi(url).change('addOrderItem', { orderId, item: papers }, 'order { version }')).order.version;

const versionOf = async (url: string, orderId: string): Promise<number> =>
  (await orderApi(url).order(orderId, 'version')).version;
