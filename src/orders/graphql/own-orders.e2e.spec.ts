import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeForeignEvent } from '../../testing/foreign-event.js';
import { connectAcknowledged } from '../../testing/graphql-client.js';
import { type Answer, item, type OrderApi, orderApi, type Watch, watch } from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';
import { jwtSecret, type Token, tokenOf } from '../../testing/tokens.js';

let app: TestApp;
let tokens: Record<'ada' | 'grace', Token>;
let ada: OrderApi;
let grace: OrderApi;
let olga: OrderApi;
let adas: string;
let graces: string;

beforeAll(async () => {
  app = await startTestApp({ AUTH_JWT_SECRET: jwtSecret });
  tokens = { ada: await tokenOf('ada', 'customer'), grace: await tokenOf('grace', 'customer') };
  ada = orderApi(app.url, tokens.ada);
  grace = orderApi(app.url, tokens.grace);
  olga = orderApi(app.url, await tokenOf('olga', 'operator'));
  adas = await ada.createOrder();
  graces = await olga.createOrder({ customerId: 'grace', reference: 'PO-1' });
});
afterAll(() => app?.stop());

const notFound = { message: 'Order not found', extensions: { code: 'NOT_FOUND' } };

describe('a customer', () => {
  it('reads own orders, now and then, and those alone', async () => {
    expect(await ada.order(adas, 'id customerId')).toEqual({ id: adas, customerId: 'ada' });
    expect(await ada.orderAt(adas, { version: 1 }, 'version')).toEqual({ version: 1 });
    expect(await grace.order(adas, 'id')).toBeNull();
    expect(await grace.orderAt(adas, { version: 1 }, 'id')).toBeNull();
    expect(await olga.order(adas, 'id')).toEqual({ id: adas });
  });

  it.each([
    ['no filter', '', ['grace']],
    ['another’s id', 'filter: { customerId: "ada" }', []],
    ['the own id', 'filter: { customerId: "grace" }', ['grace']],
    ['a reference of an own order', 'filter: { reference: "PO-1" }', ['grace']],
    ['a product that others have too', 'filter: { productId: "moka-pot" }, last: 5', ['grace']],
  ])('lists and counts own orders alone, with %s', async (_name, filter, owners) => {
    const list = `orders(consistency: STRONG, ${filter}) { totalCount nodes { customerId } }`;
    const nodes = owners.map((customerId) => ({ customerId }));
    expect((await grace.run(`{ ${list} }`)).orders).toEqual({ totalCount: owners.length, nodes });
  });

  it('finds nothing by the reference of another’s order', async () => {
    const { orders } = await ada.run(
      '{ orders(consistency: STRONG, filter: { reference: "PO-1" }) { totalCount nodes { id } } }',
    );
    expect(orders).toEqual({ totalCount: 0, nodes: [] });
  });

  it('reads no other customer', async () => {
    const { own, other } = await grace.run(
      '{ own: customer(id: "grace") { id } other: customer(id: "ada") { id } }',
    );
    expect([own, other]).toEqual([{ id: 'grace' }, null]);
  });

  it('orders for no other customer, whether there is one or not', async () => {
    for (const customerId of ['ada', 'nemo']) {
      const refusal = await grace.refused('createOrder', { customerId, items: [item('moka-pot')] });
      expect(refusal).toMatchObject({
        message: `Customer ${customerId} not found`,
        extensions: { code: 'NOT_FOUND' },
      });
    }
  });

  const priced = item('moka-pot', 1, '0.01');
  it.each([
    ['createOrder', { customerId: 'ada', items: [priced] }, 'OrderItemInput.unitPrice'],
    [
      'createOrder',
      { customerId: 'ada', items: [item('milk-jug')], reference: 'PO-1' },
      'CreateOrderInput.reference',
    ],
    ['addOrderItem', { item: priced }, 'OrderItemInput.unitPrice'],
    ['updateOrder', { addItems: [item('milk-jug'), priced] }, 'OrderItemInput.unitPrice'],
    ['updateOrder', { newStatus: 'CONFIRMED' }, 'OrderStatus.CONFIRMED'],
    ['updateOrderStatus', { status: 'SHIPPED' }, 'OrderStatus.SHIPPED'],
    ['rollbackOrder', { toVersion: 1 }, 'Mutation.rollbackOrder'],
  ])('cannot %s with %o, which is for operators, whosever the order is', async (mutation, input, what) => {
    for (const orderId of [adas, graces]) {
      const change = mutation === 'createOrder' ? input : { orderId, ...input };
      expect(await ada.refused(mutation, change)).toMatchObject({
        message: `${what} needs the role operator`,
        extensions: { code: 'FORBIDDEN', statusCode: 403, details: { role: 'operator' } },
      });
    }
  });

  it('changes own orders, and cancels them in each way there is', async () => {
    const add = await ada.change(
      'addOrderItem',
      { orderId: adas, item: item('milk-jug') },
      'order { version }',
    );
    expect(add.order.version).toBe(2);
    for (const [mutation, input] of [
      ['cancelOrder', { reason: 'of no use' }],
      ['updateOrderStatus', { status: 'CANCELLED' }],
      ['updateOrder', { newStatus: 'CANCELLED' }],
    ] as const) {
      const orderId = await ada.createOrder();
      expect((await ada.change(mutation, { orderId, ...input }, 'order { status }')).order.status).toBe(
        'CANCELLED',
      );
    }
  });

  it('is told of a conflict only with an own order', async () => {
    const stale = { orderId: adas, expectedVersion: 1, reason: 'late' };
    const conflict = await ada.refused('cancelOrder', stale);
    expect(conflict.extensions).toMatchObject({
      code: 'CONCURRENCY_ERROR',
      details: { events: [{ version: 2 }] },
    });
    expect(await grace.refused('cancelOrder', stale)).toMatchObject(notFound);
    expect(await grace.refused('cancelOrder', { ...stale, idempotencyKey: 'k' })).toMatchObject(notFound);
  });

  it('gets the first answer again by an own key, and nothing by another’s', async () => {
    const change = { orderId: adas, productId: 'moka-pot', quantity: 5, idempotencyKey: 'five' };
    const first = await ada.change('changeOrderItemQuantity', change);
    expect(await ada.change('changeOrderItemQuantity', change)).toEqual(first);
    expect(await grace.refused('changeOrderItemQuantity', change)).toMatchObject(notFound);
  });

  it('is told what is allowed to customers', async () => {
    const orderId = await ada.createOrder();
    const fields = 'allowedCommands { name allowed reason statuses }';
    const commandsOf = async (api: OrderApi): Promise<Answer> =>
      Object.fromEntries(
        (await api.order(orderId, fields)).allowedCommands.map((it: Answer) => [it.name, it]),
      );
    expect(await commandsOf(ada)).toMatchObject({
      addOrderItem: { allowed: true },
      updateOrderStatus: { allowed: true, statuses: ['CANCELLED'] },
      rollbackOrder: { allowed: false, reason: 'Mutation.rollbackOrder needs the role operator' },
      retryFulfilment: { allowed: false, reason: 'Mutation.retryFulfilment needs the role operator' },
    });
    for (const status of ['CONFIRMED', 'PROCESSING', 'SHIPPED'])
      await olga.change('updateOrderStatus', { orderId, status });
    const nothingLeft = {
      allowed: false,
      reason: 'Cannot change status from SHIPPED to CANCELLED. Allowed: DELIVERED',
    };
    expect(await commandsOf(ada)).toMatchObject({
      updateOrderStatus: { ...nothingLeft, statuses: [] },
      updateOrder: nothingLeft,
    });
    expect(await commandsOf(olga)).toMatchObject({
      updateOrderStatus: { allowed: true, statuses: ['DELIVERED'] },
      updateOrder: { allowed: true },
    });
  });
});

describe('a customer’s subscription', () => {
  const events = (who: 'ada' | 'grace', wanted = ''): Promise<Watch> =>
    watch(
      app.url,
      `subscription { orderEvents${wanted} { event { orderId version } order { customerId } } }`,
      {},
      tokens[who],
    );
  const nextOf = async (subscription: Watch) => (await subscription.next()).orderEvents;
  /** A place after all that was done until now. */
  const now = async (): Promise<string> =>
    `after: "${(await olga.run('{ eventFeed(first: 100) { endCursor } }')).eventFeed.endCursor}"`;
  const ever = async (): Promise<string> =>
    `after: "${(await olga.run('{ eventFeed(first: 1) { endCursor } }')).eventFeed.endCursor}"`;
  /** Something of Grace's that comes after all that she must not be told. */
  const graceChanges = async (): Promise<number> =>
    (await grace.change('addOrderItem', { orderId: graces, item: item('milk-jug') })).order.version;

  it('tells of own events, from wherever it begins, whatever it asks for', async () => {
    const place = await now();
    const both = `filter: { orderIds: ["${adas}", "${graces}"] }`;
    const started = await Promise.all(
      ['', both, 'filter: { types: ["OrderItemAdded"] }'].map((wanted) =>
        events('grace', `(${wanted} ${place})`),
      ),
    );
    await olga.change('addOrderItem', { orderId: adas, item: item('milk-jug') });
    const version = await graceChanges();
    const told = { event: { orderId: graces, version }, order: { customerId: 'grace' } };
    for (const subscription of started) expect(await nextOf(subscription)).toEqual(told);
    const history = await events('grace', `(${both} ${await ever()})`);
    expect((await nextOf(history)).event).toEqual({ orderId: graces, version: 1 });
    for (const subscription of [...started, history]) subscription.stop();
  });

  it('is silent where it asks for another’s alone', async () => {
    const socket = await connectAcknowledged(app.url, tokens.grace);
    const subscribe = (id: string, wanted: string) =>
      socket.send({
        ...{ id, type: 'subscribe' },
        payload: { query: `subscription { orderEvents${wanted} { event { orderId } } }` },
      });
    for (const [i, wanted] of [`orderId: "${adas}"`, 'filter: { customerId: "ada" }'].entries()) {
      subscribe(`now ${i}`, `(${wanted})`);
      subscribe(`since ${i}`, `(${wanted} ${await ever()})`);
    }
    subscribe('own', `(${await now()})`);
    await olga.change('addOrderItem', { orderId: adas, item: item('milk-jug') });
    await graceChanges();
    expect(await socket.next()).toMatchObject({ id: 'own', payload: { data: expect.anything() } });
    socket.socket.close();
  });

  it('tells of no event that was planted, neither in own orders about others nor in others’ about oneself', async () => {
    const orderId = await ada.createOrder();
    const place = await now();
    const plant = { type: 'OrderWrappedAsGift', data: { paper: 'gold' } };
    const [toldAda, toldGrace] = await Promise.all([
      events('ada', `(orderId: "${orderId}" ${place})`),
      events('grace', `(${place})`),
    ]);
    await storeForeignEvent(app.database, { ...plant, orderId, version: 2, customerId: 'grace' });
    await ada.change('cancelOrder', { orderId, reason: 'spoilt' });
    expect((await nextOf(toldAda)).event).toEqual({ orderId, version: 3 });
    const version = await graceChanges();
    expect((await nextOf(toldGrace)).event).toEqual({ orderId: graces, version });
    toldAda.stop();
    toldGrace.stop();
  });

  it('follows an own order, and no other', async () => {
    const changes = (id: string, who: 'ada' | 'grace') =>
      watch(app.url, `subscription { orderChanged(id: "${id}") { version customerId } }`, {}, tokens[who]);
    const own = await changes(graces, 'grace');
    const { version } = (await own.next()).orderChanged;
    expect(await graceChanges()).toBe(version + 1);
    expect((await own.next()).orderChanged).toEqual({ version: version + 1, customerId: 'grace' });
    await expect((await changes(adas, 'grace')).next()).rejects.toThrow(/Order not found/);
    own.stop();
  });
});
