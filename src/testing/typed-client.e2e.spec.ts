import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as operations from './generated/graphql.js';
import { startTestApp, type TestApp } from './test-app.js';
import { AnsweredWithErrors, execute, subscribe } from './typed-client.js';

let app: TestApp;
const beans = { productId: 'house-beans', quantity: 2 };

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.stop());

async function createOrder(reference: string) {
  const input = { customerId: 'ada', items: [beans], reference };
  return (await execute(app.url, operations.CreateOrderDocument, { input })).createOrder;
}

describe('execute', () => {
  it('carries an order through its life', async () => {
    const { order } = await createOrder('life');
    const orderId = order.id;
    const grinder = { productId: 'burr-grinder', quantity: 1 };
    await execute(app.url, operations.AddOrderItemDocument, { input: { orderId, item: grinder } });
    await execute(app.url, operations.ChangeOrderItemQuantityDocument, {
      input: { orderId, productId: beans.productId, quantity: 5 },
    });
    await execute(app.url, operations.RemoveOrderItemDocument, {
      input: { orderId, productId: grinder.productId },
    });
    await execute(app.url, operations.UpdateOrderStatusDocument, { input: { orderId, status: 'CONFIRMED' } });
    await execute(app.url, operations.UpdateOrderDocument, {
      input: { orderId, addItems: [grinder], newStatus: 'PROCESSING' },
    });
    const cancelled = await execute(app.url, operations.CancelOrderDocument, {
      input: { orderId, reason: 'a test' },
    });
    expect(cancelled.cancelOrder.order).toMatchObject({ status: 'CANCELLED', version: 8 });

    const preview = await execute(app.url, operations.RollbackPreviewDocument, { id: orderId, toVersion: 3 });
    const rolledBack = await execute(app.url, operations.RollbackOrderDocument, {
      input: { orderId, toVersion: 3 },
    });
    expect(rolledBack.rollbackOrder.after.items).toEqual(preview.rollbackPreview.after?.items);
    const { order: now } = await execute(app.url, operations.OrderDocument, { id: orderId });
    const { orderAt } = await execute(app.url, operations.OrderAtDocument, { id: orderId, version: 3 });
    expect(now?.items).toEqual(orderAt?.items);
    const history = await execute(app.url, operations.OrderHistoryDocument, { id: orderId });
    expect(history.order?.events.nodes.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('reads lists, where no variable is required', async () => {
    const { cursor, order } = await createOrder('lists');
    const listed = await execute(app.url, operations.OrdersDocument, {
      filter: { reference: 'lists' },
      minCursor: cursor,
    });
    expect(listed.orders.nodes).toEqual([order]);
    const { customers } = await execute(app.url, operations.CustomersDocument);
    expect(customers.nodes.map(({ id }) => id)).toContain('ada');
    const { products } = await execute(app.url, operations.ProductsDocument, { first: 1 });
    expect(products).toMatchObject({ nodes: [{ available: true }], pageInfo: { hasNextPage: true } });
    const { projections } = await execute(app.url, operations.ProjectionsDocument);
    expect(projections).toMatchObject([{ name: 'orders', state: 'RUNNING' }]);
  });

  it('throws what the server refused, with its code', async () => {
    const refused = execute(app.url, operations.CancelOrderDocument, {
      input: { orderId: '01890000-0000-7000-8000-000000000001', reason: 'a test' },
    });
    await expect(refused).rejects.toBeInstanceOf(AnsweredWithErrors);
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('subscribe', () => {
  it('gives what happened after a cursor, and then what happens', async () => {
    const { cursor } = await createOrder('before');
    const { order } = await createOrder('history');
    const answers = subscribe(app.url, operations.OrderEventsDocument, { after: cursor });
    const history = await answers.next();
    expect(history.value?.orderEvents).toMatchObject({ caughtUp: false, order: { id: order.id } });
    const next = answers.next();
    const { order: live } = await createOrder('live');
    expect((await next).value?.orderEvents).toMatchObject({ caughtUp: true, order: { id: live.id } });
    await answers.return();
    expect(await answers.next()).toEqual({ done: true, value: undefined });
  });

  it('throws what the server refused', async () => {
    const id = '01890000-0000-7000-8000-000000000001';
    const answers = subscribe(app.url, operations.OrderChangedDocument, { id });
    await expect(answers.next()).rejects.toMatchObject({ name: 'AnsweredWithErrors', code: 'NOT_FOUND' });
  });
});
