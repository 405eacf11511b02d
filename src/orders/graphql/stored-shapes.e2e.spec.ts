import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ForeignEvent, storeForeignEvent } from '../../testing/foreign-event.js';
import { connectAcknowledged } from '../../testing/graphql-client.js';
import {
  type Answer,
  eventFields,
  item,
  type OrderApi,
  orderApi,
  orderFields,
  watch,
} from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';

let app: TestApp;
let api: OrderApi;
const logged: Answer[] = [];

beforeAll(async () => {
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  app = await startTestApp({}, log);
  api = orderApi(app.url);
});
afterAll(() => app?.stop());

const store = (event: ForeignEvent) => storeForeignEvent(app.database, event);
const usd = (amount: string) => ({ amount, currency: 'USD' });
const beans = { productId: 'house-beans', name: 'Beans of 2019', quantity: 4, unitPrice: usd('9.90') };
const total = '... on OrderCreated { totalAmount { amount currency } }';
const listed = async (id: string): Promise<Answer> => {
  const { nodes } = (
    await api.run(`{ orders(first: 100, consistency: STRONG) { nodes { ${orderFields} } } }`)
  ).orders;
  return nodes.find((order: Answer) => order.id === id);
};

describe('an OrderCreated of version 1, without totalAmount', () => {
  it('reads, lists, changes and streams as if it were of today', async () => {
    const id = uuidv7();
    const after = (await api.run('{ eventFeed(first: 100) { endCursor } }')).eventFeed.endCursor;
    const data = { customerId: 'ada', items: [beans] };
    await store({ orderId: id, version: 1, type: 'OrderCreated', data, customerId: 'ada' });
    const order = await api.order(id);
    expect(order).toMatchObject({ version: 1, reference: null, totalAmount: usd('39.60') });
    expect(await listed(id)).toEqual(order);
    expect((await api.change('addOrderItem', { orderId: id, item: item('milk-jug') })).order).toMatchObject({
      version: 2,
      totalAmount: usd('55.60'),
    });
    expect((await api.change('rollbackOrder', { orderId: id, toVersion: 1 })).order.items).toEqual(
      order.items,
    );

    const upcast = {
      type: 'OrderCreated',
      totalAmount: usd('39.60'),
      data: { ...data, totalAmount: usd('39.60') },
    };
    const fields = `${eventFields} ${total}`;
    const [created] = (await api.order(id, `events { nodes { ${fields} } }`)).events.nodes;
    expect(created).toMatchObject({ ...upcast, actor: 'another build' });
    const { items } = (await api.run(`{ eventFeed(after: "${after}") { items { event { ${fields} } } } }`))
      .eventFeed;
    expect(items[0].event).toEqual(created);
    const events = await watch(
      app.url,
      `subscription { orderEvents(after: "${after}") { event { ${fields} } } }`,
    );
    expect((await events.next()).orderEvents.event).toEqual(created);
    events.stop();
  });
});

describe('a type from the future', () => {
  const data = { wrapping: 'gold', __proto__: { hidden: true }, constructor: { x: 1 }, money: 1e300 };

  it('is passed on as UnknownOrderEvent, skipped in replay and logged once', async () => {
    const id = await api.createOrder();
    const after = (await api.run('{ eventFeed(first: 100) { endCursor } }')).eventFeed.endCursor;
    const before = await api.order(id);
    for (const version of [2, 3])
      await store({
        orderId: id,
        version,
        type: 'OrderGiftWrapped',
        schemaVersion: 7,
        data,
        customerId: 'ada',
      });
    const order = await api.order(id);
    expect(order).toEqual({ ...before, version: 3, updatedAt: order.updatedAt });
    expect(await listed(id)).toEqual(order);
    expect(await api.orderAt(id, { version: 2 })).toMatchObject({ items: before.items, version: 2 });

    const [, wrapped] = (await api.order(id, `events { nodes { ${eventFields} } }`)).events.nodes;
    expect(wrapped).toMatchObject({
      __typename: 'UnknownOrderEvent',
      type: 'OrderGiftWrapped',
      version: 2,
      data,
    });
    const page = `after: "${after}", filter: { types: ["OrderGiftWrapped"], customerId: "ada" }`;
    const { items } = (await api.run(`{ eventFeed(${page}) { items { event { ${eventFields} } } } }`))
      .eventFeed;
    expect(items).toHaveLength(2);
    expect(items[0].event).toEqual(wrapped);
    const events = await watch(
      app.url,
      `subscription { orderEvents(${page}) { event { ${eventFields} } order { version status } } }`,
    );
    expect((await events.next()).orderEvents).toEqual({
      event: wrapped,
      order: { version: 2, status: 'PENDING' },
    });
    events.stop();

    expect((await api.change('addOrderItem', { orderId: id, item: item('milk-jug') })).order.version).toBe(4);
    const back = await api.change(
      'rollbackOrder',
      { orderId: id, toVersion: 2 },
      'order { version } undoneEvents { type }',
    );
    expect(back).toEqual({
      order: { version: 5 },
      undoneEvents: [{ type: 'OrderGiftWrapped' }, { type: 'OrderItemAdded' }],
    });
    const told = logged.filter(({ type }) => type === 'OrderGiftWrapped');
    expect(told).toMatchObject([
      { level: 40, msg: 'events of an unknown type are passed on, and skipped in replay' },
    ]);
  });

  it('may even be how an order begins', async () => {
    const id = uuidv7();
    await store({ orderId: id, version: 1, type: 'OrderDrafted', data: {} });
    expect(await api.order(id)).toBeNull();
    await store({
      orderId: id,
      version: 2,
      type: 'OrderCreated',
      data: { customerId: 'ada', items: [beans] },
    });
    expect(await api.order(id)).toMatchObject({ version: 2, status: 'PENDING' });
    expect(await listed(id)).toEqual(await api.order(id));
  });

  it.each(['constructor', '__proto__', 'toString'])('may have any name: %s', async (type) => {
    const id = await api.createOrder();
    await store({ orderId: id, version: 2, type, data: null });
    const [, event] = (await api.order(id, 'events { nodes { __typename type data } }')).events.nodes;
    expect(event).toEqual({ __typename: 'UnknownOrderEvent', type, data: {} });
  });
});

describe('an event that cannot be replayed', () => {
  const corrupt: [string, Omit<ForeignEvent, 'orderId' | 'version'>][] = [
    [
      'of a product that is not there',
      { type: 'OrderItemRemoved', data: { productId: 'gone', quantity: 1 } },
    ],
    ['without data', { type: 'OrderItemAdded', data: null }],
    [
      'in an old shape that no upcaster can read',
      { type: 'OrderCreated', data: { customerId: 'ada', items: null } },
    ],
    [
      'a rollback to itself',
      { type: 'OrderRolledBack', data: { fromVersion: 1, toVersion: 2, reason: null } },
    ],
    ['a rollback to nowhere', { type: 'OrderRolledBack', data: null }],
  ];

  it.each(corrupt)('%s: fails its order, and no other', async (_case, event) => {
    const id = await api.createOrder();
    const row = await listed(id);
    await store({ ...event, orderId: id, version: 2 });
    logged.length = 0;

    const query = 'query ($id: ID!) { order(id: $id) { version } }';
    for (const error of [
      await api.refusal(query, { id }),
      await api.refused('updateOrderStatus', { orderId: id, status: 'CONFIRMED' }),
    ]) {
      expect(error).toMatchObject({
        message: `Internal error. Quote request id ${error.extensions.requestId} when you report it.`,
        extensions: { code: 'INTERNAL_ERROR', statusCode: 500, retryable: true },
      });
      const line = logged.find(({ requestId }) => requestId === error.extensions.requestId);
      expect(line.error.message).toMatch(
        `Replay of ${id} failed at version 2 (${event.type}), after version 1: `,
      );
    }
    expect(await api.orderAt(id, { version: 1 }, 'version').catch(String)).toMatch('INTERNAL_ERROR');

    const other = await api.createOrder();
    expect(await listed(other)).toEqual(await api.order(other));
    expect(await listed(id)).toEqual(row);
    await vi.waitFor(() =>
      expect(logged.filter(({ msg }) => /has parked an event/.test(msg))).toMatchObject([
        {
          level: 50,
          streamId: id,
          version: 2,
          type: event.type,
          reason: expect.stringContaining('after version 1'),
        },
      ]),
    );
  });

  it('is still told by the feed and to subscriptions, as it was stored', async () => {
    const id = await api.createOrder();
    const { cursor } = await api.change('addOrderItem', { orderId: id, item: item('milk-jug') });
    const removed = { type: 'OrderItemRemoved', data: { productId: 'gone', quantity: 1 } };
    const created = { type: 'OrderCreated', data: { customerId: 'ada', items: null } };
    await store({ ...removed, orderId: id, version: 3 });
    await store({ ...created, orderId: id, version: 4 });
    const told = [
      { event: { __typename: 'OrderItemRemoved', version: 3, ...removed } },
      { event: { __typename: 'UnknownOrderEvent', version: 4, ...created } },
    ];
    const fields = 'event { __typename version type data }';
    const { items } = (await api.run(`{ eventFeed(after: "${cursor}") { items { ${fields} } } }`)).eventFeed;
    expect(items).toEqual(told);
    const events = await watch(app.url, `subscription { orderEvents(after: "${cursor}") { ${fields} } }`);
    expect([(await events.next()).orderEvents, (await events.next()).orderEvents]).toEqual(told);
    events.stop();
  });

  it('fails one message of a subscription that asks for the order, and ends those to that order alone', async () => {
    const id = await api.createOrder();
    const connection = await connectAcknowledged(app.url);
    const subscribe = (name: string, query: string) =>
      connection.send({ id: name, type: 'subscribe', payload: { query: `subscription { ${query} }` } });
    subscribe('order', `orderChanged(id: "${id}") { version }`);
    expect(await connection.next()).toMatchObject({ id: 'order', type: 'next' });
    await store({ orderId: id, version: 2, type: 'OrderItemAdded', data: {} });
    const masked = {
      message: expect.stringMatching(/^Internal error/),
      extensions: { code: 'INTERNAL_ERROR' },
    };
    expect(await connection.next()).toMatchObject({ id: 'order', type: 'error', payload: [masked] });

    const { order, cursor } = await api.change('createOrder', {
      customerId: 'ada',
      items: [item('moka-pot')],
    });
    await store({ orderId: id, version: 3, type: 'OrderItemAdded', data: {} });
    await api.change('cancelOrder', { orderId: order.id, reason: 'test' });
    subscribe('events', `orderEvents(after: "${cursor}") { event { type } order { status } }`);
    expect(await connection.next()).toMatchObject({
      id: 'events',
      payload: { data: null, errors: [masked] },
    });
    const told = { event: { type: 'OrderCancelled' }, order: { status: 'CANCELLED' } };
    expect(await connection.next()).toMatchObject({ id: 'events', payload: { data: { orderEvents: told } } });
    connection.socket.close();
  });
});
