import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventFields,
  item,
  itemFields,
  money,
  type OrderApi,
  orderApi,
  orderFields,
} from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';

let app: TestApp;
let api: OrderApi;
beforeAll(async () => {
  app = await startTestApp();
  api = orderApi(app.url);
});
afterAll(() => app?.stop());

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const usd = (amount: string) => ({ amount, currency: 'USD' });
const status = (id: string, status: string, more = {}) =>
  api.change('updateOrderStatus', { orderId: id, status, ...more });

/** Every field of every event type. */
const everyEvent = `${eventFields}
  ... on OrderCreated { customerId reference paymentToken items { ${itemFields} } totalAmount { ${money} } }
  ... on OrderItemAdded { productId name quantity unitPrice { ${money} } }
  ... on OrderItemRemoved { productId quantity }
  ... on OrderItemQuantityChanged { productId from to }
  ... on OrderStatusUpdated { was: from became: to }
  ... on OrderCancelled { was: from reason }
  ... on OrderRolledBack { fromVersion toVersion skippedVersions reason }`;
const everyField = `order { ${orderFields} allowedCommands { name allowed reason statuses } } events { ${everyEvent} } cursor`;

const common = {
  id: uuid,
  timestamp: instant,
  actor: 'admin',
  correlationId: uuid,
  causationId: null,
  skippedBy: null,
};

describe('createOrder', () => {
  it('answers the order and its first event, every field of them', async () => {
    const input = {
      customerId: 'ada',
      reference: 'PO-1',
      items: [item('moka-pot', 2), item('house-beans', 1, '17.5'), item('moka-pot')],
    };
    const { order, events, cursor } = await api.change('createOrder', input, everyField);
    const lines = [
      { productId: 'moka-pot', name: 'Moka pot, 6 cups', quantity: 3, unitPrice: usd('34.50') },
      { productId: 'house-beans', name: 'House blend beans, 1 kg', quantity: 1, unitPrice: usd('17.50') },
    ];
    const items = [
      { ...lines[0], lineTotal: usd('103.50') },
      { ...lines[1], lineTotal: usd('17.50') },
    ];
    expect(order).toEqual({
      id: uuid,
      reference: 'PO-1',
      version: 1,
      customerId: 'ada',
      status: 'PENDING',
      items,
      itemCount: 2,
      totalAmount: usd('121.00'),
      createdAt: instant,
      updatedAt: order.createdAt,
      skippedBy: null,
      skippedVersions: [],
      rollbacks: [],
      allowedCommands: [
        { name: 'addOrderItem', allowed: true, reason: null, statuses: null },
        { name: 'removeOrderItem', allowed: true, reason: null, statuses: null },
        { name: 'changeOrderItemQuantity', allowed: true, reason: null, statuses: null },
        { name: 'updateOrderStatus', allowed: true, reason: null, statuses: ['CONFIRMED', 'CANCELLED'] },
        { name: 'updateOrder', allowed: true, reason: null, statuses: null },
        { name: 'cancelOrder', allowed: true, reason: null, statuses: null },
        {
          name: 'payOrder',
          allowed: false,
          reason: 'No payment gateway is set up here: set PAYMENT_GATEWAY_URL, or leave paymentToken out',
          statuses: null,
        },
        {
          name: 'retryFulfilment',
          allowed: false,
          reason: 'The fulfilment of this order does not wait for anybody',
          statuses: null,
        },
        {
          name: 'settleFulfilment',
          allowed: false,
          reason: 'No step of this order waits to be settled',
          statuses: null,
        },
        {
          name: 'rollbackOrder',
          allowed: false,
          reason: 'Version 1 is the current version, there is nothing to undo',
          statuses: null,
        },
      ],
    });
    const data = { customerId: 'ada', reference: 'PO-1', items: lines, totalAmount: usd('121.00') };
    const type = { __typename: 'OrderCreated', type: 'OrderCreated' };
    const first = { ...type, orderId: order.id, version: 1, paymentToken: null };
    expect(events).toEqual([{ ...common, ...first, ...data, items, data }]);
    expect(order.createdAt).toBe(events[0].timestamp);
    expect(cursor).toMatch(/^[\w-]+$/);
    const { allowedCommands: _, ...held } = order;
    expect(await api.order(order.id)).toEqual(held);
  });

  it('keeps money exact in currencies of no, two and three digits', async () => {
    const total = async (...items: object[]) =>
      (await api.change('createOrder', { customerId: 'ada', items })).order.totalAmount;
    expect(await total(item('moka-pot', 3, '1500', 'JPY'))).toEqual({ amount: '4500', currency: 'JPY' });
    expect(await total(item('moka-pot', 3, '0.1'), item('milk-jug', 1, '0.2'))).toEqual(usd('0.50'));
    expect(await total(item('moka-pot', 3, '1.005', 'BHD'))).toEqual({ amount: '3.015', currency: 'BHD' });
    expect(await total(item('moka-pot', 1, '90071992547409.91'))).toEqual(usd('90071992547409.91'));
  });

  it('copies the price: a later change of the catalogue changes no order', async () => {
    const id = await api.createOrder({ items: [item('french-press', 2)] });
    await api.run(
      `mutation { updateProduct(input: { id: "french-press", price: { amount: "99", currency: "USD" }, name: "New" }) { id } }`,
    );
    const { order } = await api.change('addOrderItem', { orderId: id, item: item('french-press') });
    expect(order.items).toEqual([
      {
        productId: 'french-press',
        name: 'French press, 1 litre',
        quantity: 3,
        unitPrice: usd('29.90'),
        lineTotal: usd('89.70'),
      },
    ]);
  });

  it.each([
    ['an unknown customer', { customerId: 'nobody' }, 'NOT_FOUND', 404, 'Customer nobody not found'],
    [
      'an inactive customer',
      { customerId: 'charles' },
      'BUSINESS_RULE_ERROR',
      422,
      'Customer charles is not active',
    ],
    [
      'an unknown product',
      { items: [item('moka-pot'), item('tea')] },
      'NOT_FOUND',
      404,
      'Product tea not found',
    ],
    [
      'a product that is not offered',
      { items: [item('siphon')] },
      'BUSINESS_RULE_ERROR',
      422,
      'Product siphon is not available',
    ],
    [
      'more than there is',
      { items: [item('vintage-grinder', 2), item('vintage-grinder')] },
      'BUSINESS_RULE_ERROR',
      422,
      'Insufficient stock for vintage-grinder. Requested: 3, Available: 2',
    ],
    [
      'two currencies',
      { items: [item('moka-pot'), item('milk-jug', 1, '5', 'EUR')] },
      'BUSINESS_RULE_ERROR',
      422,
      'An order has one currency: USD. milk-jug is priced in EUR',
    ],
  ])('refuses %s', async (_case, input, code, statusCode, message) => {
    const order = { customerId: 'ada', items: [item('moka-pot')] };
    const error = await api.refused('createOrder', { ...order, ...input });
    expect(error).toMatchObject({ message, extensions: { code, statusCode, retryable: false } });
  });

  it('refuses a reference that another order has', async () => {
    await api.createOrder({ reference: 'PO-2' });
    const order = { customerId: 'alan', items: [item('moka-pot')], reference: 'PO-2' };
    expect(await api.refused('createOrder', order)).toMatchObject({
      message: 'Reference PO-2 belongs to another order already',
      extensions: { code: 'BUSINESS_RULE_ERROR' },
    });
  });
});

describe('an order’s life', () => {
  it('goes through every status, each event with its own fields', async () => {
    const id = await api.createOrder();
    const changes = [
      ['addOrderItem', { item: item('house-beans', 4) }, 'OrderItemAdded'],
      ['changeOrderItemQuantity', { productId: 'moka-pot', quantity: 5 }, 'OrderItemQuantityChanged'],
      ['removeOrderItem', { productId: 'house-beans' }, 'OrderItemRemoved'],
      ['updateOrderStatus', { status: 'CONFIRMED' }, 'OrderStatusUpdated'],
      ['updateOrderStatus', { status: 'PROCESSING' }, 'OrderStatusUpdated'],
      ['updateOrderStatus', { status: 'SHIPPED' }, 'OrderStatusUpdated'],
      ['updateOrderStatus', { status: 'DELIVERED' }, 'OrderStatusUpdated'],
    ] as const;
    const written = [];
    for (const [mutation, input, type] of changes) {
      const { order, events } = await api.change(mutation, { orderId: id, ...input }, everyField);
      expect(order.version).toBe(events[0].version);
      expect(order.updatedAt).toBe(events[0].timestamp);
      expect(events).toMatchObject([{ ...common, __typename: type, type, orderId: id }]);
      written.push(events[0]);
    }
    expect(written.map(({ version }) => version)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    const added = {
      productId: 'house-beans',
      name: 'House blend beans, 1 kg',
      quantity: 4,
      unitPrice: usd('18.75'),
    };
    const quantity = { productId: 'moka-pot', from: 2, to: 5 };
    const removed = { productId: 'house-beans', quantity: 4 };
    expect(written.slice(0, 4)).toMatchObject([
      { ...added, data: added },
      { ...quantity, data: quantity },
      { ...removed, data: removed },
      { was: 'PENDING', became: 'CONFIRMED', data: { from: 'PENDING', to: 'CONFIRMED' } },
    ]);
    const order = await api.order(id, `${orderFields} events { totalCount nodes { ${everyEvent} } }`);
    expect(order).toMatchObject({
      status: 'DELIVERED',
      version: 8,
      totalAmount: usd('172.50'),
      itemCount: 1,
    });
    expect(order.events.totalCount).toBe(8);
    expect(order.events.nodes.slice(1)).toEqual(written);
  });

  it('refuses every step that DESIGN does not name, and says which are allowed', async () => {
    const id = await api.createOrder();
    const refused = async (to: string) =>
      (await api.refused('updateOrderStatus', { orderId: id, status: to })).message;
    expect(await refused('SHIPPED')).toBe(
      'Cannot change status from PENDING to SHIPPED. Allowed: CONFIRMED, CANCELLED',
    );
    await status(id, 'CONFIRMED');
    expect(await refused('PENDING')).toMatch(/Allowed: PROCESSING, CANCELLED$/);
    await status(id, 'PROCESSING');
    expect(await refused('DELIVERED')).toMatch(/Allowed: SHIPPED, CANCELLED$/);
    const frozen = {
      message: 'Items can change only while the order is PENDING or CONFIRMED. It is PROCESSING',
    };
    expect(await api.refused('addOrderItem', { orderId: id, item: item('milk-jug') })).toMatchObject(frozen);
    await status(id, 'SHIPPED');
    expect(await api.refused('cancelOrder', { orderId: id, reason: 'late' })).toMatchObject({
      message: 'Cannot change status from SHIPPED to CANCELLED. Allowed: DELIVERED',
      extensions: { code: 'BUSINESS_RULE_ERROR', statusCode: 422 },
    });
    await status(id, 'DELIVERED');
    expect(await refused('CANCELLED')).toMatch(/DELIVERED is final, only a rollback leaves it/);
  });

  it('cancels with a reason of several lines, or by status without one', async () => {
    const id = await api.createOrder();
    const reason = 'Customer called:\n\t“changed my mind” 😀';
    const { order, events } = await api.change('cancelOrder', { orderId: id, reason }, everyField);
    expect(order.status).toBe('CANCELLED');
    expect(events).toMatchObject([
      { __typename: 'OrderCancelled', was: 'PENDING', reason, data: { reason } },
    ]);

    const other = await api.createOrder();
    const cancelled = await api.change(
      'updateOrderStatus',
      { orderId: other, status: 'CANCELLED' },
      everyField,
    );
    expect(cancelled.events).toMatchObject([{ __typename: 'OrderCancelled', reason: null }]);
  });

  it('refuses to remove the last item, and what is not there', async () => {
    const id = await api.createOrder();
    expect((await api.refused('removeOrderItem', { orderId: id, productId: 'moka-pot' })).message).toBe(
      'The last item cannot be removed. Add another one first, or cancel the order',
    );
    for (const [mutation, more] of [
      ['removeOrderItem', {}],
      ['changeOrderItemQuantity', { quantity: 2 }],
    ] as const) {
      const error = await api.refused(mutation, { orderId: id, productId: 'milk-jug', ...more });
      expect(error).toMatchObject({
        message: 'Product milk-jug is not on the order',
        extensions: { code: 'BUSINESS_RULE_ERROR' },
      });
    }
  });

  it('answers the order as it is where a command changes nothing', async () => {
    const id = await api.createOrder();
    const before = await status(id, 'CONFIRMED');
    for (const [mutation, input] of [
      ['updateOrderStatus', { status: 'CONFIRMED' }],
      ['changeOrderItemQuantity', { productId: 'moka-pot', quantity: 2 }],
      ['updateOrder', {}],
      ['updateOrder', { newStatus: 'CONFIRMED', idempotencyKey: `nothing ${id}` }],
    ] as const) {
      const { order, events, cursor } = await api.change(mutation, { orderId: id, ...input });
      expect({ order, events, cursor }).toEqual({ order: before.order, events: [], cursor: before.cursor });
    }
  });
});

describe('updateOrder', () => {
  it('makes all changes in one append', async () => {
    const id = await api.createOrder({ items: [item('moka-pot'), item('milk-jug')] });
    const { order, events } = await api.change('updateOrder', {
      orderId: id,
      removeItems: ['milk-jug'],
      addItems: [item('house-beans', 2), item('moka-pot', 3)],
      newStatus: 'CONFIRMED',
    });
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'OrderItemRemoved',
      'OrderItemAdded',
      'OrderItemAdded',
      'OrderStatusUpdated',
    ]);
    expect(order).toMatchObject({ version: 5, status: 'CONFIRMED', totalAmount: usd('175.50') });
  });

  it('makes none of them where one is refused', async () => {
    const id = await api.createOrder();
    const input = { orderId: id, addItems: [item('house-beans')], newStatus: 'SHIPPED' };
    expect((await api.refused('updateOrder', input)).message).toMatch(/^Cannot change status from PENDING/);
    expect((await api.order(id)).version).toBe(1);
  });
});

describe('adding to an order', () => {
  it.each([
    ['siphon', 1, 'BUSINESS_RULE_ERROR', 'Product siphon is not available'],
    [
      'vintage-grinder',
      3,
      'BUSINESS_RULE_ERROR',
      'Insufficient stock for vintage-grinder. Requested: 3, Available: 2',
    ],
    ['tea', 1, 'NOT_FOUND', 'Product tea not found'],
  ])('checks %s as creation does', async (productId, quantity, code, message) => {
    const id = await api.createOrder();
    for (const refused of [
      await api.refused('addOrderItem', { orderId: id, item: item(productId, quantity) }),
      await api.refused('updateOrder', { orderId: id, addItems: [item(productId, quantity)] }),
    ]) {
      expect(refused).toMatchObject({ message, extensions: { code } });
    }
    expect((await api.order(id)).version).toBe(1);
  });

  it('is refused in another currency', async () => {
    const id = await api.createOrder();
    const input = { orderId: id, item: item('milk-jug', 1, '5', 'EUR') };
    expect((await api.refused('addOrderItem', input)).message).toMatch(/^An order has one currency: USD/);
  });
});

describe('an order that does not exist', () => {
  const orderId = '01890000-0000-7000-8000-000000000001';

  it.each([
    ['updateOrderStatus', { status: 'CONFIRMED' }],
    ['addOrderItem', { item: item('moka-pot') }],
    ['removeOrderItem', { productId: 'moka-pot' }],
    ['changeOrderItemQuantity', { productId: 'moka-pot', quantity: 1 }],
    ['updateOrder', {}],
    ['cancelOrder', { reason: 'gone' }],
    ['rollbackOrder', { toVersion: 1 }],
    ['rollbackOrder', { toTimestamp: '2025-01-01T00:00:00Z' }],
  ])('is NOT_FOUND to %s, whatever version is expected', async (mutation, input) => {
    for (const more of [{}, { expectedVersion: 3, idempotencyKey: 'k' }]) {
      expect(await api.refused(mutation, { orderId, ...input, ...more })).toMatchObject({
        message: 'Order not found',
        extensions: { code: 'NOT_FOUND', statusCode: 404, retryable: false },
      });
    }
  });

  it('is null to queries', async () => {
    expect(await api.order(orderId)).toBeNull();
    expect(await api.orderAt(orderId, { version: 5 })).toBeNull();
    expect(await api.orderAt(orderId, { timestamp: '2025-01-01T00:00:00Z' })).toBeNull();
  });
});
