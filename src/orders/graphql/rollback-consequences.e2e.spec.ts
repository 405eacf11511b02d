import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, item, type OrderApi, orderApi } from '../../testing/order-api.js';
import {
  authorized,
  captured,
  type PaidOrders,
  paused,
  reservation,
  startPaidOrders,
} from '../../testing/paid-orders.js';

let server: PaidOrders;
let api: OrderApi;
beforeAll(async () => {
  server = await startPaidOrders();
  api = orderApi(server.url);
});
afterAll(() => server?.stop());

const fields = `status version payment { status captured { amount } } reservation { status items { quantity } }
  process { state nextStep }`;

/** What a rollback would do, after which it is done: to the order that the preview had shown. */
async function rollBack(orderId: string, toVersion: number): Promise<{ said: string[]; after: Answer }> {
  const query = `rollbackPreview(id: "${orderId}", toVersion: ${toVersion}) { consequences after { ${fields} } }`;
  const { consequences, after } = (await api.run(`{ ${query} }`)).rollbackPreview;
  const { order } = await api.change('rollbackOrder', { orderId, toVersion }, `order { ${fields} }`);
  expect(order).toEqual(after);
  return { said: consequences, after };
}

const setStatus = (orderId: string, status: string) => api.change('updateOrderStatus', { orderId, status });
const pots = { 'moka-pot': 2 };

/** Confirmed at version 5, and paid since version 2. */
async function confirmed(): Promise<string> {
  const id = await api.createOrder();
  await api.change('payOrder', { orderId: id, paymentToken: 'tok_0123456789' });
  await server.record(id, reservation(1, pots), authorized('69.00'));
  return id;
}

it('to before the payment, what is held goes back', async () => {
  const { said, after } = await rollBack(await confirmed(), 1);
  expect(said).toEqual(['Release 2 × moka-pot', 'Void the authorisation of 69.00 USD']);
  expect(after).toMatchObject({
    status: 'PENDING',
    payment: { status: 'AUTHORIZED' },
    reservation: { status: 'RESERVED', items: [{ quantity: 2 }] },
    process: { state: 'RUNNING', nextStep: 'RELEASE_STOCK' },
  });
});

it('to before items were added, only the difference goes back', async () => {
  const id = await confirmed();
  await api.change('addOrderItem', { orderId: id, item: item('milk-jug', 3) });
  await server.record(id, reservation(2, { ...pots, 'milk-jug': 3 }), authorized('48.00', 'auth-2'));
  const { said } = await rollBack(id, 5);
  expect(said).toEqual(['Release 3 × milk-jug', 'Void the authorisation of 48.00 USD']);
});

it('of a cancellation, everything is asked for again', async () => {
  const id = await confirmed();
  await api.change('cancelOrder', { orderId: id, reason: 'a mistake' });
  await server.record(id, reservation(2, {}));
  const { said, after } = await rollBack(id, 5);
  expect(said).toEqual(['Reserve 2 × moka-pot']);
  expect(after).toMatchObject({ status: 'CONFIRMED', reservation: { items: [] } });
});

it('after the goods left, the money goes back, and somebody has to see to the goods', async () => {
  const id = await confirmed();
  await setStatus(id, 'PROCESSING');
  await setStatus(id, 'SHIPPED');
  await server.record(id, reservation(2, {}, pots), captured('69.00'));
  const { said, after } = await rollBack(id, 1);
  expect(said).toEqual([
    'Refund 69.00 USD',
    '2 × moka-pot left the warehouse: see that they come back, and adjust the stock',
  ]);
  expect(after).toMatchObject({
    payment: { status: 'CAPTURED', captured: { amount: '69.00' } },
    process: { nextStep: 'REFUND_PAYMENT' },
  });
});

it('of an order that waits for somebody, the process goes on', async () => {
  const id = await confirmed();
  await setStatus(id, 'PROCESSING');
  await setStatus(id, 'SHIPPED');
  await server.record(id, reservation(2, {}, pots), paused('CAPTURE_PAYMENT', '69.00'));
  const { said, after } = await rollBack(id, 1);
  expect(said[0]).toBe('Void the authorisation of 69.00 USD');
  expect(after.process).toEqual({ state: 'RUNNING', nextStep: 'VOID_PAYMENT' });
});

it('a rollback that would be refused has none', async () => {
  const query = `rollbackPreview(id: "${await confirmed()}", toVersion: 99) { allowed consequences }`;
  expect((await api.run(`{ ${query} }`)).rollbackPreview).toEqual({ allowed: false, consequences: [] });
});
