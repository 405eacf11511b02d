import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAcknowledged, listen } from '../../testing/graphql-client.js';
import {
  type Answer,
  eventFields,
  item,
  type OrderApi,
  orderApi,
  orderFields,
  type Watch,
  watch,
} from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';

let app: TestApp;
let api: OrderApi;
beforeAll(async () => {
  app = await startTestApp();
  api = orderApi(app.url);
});
afterAll(() => app?.stop());

const message = `cursor caughtUp event { ${eventFields} } order { ${orderFields} }`;
const orderEvents = `subscription ($orderId: ID, $filter: EventFilter, $after: Cursor) {
  orderEvents(orderId: $orderId, filter: $filter, after: $after) { ${message} }
}`;
const watchEvents = (variables?: object) => watch(app.url, orderEvents, variables);
const orderChanged = `subscription ($id: ID!) { orderChanged(id: $id) { ${orderFields} } }`;

const take = async (events: Watch, count: number): Promise<Answer[]> => {
  const messages: Answer[] = [];
  while (messages.length < count) messages.push((await events.next()).orderEvents);
  return messages;
};
const versions = (messages: Answer[]): number[] => messages.map(({ event }) => event.version);
const addItem = (orderId: string, productId = 'filter-papers') =>
  api.change('addOrderItem', { orderId, item: item(productId) });
const headCursor = async (): Promise<string> =>
  (await api.run('{ eventFeed(filter: { types: ["Nothing"] }) { endCursor } }')).eventFeed.endCursor;

describe('orderEvents', () => {
  it('from now on: each event as it happens, with its order as it left it', async () => {
    const id = await api.createOrder();
    const events = await watchEvents({ orderId: id });
    let first: Answer;
    const begun = take(events, 1).then(([message]) => {
      first = message;
    });
    while (!first) await addItem(id);
    await begun;
    const { order, cursor } = await api.change('updateOrder', {
      orderId: id,
      addItems: [item('milk-jug')],
      newStatus: 'CONFIRMED',
    });
    const messages = [first, ...(await take(events, order.version - first.event.version))];
    expect(versions(messages)).toEqual(messages.map((_, n) => first.event.version + n));
    expect(new Set(messages.map(({ caughtUp }) => caughtUp))).toEqual(new Set([true]));
    for (const { event, order } of messages)
      expect(order).toEqual(await api.orderAt(id, { version: event.version }));
    expect(messages.at(-1)).toMatchObject({ cursor, order });
    expect(messages.at(-2).event).toMatchObject({ type: 'OrderItemAdded', orderId: id });
    events.stop();
  });

  it('from a cursor: history first, then live, without a gap or a duplicate', async () => {
    const after = await headCursor();
    const id = await api.createOrder();
    for (let n = 0; n < 5; n += 1) await addItem(id);
    const events = await watchEvents({ orderId: id, after });
    const writing = (async () => {
      for (let n = 0; n < 20; n += 1) await addItem(id);
    })();
    const messages = await take(events, 26);
    await writing;
    expect(versions(messages)).toEqual(Array.from({ length: 26 }, (_, n) => n + 1));
    expect(messages.slice(0, 6).some(({ caughtUp }) => caughtUp)).toBe(false);
    expect(messages.at(-1).caughtUp).toBe(true);
    const flips = messages.filter(({ caughtUp }, n) => n > 0 && caughtUp !== messages[n - 1].caughtUp);
    expect(flips).toHaveLength(1);
    events.stop();
  });

  it('resumes after any message that one has seen', async () => {
    const after = await headCursor();
    const id = await api.createOrder();
    for (let n = 0; n < 4; n += 1) await addItem(id);
    const all = await watchEvents({ after, orderId: id });
    const messages = await take(all, 5);
    all.stop();
    for (const seen of [0, 2, 4]) {
      const resumed = await watchEvents({ after: messages[seen].cursor, orderId: id });
      await addItem(id);
      const rest = await take(resumed, 1);
      expect(versions(rest)[0]).toBe(messages[seen].event.version + 1);
      resumed.stop();
    }
  });

  it('says the same of an event as the order’s history, rollbacks included', async () => {
    const after = await headCursor();
    const id = await api.createOrder();
    await addItem(id);
    await addItem(id, 'milk-jug');
    await api.change('rollbackOrder', { orderId: id, toVersion: 1 });
    await addItem(id, 'house-beans');
    await api.change('rollbackOrder', { orderId: id, toVersion: 4 });
    const events = await watchEvents({ after, orderId: id });
    const messages = await take(events, 6);
    const { nodes } = (await api.order(id, `events { nodes { ${eventFields} } }`)).events;
    expect(messages.map(({ event }) => event)).toEqual(nodes);
    for (const { event, order } of messages)
      expect(order).toEqual(await api.orderAt(id, { version: event.version }));
    events.stop();
  });

  it('filters by order, type and customer, in history and live', async () => {
    const after = await headCursor();
    const ada = await api.createOrder();
    const alan = await api.createOrder({ customerId: 'alan' });
    const filters = [
      { orderId: alan },
      { filter: { orderIds: [alan] } },
      { filter: { customerId: 'alan' } },
      { filter: { customerId: 'alan', types: ['OrderCreated', 'OrderItemAdded'] }, orderId: alan },
    ];
    const history = await Promise.all(filters.map((filter) => watchEvents({ ...filter, after })));
    const created = await watchEvents({ filter: { types: ['OrderCreated'] }, after });
    const past = await Promise.all(history.map((events) => take(events, 1)));
    for (const messages of past) expect(messages[0].event).toMatchObject({ orderId: alan, version: 1 });
    await addItem(ada);
    await addItem(alan);
    const live = await Promise.all(history.map((events) => take(events, 1)));
    for (const messages of live) expect(messages[0].event).toMatchObject({ orderId: alan, version: 2 });
    const another = await api.createOrder();
    expect((await take(created, 3)).map(({ event }) => event.orderId)).toEqual([ada, alan, another]);
    for (const events of [...history, created]) events.stop();
  });

  it('of an order that is not there waits for what never comes, and of none at both filters too', async () => {
    const id = await api.createOrder();
    const after = await headCursor();
    const unknown = await watchEvents({ orderId: '01890000-0000-7000-8000-000000000001' });
    const neither = await watchEvents({ orderId: id, filter: { orderIds: [] } });
    const all = await watchEvents({ after });
    await addItem(id);
    await take(all, 1);
    for (const events of [unknown, neither, all]) events.stop();
  });

  it('many on one socket are independent: one is cancelled, the other goes on', async () => {
    const id = await api.createOrder();
    const connection = await connectAcknowledged(app.url);
    for (const operation of ['a', 'b'])
      connection.send({
        id: operation,
        type: 'subscribe',
        payload: {
          query: 'subscription ($id: ID!) { orderChanged(id: $id) { version } }',
          variables: { id },
        },
      });
    expect([(await connection.next()).id, (await connection.next()).id].sort()).toEqual(['a', 'b']);
    connection.send({ id: 'a', type: 'complete' });
    connection.send({ type: 'ping' });
    expect(await connection.next()).toMatchObject({ type: 'pong' });
    await addItem(id);
    await addItem(id);
    expect(await connection.next()).toMatchObject({
      id: 'b',
      payload: { data: { orderChanged: { version: 2 } } },
    });
    expect(await connection.next()).toMatchObject({
      id: 'b',
      payload: { data: { orderChanged: { version: 3 } } },
    });
    connection.socket.close();
  });

  it('a long history leaves room for others', async () => {
    const after = await headCursor();
    const id = await api.createOrder();
    const { nodes } = (await api.run('{ products { nodes { id available } } }')).products;
    const addItems = nodes
      .filter(({ available }: Answer) => available)
      .map((product: Answer) => item(product.id));
    while ((await api.change('updateOrder', { orderId: id, addItems })).order.version < 190);
    const connection = await connectAcknowledged(app.url);
    let received = 0;
    connection.socket.on('message', () => {
      received += 1;
    });
    const query = `subscription { orderEvents(after: "${after}") { event { version data } } }`;
    connection.send({ id: '1', type: 'subscribe', payload: { query } });
    await connection.next();
    await api.order(id);
    expect(received).toBeLessThan(190);
    connection.socket.close();
  });
});

describe('orderChanged', () => {
  it('answers the order at once, and again after each change', async () => {
    const id = await api.createOrder();
    const changes = await watch(app.url, orderChanged, { id });
    const seen = async () => (await changes.next()).orderChanged;
    expect(await seen()).toEqual(await api.order(id));
    const { order: second } = await addItem(id);
    expect(await seen()).toEqual(second);
    await api.createOrder();
    const { order: third } = await api.change('rollbackOrder', { orderId: id, toVersion: 1 });
    expect(await seen()).toEqual(third);
    changes.stop();
  });

  it('answers once where several events were written together', async () => {
    const id = await api.createOrder();
    const changes = await watch(app.url, orderChanged, { id });
    expect((await changes.next()).orderChanged.version).toBe(1);
    const input = { orderId: id, addItems: [item('milk-jug'), item('house-beans')], newStatus: 'CONFIRMED' };
    const { order } = await api.change('updateOrder', input);
    expect((await changes.next()).orderChanged).toEqual(order);
    expect(order.version).toBe(4);
    changes.stop();
  });

  it('leaves out no change that falls between the first answer and the next', async () => {
    const id = await api.createOrder();
    const writing = (async () => {
      for (let n = 0; n < 20; n += 1) await addItem(id);
    })();
    const changes = await watch(app.url, orderChanged, { id });
    const first: number = (await changes.next()).orderChanged.version;
    const rest: number[] = [];
    for (let version = first; version < 21; version = rest.at(-1) as number)
      rest.push((await changes.next()).orderChanged.version);
    await writing;
    expect(rest).toEqual(Array.from({ length: 21 - first }, (_, n) => first + 1 + n));
    changes.stop();
  });

  it('of an order that is not there is refused', async () => {
    const [refusal, end] = await listen(app.url, orderChanged, {
      id: '01890000-0000-7000-8000-000000000001',
    });
    expect(refusal?.payload.errors).toMatchObject([
      { message: 'Order not found', extensions: { code: 'NOT_FOUND', statusCode: 404 } },
    ]);
    expect(end?.type).toBe('complete');
  });
});
