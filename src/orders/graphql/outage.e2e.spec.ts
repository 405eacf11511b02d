import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, startApp } from '../../app.js';
import type { PostgresConnection } from '../../database/embedded/index.js';
import { addDemoData } from '../../demo-data.js';
import { openStorage } from '../../storage.js';
import { type Answer, item, type OrderApi, orderApi, watch } from '../../testing/order-api.js';
import { errorsOver, transports } from '../../testing/refusals.js';
import { databaseUrl, testConfig } from '../../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';

/** A way to the database that can be taken away and given back. */
async function startBridge({ host, port }: PostgresConnection) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = createConnection(`${host}/.s.PGSQL.${port}`);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    host: address.address,
    port: address.port,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await once(server, 'close');
    },
    async open() {
      server.listen(address.port, address.address);
      await once(server, 'listening');
    },
  };
}

let database: TestDatabase;
let bridge: Awaited<ReturnType<typeof startBridge>>;
let app: App;
let api: OrderApi;
let orderId: string;
const logged: Answer[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  bridge = await startBridge(database.connection);
  const url = databaseUrl({ ...database.connection, host: bridge.host, port: bridge.port });
  const config = testConfig(database, { DATABASE_URL: url });
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const storage = await openStorage(config, log);
  await addDemoData(storage);
  await storage.close();
  app = await startApp(config, log);
  api = orderApi(app.url);
  orderId = await api.createOrder();
});
afterAll(async () => {
  await app?.stop();
  await bridge?.close();
  await database?.drop();
});

const health = async (path: string) => (await fetch(new URL(path, app.url))).status;
const product = 'id: "moka-pot"';
const operations = {
  order: 'query ($id: ID!) { order(id: $id) { id } }',
  orderAt: 'query ($id: ID!) { orderAt(id: $id, timestamp: "2025-01-01T00:00:00Z") { id } }',
  orders: '{ orders { totalCount nodes { id } } }',
  'orders of now': '{ orders(consistency: STRONG) { nodes { id } } }',
  rollbackPreview: 'query ($id: ID!) { rollbackPreview(id: $id, toVersion: 1) { allowed } }',
  eventFeed: '{ eventFeed { hasMore } }',
  product: `{ product(${product}) { id } }`,
  products: '{ products { totalCount nodes { id } } }',
  customers: '{ customers { nodes { id } } }',
  projections: '{ projections { lagEvents } }',
  createOrder: `mutation { createOrder(input: { customerId: "ada", items: [{ productId: "moka-pot", quantity: 1 }] }) { cursor } }`,
  cancelOrder: 'mutation ($id: ID!) { cancelOrder(input: { orderId: $id, reason: "x" }) { cursor } }',
  rollbackOrder: 'mutation ($id: ID!) { rollbackOrder(input: { orderId: $id, toVersion: 1 }) { cursor } }',
  updateProduct: `mutation { updateProduct(input: { ${product}, name: "x" }) { id } }`,
  adjustStock: 'mutation { adjustStock(productId: "moka-pot", delta: 1) { id } }',
  createCustomer: 'mutation { createCustomer(input: { name: "x", email: "x@example.com" }) { id } }',
};

describe('while the database cannot be reached', () => {
  it('every operation answers EVENT_STORE_ERROR; afterwards all goes on as if nothing had been', async () => {
    const events = await watch(
      app.url,
      `subscription { orderEvents(orderId: "${orderId}", after: "${await head()}") { event { version } } }`,
    );
    await api.change('addOrderItem', { orderId, item: item('milk-jug') });
    expect((await events.next()).orderEvents.event.version).toBe(2);

    await bridge.close();
    const asked = transports.flatMap((transport) =>
      Object.entries(operations).map(async ([name, query]) => {
        const errors = await errorsOver(transport, app.url, query, { id: orderId });
        return { name: `${name} over ${transport}`, errors };
      }),
    );
    for (const { name, errors } of await Promise.all(asked)) {
      const extensions = { code: 'EVENT_STORE_ERROR', statusCode: 503, retryable: true };
      const message = 'The event store cannot be reached or does not answer in time. Try again in a moment.';
      expect(errors.length, name).toBeGreaterThan(0);
      for (const error of errors) expect(error, name).toMatchObject({ message, extensions });
    }
    expect(await health('/health/ready')).toBe(503);
    expect(await health('/health/live')).toBe(200);

    await bridge.open();
    await vi.waitFor(async () => expect(await health('/health/ready')).toBe(200), { timeout: 10_000 });
    const { order } = await api.change('addOrderItem', { orderId, item: item('house-beans') });
    expect(order.version).toBe(3);
    expect((await events.next()).orderEvents.event.version).toBe(3);
    const { nodes } = (await api.run('{ orders(consistency: STRONG) { nodes { id version } } }')).orders;
    expect(nodes).toEqual([{ id: orderId, version: 3 }]);
    for (const name of ['updateProduct', 'adjustStock', 'projections'] as const)
      await api.run(operations[name]);
    events.stop();
  });

  it('a connection that is cut fails no request', async () => {
    const terminate =
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    const client = new pg.Client(database.connection);
    await client.connect();
    for (let n = 0; n < 5; n += 1) {
      await client.query(terminate);
      await api.order(orderId);
      await client.query(terminate);
      await api.change('changeOrderItemQuantity', { orderId, productId: 'milk-jug', quantity: n + 2 });
    }
    await client.end();
    expect((await api.order(orderId)).version).toBe(8);
  });
});

const head = async (): Promise<string> => (await api.run('{ eventFeed { endCursor } }')).eventFeed.endCursor;
