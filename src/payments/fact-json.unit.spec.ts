import { describe, expect, it } from 'vitest';
import { factJson, readFact } from './fact-json.js';
import type { PaymentFact } from './payment-gateway.js';

const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';
const amount = { minor: 1_250, currency: 'USD' };
const unset = { operation: null, authorizationId: null, captureId: null, reason: null };
const facts: readonly PaymentFact[] = [
  { ...unset, kind: 'AUTHORIZED', id: 'a1', orderId, amount, authorizationId: 'a1', operation: 'k:1' },
  { ...unset, kind: 'DECLINED', id: 'd1', orderId, amount, reason: 'insufficient funds' },
  { ...unset, kind: 'CAPTURED', id: 'c1', orderId, amount, authorizationId: 'a1', captureId: 'c1' },
  { ...unset, kind: 'VOIDED', id: 'v1', orderId, amount, authorizationId: 'a1' },
  { ...unset, kind: 'REFUNDED', id: 'r1', orderId, amount, authorizationId: 'a1', captureId: 'c1' },
];
const [authorized, declined, captured, voided, refunded] = facts.map(factJson);

describe('a fact in JSON', () => {
  it.each(facts)('is read as it was written: $kind', (fact) => {
    expect(readFact(JSON.parse(JSON.stringify(factJson(fact))))).toEqual(fact);
  });

  it('may leave out what follows from the rest, and have more', () => {
    const { id, amount, kind } = authorized ?? {};
    expect(readFact({ id, kind, amount, orderId: orderId.toUpperCase(), fee: '0.30' })).toEqual({
      ...facts[0],
      operation: null,
    });
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, ''],
    ['another kind', { ...authorized, kind: 'SETTLED' }, 'kind'],
    ['no order', { ...authorized, orderId: 'order-7' }, 'orderId'],
    ['no money', { ...voided, amount: { amount: '0.00', currency: 'USD' } }, 'amount'],
    ['less than no money', { ...voided, amount: { amount: '-1.00', currency: 'USD' } }, 'amount'],
    ['parts of a cent', { ...voided, amount: { amount: '1.001', currency: 'USD' } }, 'amount'],
    ['an id of a path', { ...authorized, id: '.' }, 'id'],
    ['an id with a blank', { ...captured, id: 'a b' }, 'id'],
    ['no authorisation', { ...captured, authorizationId: null }, 'authorizationId'],
    ['no capture', { ...refunded, captureId: undefined }, 'captureId'],
    ['no reason', { ...declined, reason: null }, 'reason'],
    ['a reason of two lines', { ...declined, reason: 'no\nmoney' }, 'reason'],
    ['a key that no header has', { ...authorized, operation: 'schlüssel' }, 'operation'],
  ])('is refused with %s', (_what, json, path) => {
    expect(readFact(json)).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ path }] });
  });
});
