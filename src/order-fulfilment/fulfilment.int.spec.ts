import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderEvent } from '../orders/index.js';
import { openTestShop, type TestShop } from '../testing/order-fulfilment/test-shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
  await shop.start();
});
afterAll(() => shop?.close());

const typesOf = async (orderId: string) => (await shop.history(orderId)).map(({ type }) => type);
const lastOf = async <Type extends OrderEvent['type']>(orderId: string, type: Type) =>
  (await shop.history(orderId)).findLast((it) => it.type === type)?.data as
    | Extract<OrderEvent, { type: Type }>['data']
    | undefined;
async function ship(orderId: string) {
  await shop.change('updateOrderStatus', { orderId, status: 'PROCESSING' });
  await shop.change('updateOrderStatus', { orderId, status: 'SHIPPED' });
}
/** By how much stock level and reserved differ from what they were. */
async function stockSince(productId: string, [level, reserved]: readonly [number, number]) {
  const [now, reservedNow] = await shop.stockOf(productId);
  return [now - level, reservedNow - reserved];
}

describe('an order with a payment', () => {
  it('is reserved, authorised and confirmed by itself; captured and sent off once it is SHIPPED', async () => {
    const before = await shop.stockOf('moka-pot');
    const orderId = await shop.order({ 'moka-pot': 2 });
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
    expect(await stockSince('moka-pot', before)).toEqual([0, 2]);
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 69.00']);

    await ship(orderId);
    await shop.settles(orderId);
    expect(await stockSince('moka-pot', before)).toEqual([-2, 0]);
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 69.00', 'CAPTURED 69.00']);
    expect(await typesOf(orderId)).toEqual([
      ...['OrderCreated', 'StockReserved', 'PaymentAuthorized', 'OrderStatusUpdated', 'OrderStatusUpdated'],
      ...['OrderStatusUpdated', 'StockShipped', 'PaymentCaptured'],
    ]);
  });

  it('tells who did what, and in answer to what', async () => {
    const orderId = await shop.order({ 'moka-pot': 1 });
    await shop.settles(orderId);
    const [created, reserved, authorized, confirmed] = await shop.history(orderId);
    const own = { actor: 'fulfilment', correlationId: orderId };
    expect(reserved).toMatchObject({ ...own, causationId: created?.id });
    expect(authorized).toMatchObject({ ...own, causationId: reserved?.id });
    expect(confirmed).toMatchObject({ ...own, causationId: reserved?.id, type: 'OrderStatusUpdated' });
  });

  it('begins with payOrder where it was created without', async () => {
    const items = [{ productId: 'moka-pot', quantity: 1 }];
    const { streamId: orderId } = await shop.change('createOrder', { customerId: 'ada', items });
    await shop.change('payOrder', { orderId, paymentToken: 'tok_ok' });
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
  });

  it('is cancelled with the reason where the card is declined, and holds nothing', async () => {
    const before = await shop.stockOf('milk-jug');
    const orderId = await shop.order({ 'milk-jug': 3 }, 'tok_declined');
    expect((await shop.settles(orderId)).status).toBe('CANCELLED');
    expect(await lastOf(orderId, 'OrderCancelled')).toMatchObject({
      reason: 'Payment declined: the card was declined',
    });
    expect(await stockSince('milk-jug', before)).toEqual([0, 0]);
    expect(await shop.ledger(orderId)).toEqual(['DECLINED 48.00']);
  });

  it('is cancelled with the reason where the stock is gone', async () => {
    await shop.settles(await shop.order({ 'vintage-grinder': 2 }));
    const items = { 'moka-pot': 1, 'vintage-grinder': 1 };
    const products = shop.storage.db.updateTable('master_data.products');
    await products.set({ stock_level: 3 }).where('id', '=', 'vintage-grinder').execute();
    // Nothing is reserved before both are there, since that takes the product's row.
    const [second, third] = await shop.storage.db.transaction().execute(async (trx) => {
      const row = trx.selectFrom('master_data.products').where('id', '=', 'vintage-grinder');
      await row.select('id').forUpdate().execute();
      return [await shop.order(items), await shop.order(items)] as const;
    });
    const [a, b] = [await shop.settles(second), await shop.settles(third)];
    expect([a.status, b.status].sort()).toEqual(['CANCELLED', 'CONFIRMED']);
    const lost = a.status === 'CANCELLED' ? second : third;
    expect(await lastOf(lost, 'OrderCancelled')).toMatchObject({
      reason: 'Insufficient stock for vintage-grinder. Requested: 1, Available: 0',
    });
    expect(await shop.ledger(lost)).toEqual([]);
    expect((await shop.load(lost)).facts.stock.reserved).toEqual([]);
  });

  it('gives back what it holds when it is cancelled', async () => {
    const before = await shop.stockOf('milk-jug');
    const orderId = await shop.order({ 'milk-jug': 3 });
    await shop.settles(orderId);
    await shop.change('cancelOrder', { orderId, reason: 'too many' });
    await shop.settles(orderId);
    expect(await stockSince('milk-jug', before)).toEqual([0, 0]);
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 48.00', 'VOIDED 48.00']);
    expect(await lastOf(orderId, 'StockReleased')).toMatchObject({ reason: 'NOT_NEEDED' });
  });

  it('follows its items up and down', async () => {
    const before = await shop.stockOf('milk-jug');
    const orderId = await shop.order({ 'milk-jug': 3 });
    await shop.settles(orderId);
    await shop.change('changeOrderItemQuantity', { orderId, productId: 'milk-jug', quantity: 5 });
    await shop.settles(orderId);
    expect(await stockSince('milk-jug', before)).toEqual([0, 5]);
    await shop.change('changeOrderItemQuantity', { orderId, productId: 'milk-jug', quantity: 1 });
    await shop.settles(orderId);
    expect(await stockSince('milk-jug', before)).toEqual([0, 1]);
    expect(await shop.ledger(orderId)).toEqual([
      ...['AUTHORIZED 48.00', 'AUTHORIZED 32.00'],
      ...['VOIDED 32.00', 'VOIDED 32.00'],
    ]);
  });

  it('gives everything back when it is rolled back to before its payment', async () => {
    const before = await shop.stockOf('milk-jug');
    const items = [{ productId: 'milk-jug', quantity: 2 }];
    const { streamId: orderId } = await shop.change('createOrder', { customerId: 'ada', items });
    await shop.change('payOrder', { orderId, paymentToken: 'tok_ok' });
    await shop.settles(orderId);
    await ship(orderId);
    await shop.settles(orderId);
    await shop.change('rollbackOrder', { orderId, toVersion: 1, reason: 'never paid' });
    const { status, facts } = await shop.settles(orderId);
    expect([status, facts.stock.reserved]).toEqual(['PENDING', []]);
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 32.00', 'CAPTURED 32.00', 'REFUNDED 32.00']);
    expect(await stockSince('milk-jug', before)).toEqual([-2, 0]); // gone is gone
  });

  it('takes everything again when its cancellation is rolled back', async () => {
    const before = await shop.stockOf('milk-jug');
    const orderId = await shop.order({ 'milk-jug': 2 });
    await shop.settles(orderId);
    const { version } = await shop.change('cancelOrder', { orderId, reason: 'a mistake' });
    await shop.settles(orderId);
    await shop.change('rollbackOrder', { orderId, toVersion: version - 1, reason: 'it was none' });
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
    expect(await stockSince('milk-jug', before)).toEqual([0, 2]);
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 32.00', 'VOIDED 32.00', 'AUTHORIZED 32.00']);
  });

  it.each([
    ['tok_lost', 'loses its answers'],
    ['tok_fail_once', 'fails once'],
    ['tok_later', 'decides later'],
  ])('is fulfilled once through a gateway that, with %s, %s', async (token) => {
    const orderId = await shop.order({ 'filter-papers': 1 }, token);
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
    await ship(orderId);
    await shop.settles(orderId);
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 4.95', 'CAPTURED 4.95']);
  });
});

describe('an order without a payment', () => {
  it('has no row, and nothing happens to it', async () => {
    const items = [{ productId: 'moka-pot', quantity: 1 }];
    const { streamId: orderId } = await shop.change('createOrder', { customerId: 'ada', items });
    await shop.change('cancelOrder', { orderId, reason: 'no' });
    await shop.settles(await shop.order({ 'moka-pot': 1 })); // the follower has passed it
    const row = shop.storage.db
      .selectFrom('fulfilment.processes')
      .selectAll()
      .where('order_id', '=', orderId);
    expect(await row.execute()).toEqual([]);
    expect((await shop.history(orderId)).length).toBe(2);
  });
});
