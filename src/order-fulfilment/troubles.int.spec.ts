import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  GatewayRefusal,
  GatewayUnavailable,
  type PaymentFact,
  type PaymentGateway,
  type PaymentOperation,
} from '../payments/index.js';
import { openTestShop, rowOf, type TestShop } from '../testing/order-fulfilment/test-shop.js';

let shop: TestShop;
beforeEach(async () => {
  shop = await openTestShop();
});
afterEach(() => shop?.close());

const down = () => new GatewayUnavailable('The payment gateway cannot be reached', {});
const refusal = () => new GatewayRefusal('The payment gateway refuses: no');

/** The sandbox behind what a test does first; whatever is asked is written down. */
function gatewayThat(react: (operation: PaymentOperation, times: number) => unknown) {
  const asked: PaymentOperation[] = [];
  const gateway: PaymentGateway = {
    async carryOut(operation) {
      asked.push(operation);
      const reaction = await react(operation, asked.length);
      if (reaction instanceof Error) throw reaction;
      return (reaction as 'UNDECIDED' | undefined) ?? shop.gateway.carryOut(operation);
    },
  };
  return { gateway, asked };
}
const keysOf = (asked: readonly PaymentOperation[]) => [...new Set(asked.map(({ key }) => key))];
const row = (orderId: string) => rowOf(shop.storage, orderId);
const retry = (orderId: string) => shop.change('retryFulfilment', { orderId, reason: 'it works again' });

describe('a gateway that is not available', () => {
  it('is asked again with the same key, so often, and then somebody is waited for', async () => {
    let working = false;
    const { gateway, asked } = gatewayThat(() => (working ? undefined : down()));
    const { fulfilments } = await shop.start({ gateway, retries: { attempts: 3 } });
    const orderId = await shop.order({ 'moka-pot': 1 });
    const { facts } = await shop.settles(orderId, 'WAITING');
    expect([asked.length, keysOf(asked).length]).toEqual([3, 1]);
    const error = 'The payment gateway cannot be reached';
    expect(facts.pause).toMatchObject({ step: 'AUTHORIZE_PAYMENT', attempts: 3, error });
    expect(await fulfilments.find(orderId)).toEqual({
      ...{ orderId, state: 'WAITING', nextStep: 'AUTHORIZE_PAYMENT', attempts: 3, lastError: error },
      waitingSince: facts.pause?.since,
    });
    await retry(orderId);
    await vi.waitFor(() => expect(asked).toHaveLength(6));
    await shop.settles(orderId, 'WAITING');
    working = true;
    await retry(orderId);
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
    expect([asked.length, keysOf(asked).length]).toEqual([7, 1]);
    expect(await row(orderId)).toMatchObject({ pending: null, attempts: 0, last_error: null, due_at: null });
  });

  it('is asked for another payment at once where somebody chose one, and gives the first back if it comes', async () => {
    const { gateway, asked } = gatewayThat((it) =>
      'token' in it && it.token === 'first' ? down() : undefined,
    );
    const { record } = await shop.start({ gateway, retries: { attempts: 2 } });
    const orderId = await shop.order({ 'moka-pot': 1 }, 'first');
    await shop.settles(orderId, 'WAITING');
    const [first] = asked as [PaymentOperation];
    await shop.change('payOrder', { orderId, paymentToken: 'second' });
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
    expect([asked.length, await shop.ledger(orderId)]).toEqual([3, ['AUTHORIZED 34.50']]);

    // It was authorised after all, and the gateway only tells now.
    const fact = await shop.gateway.carryOut(first);
    expect(await record(fact as PaymentFact)).toBeUndefined();
    await vi.waitFor(async () =>
      expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 34.50', 'AUTHORIZED 34.50', 'VOIDED 34.50']),
    );
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
  });

  it('counts no attempt while its circuit breaker lets no call out', async () => {
    const leftAlone = new GatewayUnavailable('left alone', { called: false, retryAfterMs: 1 });
    const { gateway, asked } = gatewayThat((_, times) => (times <= 10 ? leftAlone : undefined));
    await shop.start({ gateway, retries: { attempts: 2 } });
    expect((await shop.settles(await shop.order({ 'moka-pot': 1 }))).status).toBe('CONFIRMED');
    expect(asked).toHaveLength(11);
  });

  it('is shown while it is tried again, and stock goes its own way', async () => {
    const { gateway } = gatewayThat(down);
    const { fulfilments } = await shop.start({
      gateway,
      retries: { firstPause: 60_000, longestPause: 60_000 },
    });
    const before = await shop.stockOf('moka-pot');
    const orderId = await shop.order({ 'moka-pot': 2 });
    await vi.waitFor(async () => {
      const tried = { state: 'RUNNING', nextStep: 'AUTHORIZE_PAYMENT', attempts: 1, waitingSince: null };
      expect(await fulfilments.find(orderId)).toMatchObject(tried);
    });
    expect(await shop.stockOf('moka-pot')).toEqual([before[0], before[1] + 2]);
    await shop.change('cancelOrder', { orderId, reason: 'no' });
    await vi.waitFor(async () => expect(await shop.stockOf('moka-pot')).toEqual(before));
    // Nobody knows whether it was authorised, and it is too soon to ask again.
    expect(await fulfilments.find(orderId)).toMatchObject({ state: 'RUNNING', attempts: 1 });
  });

  it('is asked for what was begun whatever the order has come to since, and then for the way back', async () => {
    let working = false;
    const { gateway, asked } = gatewayThat(() => (working ? undefined : down()));
    await shop.start({ gateway, retries: { attempts: 1_000 } });
    const orderId = await shop.order({ 'moka-pot': 1 });
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    await shop.change('cancelOrder', { orderId, reason: 'no' });
    working = true;
    expect((await shop.settles(orderId)).status).toBe('CANCELLED');
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 34.50', 'VOIDED 34.50']);
  });
});

describe('a gateway that refuses', () => {
  it('is not asked again by itself, and with a new key when somebody wants it tried again', async () => {
    let refuses = true;
    const { gateway, asked } = gatewayThat(() => (refuses ? refusal() : undefined));
    await shop.start({ gateway });
    const orderId = await shop.order({ 'moka-pot': 1 });
    const { facts } = await shop.settles(orderId, 'WAITING');
    expect(facts.pause).toMatchObject({ attempts: 1, error: 'The payment gateway refuses: no' });
    expect(asked).toHaveLength(1);
    await retry(orderId);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    await shop.settles(orderId, 'WAITING');
    refuses = false;
    await retry(orderId);
    await shop.settles(orderId);
    expect(keysOf(asked)).toHaveLength(3);
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 34.50']);
  });

  it('keeps nobody waiting for what is not needed any more', async () => {
    const { gateway } = gatewayThat(async ({ kind, orderId }) => {
      if (kind !== 'CAPTURE') return undefined;
      const { version } = await shop.orders.load(orderId);
      await shop.change('rollbackOrder', { orderId, toVersion: version - 2, reason: 'not sent off' });
      return refusal();
    });
    await shop.start({ gateway });
    const orderId = await shop.order({ 'moka-pot': 1 });
    await shop.settles(orderId);
    await shop.change('updateOrderStatus', { orderId, status: 'PROCESSING' });
    await shop.change('updateOrderStatus', { orderId, status: 'SHIPPED' });
    expect((await shop.settles(orderId)).status).toBe('PROCESSING');
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 34.50']);
  });
});

describe('a gateway that decides later', () => {
  it('is asked as often as it is worth, and then somebody is waited for', async () => {
    const { gateway, asked } = gatewayThat(() => 'UNDECIDED');
    await shop.start({ gateway, retries: { attempts: 2, undecided: 5 } });
    const orderId = await shop.order({ 'moka-pot': 1 });
    const { facts } = await shop.settles(orderId, 'WAITING');
    expect([asked.length, keysOf(asked).length]).toEqual([5, 1]);
    expect(facts.pause).toMatchObject({ attempts: 5, error: 'The payment gateway has not decided yet' });
  });

  it('is not asked any more once its webhook has told', async () => {
    const { gateway, asked } = gatewayThat(() => 'UNDECIDED');
    const { record } = await shop.start({ gateway, retries: { firstPause: 60_000, longestPause: 60_000 } });
    const orderId = await shop.order({ 'moka-pot': 1 });
    await vi.waitFor(async () => expect(await row(orderId)).toMatchObject({ undecided: 1, lease: null }));
    const fact = (await shop.gateway.carryOut(asked[0] as PaymentOperation)) as PaymentFact;
    expect(await record(fact)).toBeUndefined();
    expect(await record(fact)).toBeUndefined();
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
    expect(asked).toHaveLength(1);
    const events = (await shop.history(orderId)).filter(({ type }) => type === 'PaymentAuthorized');
    expect(events).toMatchObject([{ actor: 'payment-gateway', correlationId: orderId }]);
  });

  it('does not cancel an order, by declining a card, that is to be paid with another one by now', async () => {
    const { gateway, asked } = gatewayThat((_, times) => (times === 1 ? 'UNDECIDED' : undefined));
    const { record } = await shop.start({ gateway, retries: { firstPause: 60_000, longestPause: 60_000 } });
    const orderId = await shop.order({ 'moka-pot': 1 }, 'tok_declined');
    await vi.waitFor(async () => expect(await row(orderId)).toMatchObject({ undecided: 1, lease: null }));
    await shop.change('payOrder', { orderId, paymentToken: 'tok_ok' });
    expect(
      await record((await shop.gateway.carryOut(asked[0] as PaymentOperation)) as PaymentFact),
    ).toBeUndefined();
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
    expect(await shop.ledger(orderId)).toEqual(['DECLINED 34.50', 'AUTHORIZED 34.50']);
  });
});

describe('without a gateway', () => {
  it('an order waits, and is told which setting is missing; it goes on when there is one', async () => {
    const lone = await shop.start({ gateway: undefined });
    const orderId = await shop.order({ 'moka-pot': 1 });
    const { facts } = await shop.settles(orderId, 'WAITING');
    expect(facts.pause?.error).toContain('PAYMENT_GATEWAY_URL');
    await lone.stop();
    await shop.start();
    await retry(orderId);
    expect((await shop.settles(orderId)).status).toBe('CONFIRMED');
  });
});

describe('somebody who sees to a payment by hand', () => {
  it('says that it was done, and the process goes on from there', async () => {
    await shop.start({
      gateway: gatewayThat(({ kind }) => (kind === 'CAPTURE' ? refusal() : undefined)).gateway,
    });
    const orderId = await shop.order({ 'moka-pot': 1 });
    await shop.settles(orderId);
    await shop.change('updateOrderStatus', { orderId, status: 'PROCESSING' });
    await shop.change('updateOrderStatus', { orderId, status: 'SHIPPED' });
    await shop.settles(orderId, 'WAITING');
    const done = { outcome: 'DONE', reference: 'cap_77', reason: 'taken at the counter' };
    await shop.change('settleFulfilment', { orderId, ...done });
    await shop.settles(orderId);
    expect((await shop.history(orderId)).at(-1)).toMatchObject({
      type: 'FulfilmentSettled',
      actor: 'tester',
    });
  });

  it('says that it will not be done, and it is not asked for any more', async () => {
    const { gateway, asked } = gatewayThat(({ kind }) => (kind === 'CAPTURE' ? down() : undefined));
    await shop.start({ gateway, retries: { attempts: 1 } });
    const orderId = await shop.order({ 'moka-pot': 1 });
    await shop.settles(orderId);
    await shop.change('updateOrderStatus', { orderId, status: 'PROCESSING' });
    await shop.change('updateOrderStatus', { orderId, status: 'SHIPPED' });
    await shop.settles(orderId, 'WAITING');
    const calls = asked.length;
    await shop.change('settleFulfilment', { orderId, outcome: 'NOT_DONE', reason: 'a gift' });
    await shop.settles(orderId, 'SETTLED');
    expect(asked).toHaveLength(calls);
    const settled = await row(orderId);
    expect(settled).toMatchObject({ pending: null, waiting_since: null });
    expect(await shop.storage.personalData.open('ada', [settled?.last_error ?? ''])).toEqual(['a gift']);
  });
});
