import { readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, startApp } from '../app.js';
import { addDemoData } from '../demo-data.js';
import { openStorage, type Storage } from '../storage.js';
import { type FaultyLink, startFaultyLink } from '../testing/faulty-link.js';
import { eventFields, item, type OrderApi, orderApi, orderFields, watch } from '../testing/order-api.js';
import { redisMissing, startTestRedis, type TestRedis } from '../testing/redis.js';
import { testConfig } from '../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.js';
import { wholeDump } from '../testing/whole-dump.js';
import { openText } from './sealed-text.js';
import { exportPersons, type PersonRecord } from './transfer.js';

if (redisMissing) console.warn(`Erasure from Redis is not tested: ${redisMissing}`);

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** All that people wrote of Vera, each in one place. */
const name = 'Vera Secret';
const email = 'vera-secret@example.com';
const token = 'tok_of-vera-secret-4242';
const reasons = ['rolled', 'cancelled', 'retried', 'settled', 'declined'].map((it) => `${it} vera-secret`);
const [rolled, cancelled, retried, settled, declined] = reasons as [string, string, string, string, string];
const texts = [name, email, token, '…4242', ...reasons];

const said: string[] = [];
const log = pino(
  { level: 'trace' },
  new Writable({ write: (line, _, done) => done(void said.push(String(line))) }),
);

let database: TestDatabase;
let redis: TestRedis | undefined;
let link: FaultyLink | undefined;
let gateway: TestGateway;
let storage: Storage;
let apps: App[];
let here: OrderApi;
/** Of another process: all that the two share is the database, and the Redis. */
let there: OrderApi;
const orders: string[] = [];

/** Commands that were sent with a key, as they were sent. */
const sent = {
  paid: { customerId: 'vera', items: [item('moka-pot', 1)], paymentToken: token, idempotencyKey: 'paid' },
  plain: { customerId: 'vera', items: [item('moka-pot', 1)], idempotencyKey: 'plain' },
};
const cancellation = () => ({ orderId: orders[0], reason: cancelled, idempotencyKey: 'cancelled' });

beforeAll(async () => {
  [database, gateway, redis] = await Promise.all([
    createTestDatabase(),
    startTestGateway(),
    redisMissing ? undefined : startTestRedis(),
  ]);
  link = redis && (await startFaultyLink(redis.socketPath));
  const limits = { FULFILMENT_ATTEMPTS: '1', PAYMENT_TIMEOUT_MS: '300', MAX_COST: '100000' };
  const config = testConfig(database, {
    ...{ ...gateway.settings, ...limits },
    ...(redis && { REDIS_URL: `redis://127.0.0.1:${link?.port}` }),
  });
  storage = await openStorage(config, log);
  await addDemoData(storage);
  apps = [await startApp(config, log), await startApp(config, log)];
  gateway.tell(apps[0]?.url as string);
  [here, there] = apps.map(({ url }) => orderApi(url)) as [OrderApi, OrderApi];
  await live();
});

afterAll(async () => {
  await Promise.all((apps ?? []).map((app) => app.stop()));
  await storage?.close();
  await gateway?.stop();
  await link?.close();
  await redis?.stop();
  await database?.drop();
});

const becomes = (id: string, state: string) =>
  vi.waitFor(async () => {
    const { process } = await here.order(id, 'process { state }');
    expect(process.state).toBe(state);
  }, 20_000);

/** Orders with every text that an order can have. */
async function live(): Promise<void> {
  await here.change('createCustomer', { id: 'vera', name, email }, 'id');
  const order = async (input: object) => {
    orders.push(await here.createOrder({ ...sent.plain, idempotencyKey: null, ...input }));
    return orders.at(-1) as string;
  };
  const paid = await order(sent.paid);
  await becomes(paid, 'COMPLETED');
  await here.change('addOrderItem', { orderId: paid, item: item('house-beans', 1) });
  await becomes(paid, 'COMPLETED');
  await here.change('rollbackOrder', { orderId: paid, toVersion: 3, reason: rolled });
  await here.change('cancelOrder', cancellation());

  const later = await order(sent.plain);
  await here.change('payOrder', { orderId: later, paymentToken: token });
  await becomes(later, 'COMPLETED');

  const unpaid = await order({ paymentToken: 'tok_timeout' });
  await becomes(unpaid, 'WAITING');
  await here.change('settleFulfilment', { orderId: unpaid, outcome: 'NOT_DONE', reason: declined });

  const uncaptured = await order({ paymentToken: 'tok_capture_fails' });
  await becomes(uncaptured, 'COMPLETED');
  for (const status of ['PROCESSING', 'SHIPPED'])
    await here.change('updateOrderStatus', { orderId: uncaptured, status });
  await becomes(uncaptured, 'WAITING');
  await here.change('retryFulfilment', { orderId: uncaptured, reason: retried });
  await becomes(uncaptured, 'WAITING');
  await here.change('settleFulfilment', { orderId: uncaptured, outcome: 'NOT_DONE', reason: settled });
  await becomes(uncaptured, 'SETTLED');
  await Promise.all(orders.map((id) => becomes(id, id === uncaptured ? 'SETTLED' : 'COMPLETED')));
}

const reasonOf = [
  'OrderCancelled',
  'OrderRolledBack',
  'PaymentDeclined',
  'FulfilmentResumed',
  'FulfilmentSettled',
];
const tokenOf = ['OrderCreated', 'PaymentRequested'];
const event = `${eventFields} erasure { at }
  ${reasonOf.map((type) => `... on ${type} { reason }`).join(' ')}
  ${tokenOf.map((type) => `... on ${type} { paymentToken }`).join(' ')}`;
const order = `${orderFields} process { state lastError } erasure { reason } events { nodes { ${event} } }`;

/** All that can be asked about Vera's orders. */
async function allAnswers(api: OrderApi): Promise<object> {
  const versions = await Promise.all(
    orders.map(async (id) => {
      const { version } = await api.order(id, 'version');
      const past = Array.from({ length: version }, (_, i) => api.orderAt(id, { version: i + 1 }, order));
      return [await api.order(id, order), ...(await Promise.all(past))];
    }),
  );
  const lists = await api.run(`{
    orders(filter: { customerId: "vera" }, consistency: STRONG) { nodes { ${order} } }
    eventFeed(filter: { customerId: "vera" }) { items { event { ${event} } } }
    fulfilments { nodes { orderId lastError order { id } } }
    rollbackPreview(id: "${orders[0]}", toVersion: 1) {
      before { ${order} } after { ${order} } undoneEvents { ${event} }
    }
  }`);
  return { versions, lists };
}

/** The history of Vera's orders, as a subscription tells it. */
async function told(url: string, start: string, count: number): Promise<string> {
  const subscription = await watch(
    url,
    `subscription ($start: Cursor) { orderEvents(filter: { customerId: "vera" }, after: $start) {
      event { ${event} } order { ${order} } } }`,
    { start },
  );
  const messages: unknown[] = [];
  while (messages.length < count) messages.push(await subscription.next());
  subscription.stop();
  return JSON.stringify(messages);
}

const shownIn = (text: string) => texts.filter((it) => text.includes(it));
const visible = texts.filter((it) => it !== token); // tokens are masked
const readModel = () => storage.db.selectFrom('read_model.orders').selectAll().orderBy('order_id').execute();
const money = async () =>
  Promise.all(orders.map((id) => here.order(id, 'status version totalAmount { amount } skippedVersions')));

describe('before the erasure', () => {
  it('a command that comes again is known by its key and its sealed texts', async () => {
    expect(await there.createOrder(sent.paid)).toBe(orders[0]);
    const other = await there.refused('createOrder', { ...sent.paid, paymentToken: 'tok_another' });
    expect(other.extensions.code).toBe('IDEMPOTENCY_CONFLICT');
    const { events } = await there.change('cancelOrder', cancellation(), 'events { type }');
    expect(events).toEqual([{ type: 'OrderCancelled' }]);
  });

  it('all is shown, and no copy of the database, no cache and no log holds any of it in clear', async () => {
    const customer = await there.run('{ customer(id: "vera") { name email erasure { at } } }');
    expect(customer).toEqual({ customer: { name, email, erasure: null } });
    expect(new Set(shownIn(JSON.stringify([customer, await allAnswers(there)])))).toEqual(new Set(visible));
    expect(shownIn(await wholeDump(database.connection, []))).toEqual([]);
    expect(shownIn(said.join(''))).toEqual([]);
  });

  it.skipIf(redisMissing)('nor does Redis', async () => {
    // A server leaves its Redis alone for a while where that was slow: then none of what was read so far is there.
    const keys = await vi.waitFor(async () => {
      const orderId = await here.createOrder({ ...sent.plain, paymentToken: token, idempotencyKey: null });
      orders.push(orderId);
      await here.change('cancelOrder', { orderId, reason: cancelled });
      await becomes(orderId, 'COMPLETED');
      await there.order(orderId, order);
      const found = (await redis?.call('keys', '*')) as string[];
      expect(found.length).toBeGreaterThan(0);
      return found;
    }, 50_000);
    const entries = await Promise.all(keys.map((key) => redis?.call('get', key)));
    expect(shownIn(entries.join(''))).toEqual([]);
  });
});

describe('the erasure', () => {
  let backup: string;
  let keysBefore: PersonRecord[];
  let before: { readonly money: unknown; readonly rows: unknown };
  let start: string;
  let events: number;

  const persons = async () => {
    const found: PersonRecord[] = [];
    for await (const person of exportPersons(storage.db)) found.push(person);
    return found;
  };
  const erase = `mutation { eraseCustomer(input: { customerId: "vera", reason: "Article 17" }) {
    customerId at actor reason } }`;

  beforeAll(async () => {
    backup = await wholeDump(database.connection, ['personal_data']);
    keysBefore = await persons();
    before = { money: await money(), rows: await readModel() };
    const history = await here.run('{ eventFeed(filter: { customerId: "vera" }) { items { cursor } } }');
    events = history.eventFeed.items.length - 1;
    start = history.eventFeed.items[0].cursor;
    // So that what is kept of payloads could show it again.
    const shown = await Promise.all(apps.map(({ url }) => told(url, start, events)));
    for (const text of shown) expect(shownIn(text)).toEqual(expect.arrayContaining([...reasons]));
    await here.run(erase);
  });

  it('is forgotten by all processes at once, in every answer', async () => {
    for (const api of [there, here]) expect(shownIn(JSON.stringify(await allAnswers(api)))).toEqual([]);
    for (const { url } of apps) expect(shownIn(await told(url, start, events))).toEqual([]);
    const lines = await storage.snapshot(async ({ archive }) => {
      const found: unknown[] = [];
      for await (const stored of archive.events()) found.push(stored);
      return JSON.stringify(found);
    });
    expect(shownIn(lines)).toEqual([]);
  });

  it('says when and why, and answers the same when it is asked for again', async () => {
    const { eraseCustomer } = await there.run(erase.replace('Article 17', 'again'));
    expect(eraseCustomer).toMatchObject({ customerId: 'vera', actor: 'admin', reason: 'Article 17' });
    const { at, actor, reason } = eraseCustomer;
    const query = (fields: string) => `{ customer(id: "vera") { ${fields} } }`;
    expect(await there.run(query('id active erasure { at actor reason }'))).toEqual({
      customer: { id: 'vera', active: false, erasure: { at, actor, reason } },
    });
    expect(await there.refusal(query('name'))).toMatchObject({
      message: `Customer vera was erased at ${at}: Article 17`,
      extensions: { code: 'ERASED', statusCode: 410, details: { customerId: 'vera', at, actor, reason } },
    });
    const [first] = orders as [string];
    const { erasure, events } = await there.order(first, `erasure { reason } events { nodes { ${event} } }`);
    expect(erasure).toEqual({ reason });
    expect(events.nodes[0]).toMatchObject({
      paymentToken: null,
      erasure: { at },
      data: { paymentToken: null },
    });
    expect(events.nodes.at(-1).erasure).toEqual({ at });
    expect(await there.run('{ erasures { totalCount nodes { customerId at actor reason } } }')).toEqual({
      erasures: { totalCount: 1, nodes: [eraseCustomer] },
    });
    const { customers } = await there.run('{ customers { totalCount nodes { id name } } }');
    expect(customers.totalCount).toBe(6);
    expect(customers.nodes.map(({ id }: { id: string }) => id)).not.toContain('vera');
  });

  it('is what a repeated command is told, where nobody can know it again; any other answers as at first', async () => {
    for (const api of [here, there]) {
      for (const refusal of [
        await api.refused('createOrder', sent.paid),
        await api.refused('createOrder', { ...sent.paid, paymentToken: 'tok_another' }),
        await api.refused('cancelOrder', cancellation()),
      ])
        expect(refusal).toMatchObject({
          message: expect.stringMatching(
            /^Customer vera was erased at \S+: Article 17\. Whether the idempotency key/,
          ),
          extensions: {
            code: 'ERASED',
            retryable: false,
            details: { customerId: 'vera', reason: 'Article 17' },
          },
        });
      expect(await api.createOrder(sent.plain)).toBe(orders[1]);
      for (const other of [
        await api.refused('createOrder', { ...sent.plain, idempotencyKey: 'paid' }),
        await api.refused('createOrder', { ...sent.plain, items: [item('house-beans', 1)] }),
      ])
        expect(other.extensions.code).toBe('IDEMPOTENCY_CONFLICT');
    }
  });

  it('makes a backup from before forget, too: with the keys of today nothing in it opens', async () => {
    expect(shownIn(backup)).toEqual([]);
    const sealed = [...new Set(backup.match(/sealed:v1:[\w-]{38,}/g) ?? [])];
    const opened = (keys: readonly PersonRecord[]) =>
      sealed.flatMap((text) =>
        keys.flatMap((it) => ('key' in it ? (openText(it.key, it.id, text) ?? []) : [])),
      );
    expect(shownIn(opened(keysBefore).join())).toEqual(texts.filter((it) => it !== '…4242'));
    const today = await persons();
    expect(opened(today)).toContain('Ada Lovelace');
    expect(shownIn(opened(today).join())).toEqual([]);
    expect(today.find(({ id }) => id === 'vera')).not.toHaveProperty('key');
  });

  it('is told by a newer dump of history, where keys from before came back with a restore', async () => {
    const guide = await readFile('docs/backup.md', 'utf8');
    const statement = /```sql\n(select subject.*?)```/s.exec(guide)?.[1] ?? '';
    const admin = new pg.Client(database.connection);
    await admin.connect();
    try {
      await admin.query('begin; set local session_replication_role = replica'); // as before a restore
      expect((await admin.query(statement)).rows).toEqual([]);
      const before = keysBefore.find(({ id }) => id === 'vera');
      const key = before && 'key' in before ? before.key : undefined;
      await admin.query(
        "update personal_data.keys set key = $1, erased_at = null, erased_by = null, reason = null where person_id = 'vera'",
        [key],
      );
      const again = [{ customer_id: 'vera', erased_at: expect.any(Date), erased_by: 'admin' }];
      expect((await admin.query(statement)).rows).toEqual(again);
    } finally {
      await admin.query('rollback');
      await admin.end();
    }
  });

  it('changes no order: amounts, versions and rebuilt rows are what they were', async () => {
    expect({ money: await money(), rows: await readModel() }).toEqual(before);
    await here.run('mutation { rebuildProjection(name: "orders") { state } }');
    expect(await readModel()).toEqual(before.rows);
  });

  it('leaves orders that can be rolled back, and what is written of them from now on is forgotten at once', async () => {
    const [orderId] = orders as [string];
    const { rollback } = await here.change(
      'rollbackOrder',
      { orderId, toVersion: 3, reason: rolled },
      'rollback { toVersion reason }',
    );
    expect(rollback).toEqual({ toVersion: 3, reason: null });
    expect(shownIn(await wholeDump(database.connection, []))).toEqual([]);
    expect(
      await here.refused('createOrder', { customerId: 'vera', items: [item('moka-pot')] }),
    ).toMatchObject({ message: 'Customer vera is not active' });
  });

  it('lets an order wait for a human where its payment would still have to be asked for', async () => {
    const orderId = orders[2] as string;
    await here.change('rollbackOrder', { orderId, toVersion: 1 });
    await here.change('payOrder', { orderId, paymentToken: token });
    await becomes(orderId, 'WAITING');
    const { process } = await here.order(orderId, 'process { nextStep lastError }');
    expect(process).toEqual({
      nextStep: 'AUTHORIZE_PAYMENT',
      lastError: expect.stringMatching(
        /^Nobody can read the payment token any more: the customer was erased/,
      ),
    });
    await here.change('settleFulfilment', { orderId, outcome: 'NOT_DONE', reason: declined });
    await becomes(orderId, 'COMPLETED');
  });

  it('is in no log', () => {
    expect(said.length).toBeGreaterThan(0);
    expect(shownIn(said.join(''))).toEqual([]);
  });
});
