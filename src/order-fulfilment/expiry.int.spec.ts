import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeReservation, findReservation } from '../catalogue/index.js';
import { GatewayUnavailable, type PaymentFact, type PaymentGateway } from '../payments/index.js';
import { openTestShop, rowOf, type TestShop } from '../testing/order-fulfilment/test-shop.js';

let shop: TestShop;
beforeEach(async () => {
  shop = await openTestShop();
});
afterEach(() => shop?.close());

const deaf: PaymentGateway = {
  carryOut: () => Promise.reject(new GatewayUnavailable('The payment gateway cannot be reached', {})),
};
const undecided: PaymentGateway = { carryOut: async () => 'UNDECIDED' };
const patient = { firstPause: 60_000, longestPause: 60_000 };
const half = 0.5 / 60; // a second's half, in minutes

const releases = async (orderId: string) =>
  (await shop.history(orderId)).flatMap((it) => (it.type === 'StockReleased' ? [it.data.reason] : []));

describe('a reservation that nobody pays for', () => {
  it('ends by itself, and the order waits; when it is tried again it is reserved anew', async () => {
    await shop.start({ gateway: deaf, retries: patient, reservationMinutes: half });
    const before = await shop.stockOf('moka-pot');
    const orderId = await shop.order({ 'moka-pot': 2 });
    const order = await shop.settles(orderId, 'WAITING');
    expect(order.facts).toMatchObject({ stock: { reserved: [], lost: 'EXPIRED' } });
    expect(order.facts.pause?.error).toBe('The reservation ended before a payment was authorised');
    expect(await shop.stockOf('moka-pot')).toEqual(before);
    expect(await releases(orderId)).toEqual(['EXPIRED']);
    await shop.change('retryFulfilment', { orderId, reason: 'once more' });
    await vi.waitFor(async () => expect((await shop.stockOf('moka-pot'))[1]).toBe(before[1] + 2));
  });

  it('ends while the order waits for somebody', async () => {
    await shop.start({ gateway: deaf, retries: { attempts: 1 }, reservationMinutes: half });
    const orderId = await shop.order({ 'moka-pot': 2 });
    await vi.waitFor(async () => expect(await releases(orderId)).toEqual(['EXPIRED']), 10_000);
    const { facts } = await shop.settles(orderId, 'WAITING');
    expect(facts.pause?.error).toBe('The payment gateway cannot be reached');
  });

  it('is kept where a payment comes in time', async () => {
    const { record } = await shop.start({ gateway: undecided, retries: patient, reservationMinutes: half });
    const orderId = await shop.order({ 'moka-pot': 2 });
    const fact = await authorizedFor(orderId);
    expect(await record(fact)).toBeUndefined();
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
    expect(await rowOf(shop.storage, orderId)).toMatchObject({ due_at: null });
  });

  it('is made again where a payment comes too late', async () => {
    const { record } = await shop.start({ gateway: undecided, retries: patient, reservationMinutes: half });
    const orderId = await shop.order({ 'moka-pot': 2 });
    const fact = await authorizedFor(orderId);
    await shop.settles(orderId, 'WAITING');
    expect(await record(fact)).toBeUndefined();
    const order = await shop.settles(orderId);
    expect([order.status, order.facts.stock.reserved]).toEqual([
      'CONFIRMED',
      [{ productId: 'moka-pot', quantity: 2 }],
    ]);
  });
});

/** What the gateway did for the order's operation, whom it answered otherwise. */
async function authorizedFor(orderId: string): Promise<PaymentFact> {
  const pending = await vi.waitFor(async () => {
    const row = await rowOf(shop.storage, orderId);
    expect(row).toMatchObject({ undecided: 1, lease: null });
    return row?.pending as { readonly operation: Parameters<PaymentGateway['carryOut']>[0] };
  });
  return (await shop.gateway.carryOut(pending.operation)) as PaymentFact;
}

describe('a reservation that was given up before a crash, and nobody had recorded it', () => {
  /** As a look leaves it that dies after the change. */
  async function releaseUnrecorded(orderId: string): Promise<void> {
    const { db } = shop.storage;
    const { revision } = await findReservation(db, orderId);
    const outcome = await changeReservation(db, { orderId, revision, reserved: [], shipped: [] });
    expect(outcome.kind).toBe('changed');
  }

  /** Reserved, unpaid, and no process is at work. */
  async function unpaidOrder(reservationMinutes: number): Promise<string> {
    const retries = { attempts: 1_000, firstPause: 300, longestPause: 300 };
    const first = await shop.start({ gateway: deaf, retries, reservationMinutes });
    const orderId = await shop.order({ 'moka-pot': 2 });
    await vi.waitFor(async () =>
      expect(await rowOf(shop.storage, orderId)).toMatchObject({ state: 'RUNNING', attempts: 1 }),
    );
    await first.stop();
    return orderId;
  }

  it('is told as not needed where it was not overdue, and made again', async () => {
    const orderId = await unpaidOrder(60);
    await releaseUnrecorded(orderId);
    await shop.start();
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
    expect(await releases(orderId)).toEqual(['NOT_NEEDED']);
  });

  it('is told as expired where it was overdue, and the order waits', async () => {
    const orderId = await unpaidOrder(half);
    await releaseUnrecorded(orderId);
    const { expiresAt } = (await shop.load(orderId)).facts.stock;
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(expiresAt ?? Number.POSITIVE_INFINITY));
    await shop.start();
    await shop.settles(orderId, 'WAITING');
    expect(await releases(orderId)).toEqual(['EXPIRED']);
    expect(await shop.ledger(orderId)).toEqual([]);
  });
});
