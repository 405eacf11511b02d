import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrderApi, orderApi, watch } from '../../testing/order-api.js';
import {
  authorized,
  captured,
  itemsOf,
  money,
  type PaidOrders,
  paused,
  reservation,
  startPaidOrders,
  usd,
} from '../../testing/paid-orders.js';

let server: PaidOrders;
let api: OrderApi;
beforeAll(async () => {
  server = await startPaidOrders();
  api = orderApi(server.url);
});
afterAll(() => server?.stop());

const paymentFields = `payment { status authorized { amount currency } captured { amount currency }
  refunded { amount currency } balance { amount currency } }`;
const reservationFields =
  'reservation { status items { productId quantity } shipped { productId quantity } expiresAt }';
const processFields = 'process { state nextStep attempts lastError waitingSince }';
const fields = `status version ${paymentFields} ${reservationFields} ${processFields}`;
const pots = { 'moka-pot': 2 };
const refund = { refundId: 'refund-1', captureId: 'capture-1', authorizationId: 'auth-1' };
const paymentToken = 'tok_0123456789';

const setStatus = (orderId: string, status: string) => api.change('updateOrderStatus', { orderId, status });
const paymentOf = (status: string, all: string, taken = '0.00', back = '0.00', left = '0.00') => ({
  status,
  authorized: usd(all),
  captured: usd(taken),
  refunded: usd(back),
  balance: usd(left),
});

describe('an order without a payment', () => {
  it('has none of it, at any version', async () => {
    const id = await api.createOrder();
    const nothing = { payment: null, reservation: null, process: null };
    expect(await api.order(id, fields)).toMatchObject(nothing);
    await api.change('payOrder', { orderId: id, paymentToken });
    expect(await api.order(id, fields)).toMatchObject({ process: { state: 'RUNNING' } });
    expect(await api.orderAt(id, { version: 1 }, fields)).toMatchObject(nothing);
    await api.change('rollbackOrder', { orderId: id, toVersion: 1 });
    expect(await api.order(id, fields)).toMatchObject(nothing);
  });
});

describe('a paid order', () => {
  it('shows its money, goods and process as they were at each version', async () => {
    const id = await api.createOrder({ paymentToken });
    await server.record(id, reservation(1, pots), authorized('69.00'));
    await setStatus(id, 'PROCESSING');
    await setStatus(id, 'SHIPPED');
    await server.record(id, reservation(2, {}, pots), captured('69.00'));
    await server.record(id, money('PaymentRefunded', refund, '9.50'));
    const items = itemsOf(pots);
    const goods = { items: [], shipped: [], expiresAt: null };
    const process = { attempts: 0, lastError: null, waitingSince: null };
    const held = { ...goods, status: 'RESERVED', items };
    const gone = { ...goods, status: 'SHIPPED', shipped: items };
    for (const [version, payment, reserved, state, nextStep] of [
      [1, paymentOf('PENDING', '0.00'), { ...goods, status: 'PENDING' }, 'RUNNING', 'RESERVE_STOCK'],
      [
        2,
        paymentOf('PENDING', '0.00'),
        { ...held, expiresAt: '2040-01-01T00:00:00.000Z' },
        'RUNNING',
        'AUTHORIZE_PAYMENT',
      ],
      [3, paymentOf('AUTHORIZED', '69.00'), held, 'RUNNING', 'CONFIRM_ORDER'],
      [4, paymentOf('AUTHORIZED', '69.00'), held, 'COMPLETED', null],
      [6, paymentOf('AUTHORIZED', '69.00'), held, 'RUNNING', 'SHIP_STOCK'],
      [7, paymentOf('AUTHORIZED', '69.00'), gone, 'RUNNING', 'CAPTURE_PAYMENT'],
      [8, paymentOf('CAPTURED', '69.00', '69.00', '0.00', '69.00'), gone, 'COMPLETED', null],
    ] as const) {
      const shown = { payment, reservation: reserved, process: { ...process, state, nextStep } };
      expect(await api.orderAt(id, { version }, fields), `at version ${version}`).toMatchObject(shown);
    }
    expect(await api.order(id, paymentFields)).toEqual({
      payment: paymentOf('PARTIALLY_REFUNDED', '69.00', '69.00', '9.50', '59.50'),
    });
  });

  it('shows money in its own currency, and never less than none', async () => {
    const items = [{ productId: 'moka-pot', quantity: 1, unitPrice: { amount: '1500', currency: 'JPY' } }];
    const yen = await api.createOrder({ items, paymentToken });
    const nothing = { amount: '0', currency: 'JPY' };
    expect((await api.order(yen, 'payment { balance { amount currency } }')).payment.balance).toEqual(
      nothing,
    );
    const early = await api.createOrder({ paymentToken });
    await server.record(early, money('PaymentRefunded', refund, '9.50'));
    expect((await api.order(early, 'payment { refunded { amount } balance { amount } }')).payment).toEqual({
      refunded: { amount: '9.50' },
      balance: { amount: '0.00' },
    });
  });

  it('tells why it waits, since when, and that it was let be', async () => {
    const id = await api.createOrder({ paymentToken });
    await server.record(id, reservation(1, pots), authorized('69.00'));
    await setStatus(id, 'PROCESSING');
    await setStatus(id, 'SHIPPED');
    await server.record(id, reservation(2, {}, pots), paused('CAPTURE_PAYMENT', '69.00'));
    const { process, updatedAt } = await api.order(id, `updatedAt ${processFields}`);
    const why = { nextStep: 'CAPTURE_PAYMENT', attempts: 6, lastError: 'The gateway does not answer' };
    expect(process).toEqual({ ...why, state: 'WAITING', waitingSince: updatedAt });
    await api.change('settleFulfilment', { orderId: id, outcome: 'NOT_DONE', reason: 'A gift' });
    const letBe = { state: 'SETTLED', nextStep: 'CAPTURE_PAYMENT', lastError: 'A gift', waitingSince: null };
    expect((await api.order(id, processFields)).process).toMatchObject(letBe);
  });
});

describe('a step that is still tried', () => {
  const tried = { state: 'RUNNING', attempts: 2, lastError: 'No answer', waitingSince: null } as const;
  const ofProcess = 'process { nextStep attempts lastError }';

  async function running(step: 'RESERVE_STOCK' | 'AUTHORIZE_PAYMENT', more: object = {}): Promise<string> {
    const orderId = await api.createOrder({ paymentToken });
    server.workList.set(orderId, { orderId, ...tried, nextStep: step, ...more });
    return orderId;
  }
  const known = { process: { nextStep: 'RESERVE_STOCK', attempts: 2, lastError: 'No answer' } };
  const unknown = { process: { nextStep: 'RESERVE_STOCK', attempts: 0, lastError: null } };

  it('shows its attempts wherever the order is as it is', async () => {
    const id = await running('RESERVE_STOCK');
    expect(await api.order(id, ofProcess)).toEqual(known);
    expect(await api.orderAt(id, { version: 1 }, ofProcess)).toEqual(known);
    const list = `orders(consistency: STRONG) { nodes { id ${ofProcess} } }`;
    const { nodes } = (await api.run(`{ ${list} }`)).orders;
    expect(nodes).toContainEqual({ id, ...known });
  });

  it('shows none at a version that is past, in what mutations answer, and in subscriptions', async () => {
    const id = await running('RESERVE_STOCK');
    const changes = await watch(server.url, `subscription { orderChanged(id: "${id}") { ${ofProcess} } }`);
    expect((await changes.next()).orderChanged).toEqual(unknown);
    changes.stop();
    const input = { orderId: id, productId: 'moka-pot', quantity: 3 };
    const { order } = await api.change('changeOrderItemQuantity', input, `order { ${ofProcess} }`);
    expect(order).toEqual(unknown);
    expect(await api.orderAt(id, { version: 1 }, ofProcess)).toEqual(unknown);
    expect(await api.orderAt(id, { version: 2 }, ofProcess)).toEqual(known);
  });

  it.each([
    ['another step', 'AUTHORIZE_PAYMENT', {}],
    ['another state', 'RESERVE_STOCK', { state: 'WAITING' }],
  ] as const)('shows none where the work list is still at %s', async (_, step, more) => {
    expect(await api.order(await running(step, more), ofProcess)).toEqual(unknown);
  });

  it('shows those after which it was given up, though the work list still tries', async () => {
    const id = await running('RESERVE_STOCK');
    const pause = { step: 'RESERVE_STOCK', operation: null, attempts: 6, error: 'Given up' } as const;
    await server.record(id, { type: 'PauseFulfilment', ...pause });
    expect(await api.order(id, ofProcess)).toEqual({
      process: { nextStep: 'RESERVE_STOCK', attempts: 6, lastError: 'Given up' },
    });
  });
});

describe('a row of the list that an older build left', () => {
  it('is an order without a payment', async () => {
    const id = await api.createOrder();
    const list = `orders(consistency: STRONG) { nodes { id ${fields} allowedCommands { name } } }`;
    await api.run(`{ ${list} }`);
    const client = new pg.Client(server.database.connection);
    await client.connect();
    const changed = await client.query(
      `update read_model.orders set snapshot = snapshot #- '{state,facts}' #- '{state,paymentToken}'
       where order_id = $1 and snapshot->'state' ? 'facts'`,
      [id],
    );
    await client.end();
    expect(changed.rowCount).toBe(1);
    const { nodes } = (await api.run(`{ ${list} }`)).orders;
    expect(nodes.find((order: { id: string }) => order.id === id)).toMatchObject({
      payment: null,
      process: null,
    });
  });
});
