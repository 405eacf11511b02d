import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { eraseCustomer } from '../customers/index.js';
import { GatewayUnavailable, type PaymentOperation } from '../payments/index.js';
import { isSealed } from '../personal-data/index.js';
import { openTestShop, rowOf, type TestShop } from '../testing/order-fulfilment/test-shop.js';
import type { Pending } from './operation.js';

let shop: TestShop;
const asked: PaymentOperation[] = [];
/** What was kept of each while the gateway was asked for it. */
const kept: Pending[] = [];
const troubles: unknown[] = [];

beforeAll(async () => {
  shop = await openTestShop();
  const carryOut = async (operation: PaymentOperation) => {
    asked.push(operation);
    kept.push(await pendingOf(operation.orderId));
    throw new GatewayUnavailable('The payment gateway cannot be reached', {});
  };
  const onTrouble = (...what: unknown[]) => void troubles.push(what);
  await shop.start({ gateway: { carryOut }, retries: { attempts: 2 }, onTrouble });
});
afterAll(() => shop?.close());

const pendingOf = async (orderId: string) =>
  (await rowOf(shop.storage, orderId))?.pending as Pending & { operation: { token: string } };

it('is kept sealed, and opened where the gateway is asked', async () => {
  const orderId = await shop.order({ 'moka-pot': 1 }, 'tok_in-clear');
  await shop.settles(orderId, 'WAITING');
  expect(asked.map((it) => 'token' in it && it.token)).toEqual(['tok_in-clear', 'tok_in-clear']);
  const { operation } = await pendingOf(orderId);
  expect(isSealed(operation.token)).toBe(true);
  expect(operation.token).toBe((await shop.load(orderId)).paymentToken);
  expect(kept.map((it) => 'token' in it.operation && it.operation.token)).toEqual([
    operation.token,
    operation.token,
  ]);
  expect(JSON.stringify([await shop.history(orderId), troubles])).not.toContain('in-clear');
});

it('of an erased customer is asked for no more: the order waits, and says why each time', async () => {
  const orderId = await shop.order({ 'moka-pot': 1 }, 'tok_erased');
  await shop.settles(orderId, 'WAITING');
  const calls = asked.length;
  await eraseCustomer(shop.storage.db, { customerId: 'ada', actor: 'anna', reason: 'Article 17' });
  await shop.change('retryFulfilment', { orderId, reason: 'again' });
  await vi.waitFor(async () => {
    const { facts } = await shop.load(orderId);
    expect(facts.pause?.error).toMatch(/^Nobody can read the payment token any more/);
  }, 20_000);
  await shop.settles(orderId, 'WAITING');
  expect(asked).toHaveLength(calls);
  // It had been asked for before: only somebody who looks there can know what came of it.
  expect((await shop.load(orderId)).facts.pause?.operation?.key).toBe(
    (await pendingOf(orderId)).operation.key,
  );
  await shop.change('settleFulfilment', { orderId, outcome: 'NOT_DONE', reason: 'it never came' });
  expect((await shop.settles(orderId)).status).toBe('CANCELLED');
});
