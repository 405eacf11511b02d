import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  GatewayRefusal,
  GatewayUnavailable,
  type PaymentGateway,
  type PaymentOperation,
} from '../payments/index.js';
import { openTestShop, rowOf, type TestShop } from '../testing/order-fulfilment/test-shop.js';
import { stockMismatches } from '../testing/stock-mismatches.js';
import { type CrashPoint, crashPoints } from './crash-points.js';
import type { FulfilmentOptions } from './fulfilment.js';

let shop: TestShop;
beforeEach(async () => {
  shop = await openTestShop();
});
afterEach(() => shop?.close());

/** A process that hangs at a point, the first time it comes there, until it is let go. */
function hangingAt(point: CrashPoint) {
  let letGo = () => {};
  let times = 0;
  const going = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const onPoint = async (reached: CrashPoint) => {
    if (reached !== point) return;
    times += 1;
    if (times === 1) await going;
  };
  const untilHanging = () => vi.waitFor(() => expect(times).toBe(1), 10_000);
  return { onPoint, letGo, untilHanging, passed: () => times };
}

/** As if its process had not renewed it for long. */
const expireLease = (orderId: string) =>
  shop.storage.db
    .updateTable('fulfilment.processes')
    .set({ leased_until: new Date(0) })
    .where('order_id', '=', orderId)
    .execute();

/** Goes wrong once in each way, so that every point is come to. What it has refused it refuses for ever. */
function unluckyGateway(): PaymentGateway {
  const refused = new Set<string>();
  const troubles = [
    () => Promise.reject(new GatewayUnavailable('down', {})),
    async () => 'UNDECIDED' as const,
    ({ key }: PaymentOperation) => {
      refused.add(key);
      return Promise.reject(new GatewayRefusal('no'));
    },
  ];
  return {
    carryOut(operation) {
      if (refused.has(operation.key)) return Promise.reject(new GatewayRefusal('no'));
      return troubles.shift()?.(operation) ?? shop.gateway.carryOut(operation);
    },
  };
}

const pointsOfLooks = crashPoints.filter((it) => !/^(page|fact) /.test(it) && it !== 'confirmation recorded');

describe('a process whose lease ran out', () => {
  it.each(pointsOfLooks)('does nothing twice when it goes on, where it hung at "%s"', async (point) => {
    const { onPoint, letGo, untilHanging } = hangingAt(point);
    const common: Partial<FulfilmentOptions> = { gateway: unluckyGateway(), concurrency: 1 };
    await shop.start({ ...common, onPoint });
    const living = (async () => {
      const orderId = await shop.order({ 'moka-pot': 2 });
      await seenThrough(orderId);
      return orderId;
    })();
    await untilHanging();
    const [{ order_id }] = (await shop.storage.db
      .selectFrom('fulfilment.processes')
      .select('order_id')
      .execute()) as [{ order_id: string }];
    const other = await shop.start(common);
    await expireLease(order_id);
    const orderId = await living;
    const before = await shop.history(orderId);
    await other.stop();
    letGo();
    await shop.settles(await shop.order({ 'milk-jug': 1 })); // it looks at one order at a time
    await shop.settles(orderId);
    expect((await shop.history(orderId)).map(({ type }) => type)).toEqual(before.map(({ type }) => type));
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 69.00', 'VOIDED 69.00']);
    expect(await stockMismatches(shop.storage.db)).toEqual([]);
  });
});

describe('a look', () => {
  const patient = { firstPause: 60_000, longestPause: 60_000 };
  const row = (orderId: string) => rowOf(shop.storage, orderId);

  it('is nobody else’s as long as its lease lasts', async () => {
    const asked: string[] = [];
    let letGo = () => {};
    const gateway: PaymentGateway = {
      async carryOut(operation) {
        asked.push(operation.orderId);
        if (asked.length === 1)
          await new Promise<void>((resolve) => {
            letGo = resolve;
          });
        return shop.gateway.carryOut(operation);
      },
    };
    await shop.start({ gateway });
    await shop.start({ gateway });
    const held = await shop.order({ 'moka-pot': 1 });
    await vi.waitFor(() => expect(asked).toEqual([held]));
    // Each of these would come after it, were it to be had.
    for (let i = 0; i < 6; i += 1) await shop.settles(await shop.order({ 'moka-pot': 1 }));
    expect(asked.filter((it) => it === held)).toHaveLength(1);
    letGo();
    await shop.settles(held);
    expect(asked).toHaveLength(7);
  });

  it('that has lost its lease asks for nothing, and leaves the row as it is', async () => {
    const asked: string[] = [];
    const gateway: PaymentGateway = {
      carryOut({ key }) {
        asked.push(key);
        return Promise.reject(new GatewayUnavailable('down', {}));
      },
    };
    const { onPoint, letGo, untilHanging, passed } = hangingAt('reservation read');
    const hanging = await shop.start({ gateway, onPoint, concurrency: 1 });
    const orderId = await shop.order({ 'moka-pot': 1 });
    await untilHanging();
    await shop.start({ gateway, retries: patient });
    await expireLease(orderId);
    await vi.waitFor(async () => expect(await row(orderId)).toMatchObject({ attempts: 1, lease: null }));
    const before = await row(orderId);
    letGo();
    await vi.waitFor(() => expect(passed()).toBe(2)); // first it finds that its view of the stock is stale
    await hanging.stop();
    expect(await row(orderId)).toEqual(before);
    expect(asked).toHaveLength(1);
  });

  it('is followed by another where something has happened since it read the order', async () => {
    const { onPoint, letGo, untilHanging } = hangingAt('reservation read');
    const quiet = await shop.start();
    const orderId = await shop.order({ 'moka-pot': 1 });
    await shop.settles(orderId);
    await quiet.stop();
    await shop.start({ onPoint, pollInterval: 60_000 });
    await shop.change('updateOrderStatus', { orderId, status: 'PROCESSING' });
    await untilHanging();
    const { version } = await shop.change('cancelOrder', { orderId, reason: 'no' });
    await vi.waitFor(async () => expect(await row(orderId)).toMatchObject({ noticed: version }), 10_000);
    letGo();
    const { facts } = await shop.settles(orderId);
    expect(facts.stock.reserved).toEqual([]);
  });
});

/** Sees an order to its end, a cancellation for want of stock, and retries what waits for somebody. */
async function seenThrough(orderId: string): Promise<void> {
  const isConfirmed = async () => (await shop.load(orderId)).status === 'CONFIRMED';
  await vi.waitFor(async () => {
    const { facts } = await shop.load(orderId);
    if (facts.pause) await shop.change('retryFulfilment', { orderId, reason: 'again' });
    expect(await isConfirmed()).toBe(true);
  }, 15_000);
  await shop.change('addOrderItem', { orderId, item: { productId: 'vintage-grinder', quantity: 2 } });
  await shop.storage.db
    .updateTable('master_data.products')
    .set({ stock_level: 0 })
    .where('id', '=', 'vintage-grinder')
    .where('reserved', '=', 0)
    .execute();
  await shop.settles(orderId);
}

describe('two processes at once', () => {
  it('take each step once', async () => {
    await shop.start();
    await shop.start();
    const orderIds = await Promise.all(
      Array.from({ length: 12 }, (_, i) => shop.order({ 'moka-pot': 1 + (i % 3), 'milk-jug': 1 })),
    );
    await Promise.all(
      orderIds.map(async (orderId, i) => {
        await shop.change('changeOrderItemQuantity', {
          orderId,
          productId: 'moka-pot',
          quantity: 2 + (i % 4),
        });
        if (i % 4 === 0) await shop.change('cancelOrder', { orderId, reason: 'no' });
      }),
    );
    for (const orderId of orderIds) {
      const order = await shop.settles(orderId);
      expect(order.status).toBe(order.facts.stock.reserved.length > 0 ? 'CONFIRMED' : 'CANCELLED');
      const { length } = order.facts.ledger;
      expect(await shop.ledger(orderId)).toHaveLength(length);
    }
    expect(await stockMismatches(shop.storage.db)).toEqual([]);
  });
});

describe('an order that cannot be read', () => {
  it('is looked at ever more seldom, is told of once, and keeps no other from going on', async () => {
    const onTrouble = vi.fn();
    await shop.start({ onTrouble, concurrency: 1 });
    const orderId = await shop.order({ 'moka-pot': 1 });
    const { version } = await shop.settles(orderId).then(() => shop.orders.load(orderId));
    const impossible = { productId: 'siphon', from: 1, to: 2 };
    await shop.storage.store.append({
      streamId: orderId,
      expectedVersion: version,
      events: [
        {
          ...{ id: orderId, type: 'OrderItemQuantityChanged', schemaVersion: 1 },
          ...{ json: JSON.stringify(impossible), actor: 'a bug', correlationId: orderId },
        },
      ],
    });
    await vi.waitFor(
      async () => expect(await rowOf(shop.storage, orderId)).toMatchObject({ faults: 4 }),
      10_000,
    );
    expect(onTrouble.mock.calls).toEqual([
      ['cannot go on with an order; trying again', expect.any(Error), orderId],
    ]);
    expect(String(onTrouble.mock.calls[0]?.[1])).toContain('siphon is not on the order');
    const row = await rowOf(shop.storage, orderId);
    expect(row).toMatchObject({ last_error: 'An internal error: the log has its reason', lease: null });
    expect((await shop.settles(await shop.order({ 'moka-pot': 1 }))).status).toBe('CONFIRMED');
  });
});
