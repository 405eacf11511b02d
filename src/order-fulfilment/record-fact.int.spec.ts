import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentFact } from '../payments/index.js';
import { openTestShop, type TestShop } from '../testing/order-fulfilment/test-shop.js';
import type { RunningFulfilment } from './fulfilment.js';

let shop: TestShop;
let fulfilment: RunningFulfilment;
beforeAll(async () => {
  shop = await openTestShop();
  fulfilment = await shop.start();
});
afterAll(() => shop?.close());

const usd = (minor: number) => ({ minor, currency: 'USD' });

const authorized = (orderId: string, changes: Partial<PaymentFact> = {}): PaymentFact => ({
  ...{ kind: 'AUTHORIZED', id: 'auth_1', orderId, operation: null, amount: usd(100) },
  ...{ authorizationId: 'auth_1', captureId: null, reason: null },
  ...changes,
});

describe('what the gateway says by itself', () => {
  it('is refused for an order that there is not', async () => {
    expect(await fulfilment.record(authorized(uuidv7()))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused in another currency than the order’s', async () => {
    const orderId = await shop.order({ 'moka-pot': 1 });
    const inYen = authorized(orderId, { amount: { minor: 100, currency: 'JPY' } });
    expect(await fulfilment.record(inYen)).toMatchObject({
      code: 'BUSINESS_RULE_ERROR',
      message: 'The order is in USD, not in JPY',
    });
  });

  it('is recorded once, also where it comes 16 times at once', async () => {
    const orderId = await shop.order({ 'moka-pot': 1 });
    await shop.settles(orderId);
    const id = (await shop.load(orderId)).facts.ledger[0]?.id ?? '';
    const captured = (await shop.gateway.carryOut({
      ...{ kind: 'CAPTURE', key: 'unasked', orderId, authorizationId: id, amount: usd(3_450) },
    })) as PaymentFact;
    const answers = await Promise.all(Array.from({ length: 16 }, () => fulfilment.record(captured)));
    expect(new Set(answers)).toEqual(new Set([undefined]));
    await shop.settles(orderId);
    const events = (await shop.history(orderId)).filter(({ type }) => type === 'PaymentCaptured');
    expect(events).toMatchObject([{ actor: 'payment-gateway', data: { operation: 'unasked' } }]);
  });

  it('brings an order without a payment under way too: its money goes back', async () => {
    const items = [{ productId: 'moka-pot', quantity: 1 }];
    const { streamId: orderId } = await shop.change('createOrder', { customerId: 'ada', items });
    const operation = {
      kind: 'AUTHORIZE',
      key: 'unasked-too',
      orderId,
      token: 'tok_ok',
      amount: usd(500),
    } as const;
    expect(await fulfilment.record((await shop.gateway.carryOut(operation)) as PaymentFact)).toBeUndefined();
    expect((await shop.settles(orderId)).status).toBe('PENDING');
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 5.00', 'VOIDED 5.00']);
  });

  it('is reconciled where it comes late: a capture after the cancellation is refunded', async () => {
    const orderId = await shop.order({ 'moka-pot': 1 });
    await shop.settles(orderId);
    const id = (await shop.load(orderId)).facts.ledger[0]?.id ?? '';
    const captured = (await shop.gateway.carryOut({
      ...{ kind: 'CAPTURE', key: 'by-itself', orderId, authorizationId: id, amount: usd(3_450) },
    })) as PaymentFact;
    await shop.change('cancelOrder', { orderId, reason: 'too late' });
    const { facts } = await shop.settles(orderId, 'WAITING'); // there is nothing to void
    expect(facts.pause).toMatchObject({ step: 'VOID_PAYMENT' });
    expect(await fulfilment.record(captured)).toBeUndefined();
    expect((await shop.settles(orderId)).status).toBe('CANCELLED');
    expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 34.50', 'CAPTURED 34.50', 'REFUNDED 34.50']);
  });
});
