import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorized, captured, declined, refunded, voided } from '../../../testing/orders/order-events.js';
import type { MoneyEvent } from './events.js';
import {
  authorized as authorizedIn,
  balance,
  captured as capturedIn,
  enter,
  held,
  type Ledger,
  openAuthorizations,
  openCaptures,
  refunded as refundedIn,
} from './ledger.js';
import { entryOf, moneyEventOf } from './money-event.js';

const ledgerOf = (...events: readonly MoneyEvent[]): Ledger => events.map(entryOf).reduce<Ledger>(enter, []);

const sums = (ledger: Ledger) => ({
  held: held(ledger),
  balance: balance(ledger),
  authorized: authorizedIn(ledger),
  captured: capturedIn(ledger),
  refunded: refundedIn(ledger),
});

describe('the sums of a ledger', () => {
  it.each([
    ['of nothing', [], { held: 0, balance: 0, authorized: 0, captured: 0, refunded: 0 }],
    ['of a decline', [declined('9.00')], { held: 0, balance: 0, authorized: 0, captured: 0, refunded: 0 }],
    [
      'of what is held, less what was given up',
      [authorized('20.00'), voided('5.00')],
      { held: 1_500, balance: 0, authorized: 1_500, captured: 0, refunded: 0 },
    ],
    [
      'of what was taken in part',
      [authorized('20.00'), captured('15.00')],
      { held: 500, balance: 1_500, authorized: 2_000, captured: 1_500, refunded: 0 },
    ],
    [
      'of what was given back',
      [authorized('20.00'), captured('20.00'), refunded('5.00'), refunded('1.00', 'r2')],
      { held: 0, balance: 1_400, authorized: 2_000, captured: 2_000, refunded: 600 },
    ],
    [
      'of more taken than was held',
      [authorized('20.00'), captured('25.00')],
      { held: 0, balance: 2_500, authorized: 2_500, captured: 2_500, refunded: 0 },
    ],
    [
      'of more given back than was taken',
      [captured('20.00'), captured('10.00', 'c2'), refunded('25.00')],
      { held: 0, balance: 1_000, authorized: 3_000, captured: 3_000, refunded: 2_500 },
    ],
    [
      'of more given up than was held',
      [authorized('20.00'), authorized('10.00', 'a2'), voided('25.00')],
      { held: 1_000, balance: 0, authorized: 1_000, captured: 0, refunded: 0 },
    ],
  ])('%s', (_, events, expected) => {
    expect(sums(ledgerOf(...events))).toEqual(expected);
  });

  it('do not depend on the order in which the moves were told', () => {
    const moves = [
      ...[authorized('20.00'), authorized('10.00', 'a2'), voided('3.00'), voided('1.00', 'v2', 'a2')],
      ...[captured('15.00'), captured('9.00', 'c2', 'a2'), refunded('5.00'), refunded('1.00', 'r2', 'c2')],
      declined('7.00'),
    ];
    const inOrder = sums(ledgerOf(...moves));
    expect(inOrder).toEqual({ held: 200, balance: 1_800, authorized: 2_600, captured: 2_400, refunded: 600 });
    fc.assert(
      fc.property(fc.shuffledSubarray(moves, { minLength: moves.length }), (told) => {
        expect(sums(ledgerOf(...told))).toEqual(inOrder);
      }),
    );
  });

  it('are never negative, whatever is known so far', () => {
    const moves = [
      authorized('20.00'),
      voided('9.00'),
      captured('15.00'),
      refunded('25.00'),
      declined('7.00'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(moves), (told) => {
        for (const sum of Object.values(sums(ledgerOf(...told)))) expect(sum).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('what is open', () => {
  const ledger = ledgerOf(
    ...[
      authorized('20.00'),
      authorized('10.00', 'a2'),
      voided('10.00', 'v1', 'a2'),
      authorized('5.00', 'a3'),
    ],
    ...[captured('8.00'), captured('4.00', 'c2', 'a3'), refunded('8.00'), refunded('1.00', 'r2', 'c2')],
  );

  it('of authorisations is what is left of each, oldest first', () => {
    expect(openAuthorizations(ledger)).toEqual([
      { authorizationId: 'a1', captureId: null, amount: 1_200 },
      { authorizationId: 'a3', captureId: null, amount: 100 },
    ]);
  });

  it('of captures is what is left of each, with its authorisation', () => {
    expect(openCaptures(ledger)).toEqual([{ authorizationId: 'a3', captureId: 'c2', amount: 300 }]);
  });

  it('is worked out at once for thousands of moves', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => entryOf(authorized('1.00', `a${i}`)));
    const taken = many.map(({ id }, i) => entryOf(captured('0.40', `c${i}`, id)));
    const all = [...many, ...taken];
    expect([held(all), balance(all), openAuthorizations(all).length]).toEqual([300_000, 200_000, 5_000]);
  });
});

describe('a move of money as an event', () => {
  const amount = { amount: '20.00', currency: 'USD' };
  const asked = { id: 'x1', operation: 'op-1', amount, authorizationId: 'a1', captureId: 'c1' };

  it.each(['AUTHORIZED', 'DECLINED', 'CAPTURED', 'VOIDED', 'REFUNDED'] as const)(
    'says all of %s that the ledger keeps',
    (kind) => {
      const entry = entryOf(moneyEventOf({ ...asked, kind }));
      expect(entry).toMatchObject({ kind, id: 'x1', operation: 'op-1', amount: 2_000, byHand: false });
      expect(entryOf(moneyEventOf({ ...asked, kind, byHand: true })).byHand).toBe(true);
    },
  );

  it('names what it is a part of, or cannot be recorded', () => {
    const of = { ...asked, authorizationId: null, captureId: null };
    for (const kind of ['CAPTURED', 'VOIDED'] as const)
      expect(() => moneyEventOf({ ...of, kind })).toThrow(`${kind} x1 names no authorizationId`);
    expect(() => moneyEventOf({ ...of, kind: 'REFUNDED' })).toThrow('REFUNDED x1 names no captureId');
    expect(() => moneyEventOf({ ...of, captureId: 'c1', kind: 'REFUNDED' })).toThrow(
      'names no authorizationId',
    );
  });

  it('gives the reason of a decline, or at least some', () => {
    const declineOf = (reason: string | null) => moneyEventOf({ ...asked, kind: 'DECLINED', reason });
    expect(declineOf('expired card').data).toMatchObject({ declineId: 'x1', reason: 'expired card' });
    expect(declineOf(null).data).toMatchObject({ reason: 'declined' });
  });
});
