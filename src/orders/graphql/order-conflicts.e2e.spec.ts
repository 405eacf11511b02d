import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { item, type OrderApi, orderApi } from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';

let app: TestApp;
let api: OrderApi;
beforeAll(async () => {
  app = await startTestApp();
  api = orderApi(app.url);
});
afterAll(() => app?.stop());

const status = (id: string, status: string, more = {}) =>
  api.change('updateOrderStatus', { orderId: id, status, ...more });

describe('several who change one order', () => {
  it('a stale expectedVersion is refused with what happened since', async () => {
    const id = await api.createOrder();
    await api.change('addOrderItem', { orderId: id, item: item('milk-jug') });
    const input = { orderId: id, status: 'CONFIRMED', expectedVersion: 1 };
    const { extensions } = await api.refused('updateOrderStatus', input);
    expect(extensions).toMatchObject({
      code: 'CONCURRENCY_ERROR',
      statusCode: 409,
      retryable: true,
      details: {
        expectedVersion: 1,
        currentVersion: 2,
        events: [{ version: 2, type: 'OrderItemAdded', actor: 'admin' }],
      },
    });
    expect((await status(id, 'CONFIRMED', { expectedVersion: 2 })).order.version).toBe(3);
  });

  it('of many at one version one wins; without a version all get through', async () => {
    const id = await api.createOrder();
    const add = (more: object) =>
      api.change('addOrderItem', { orderId: id, item: item('filter-papers'), ...more }).catch(() => null);
    const guarded = await Promise.all(Array.from({ length: 8 }, () => add({ expectedVersion: 1 })));
    expect(guarded.filter(Boolean)).toHaveLength(1);
    const free = await Promise.all([add({}), add({}), add({})]);
    expect(free.map(({ order }) => order.version).sort()).toEqual([3, 4, 5]);
  });

  it('the same idempotencyKey has one effect and one answer; with other input it is refused', async () => {
    const input = { customerId: 'emmy', items: [item('moka-pot')], idempotencyKey: 'k'.repeat(255) };
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.change('createOrder', input)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await api.refused('createOrder', { ...input, customerId: 'ada' })).toMatchObject({
      message: 'The idempotency key was used before with other input. Use a new key',
      extensions: { code: 'IDEMPOTENCY_CONFLICT', statusCode: 422, retryable: false },
    });
    const change = {
      orderId: answers[0].order.id,
      status: 'CONFIRMED',
      idempotencyKey: 'confirm',
      expectedVersion: 1,
    };
    const first = await api.change('updateOrderStatus', change);
    await status(change.orderId, 'PROCESSING');
    expect(await api.change('updateOrderStatus', change)).toEqual(first);
  });

  it('a refused command burns no key', async () => {
    const id = await api.createOrder();
    const input = { orderId: id, status: 'SHIPPED', idempotencyKey: `ship ${id}` };
    await api.refused('updateOrderStatus', input);
    await status(id, 'CONFIRMED');
    await status(id, 'PROCESSING');
    expect((await api.change('updateOrderStatus', input)).order.status).toBe('SHIPPED');
  });
});
