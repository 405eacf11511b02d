import { describe, expect, it } from 'vitest';
import { ReplayError } from '../../../event-sourcing/errors.js';
import { instantOf, snapshotOf } from '../../../testing/given-when-then.js';
import {
  added,
  authorized,
  cancelled,
  captured,
  changed,
  confirmed,
  declined,
  expiry,
  itemsOf,
  operation,
  orderAfter,
  ordered,
  paidWith,
  paused,
  refunded,
  released,
  reserved,
  resumed,
  rolledBack,
  settled,
  shipped,
  short,
  voided,
} from '../../../testing/orders/order-events.js';
import type { OrderEvent } from '../events.js';
import { orderDecider } from '../order-decider.js';
import { noFacts, observe } from './facts.js';

const two = ordered({ tea: 2 });
const factsAfter = (...events: readonly OrderEvent[]) => orderAfter(two, ...events).facts;
const entry = { operation: null, authorizationId: null, captureId: null, byHand: false };
const unknown = { type: 'OrderGiftWrapped', data: { paper: 'red' } } as unknown as OrderEvent;

describe('the facts of an order', () => {
  it('begin with its currency, and nothing else', () => {
    expect(factsAfter()).toEqual({
      currency: 'USD',
      ledger: [],
      stock: { revision: 0, reserved: [], shipped: [], expiresAt: null, lost: null },
      pause: null,
    });
  });

  it('hold each move of money, in the order in which they were told', () => {
    const asked = captured('20.00', 'c1', 'a1', 'op-1');
    const moves = [authorized('20.00'), declined('5.00'), asked, voided('1.00'), refunded('2.00')];
    const ids = { authorizationId: 'a1', captureId: 'c1' };
    expect(factsAfter(...moves).ledger).toEqual([
      { ...entry, kind: 'AUTHORIZED', id: 'a1', amount: 2_000, authorizationId: 'a1' },
      { ...entry, kind: 'DECLINED', id: 'd1', amount: 500 },
      { ...entry, kind: 'CAPTURED', id: 'c1', amount: 2_000, ...ids, operation: 'op-1' },
      { ...entry, kind: 'VOIDED', id: 'v1', amount: 100, authorizationId: 'a1' },
      { ...entry, kind: 'REFUNDED', id: 'r1', amount: 200, ...ids },
    ]);
  });

  it('hold what is reserved and what has left, by product', () => {
    const { stock } = factsAfter(
      ...[reserved({ tea: 5, jam: 1 }), released({ tea: 1 }, 2), reserved({ oil: 2 }, 3)],
      ...[shipped({ tea: 3, oil: 2 }, 4), shipped({ jam: 2 }, 5)],
    );
    expect(stock).toEqual({
      revision: 5,
      reserved: itemsOf({ tea: 1 }),
      shipped: itemsOf({ jam: 2, oil: 2, tea: 3 }),
      expiresAt: expiry,
      lost: null,
    });
  });

  it.each([
    ['it was short', [short('tea', 2, 1)], 'FAILED'],
    ['it expired', [reserved({ tea: 2 }), released({ tea: 2 }, 2, 'EXPIRED')], 'EXPIRED'],
    ['it was not needed', [reserved({ tea: 2 }), released({ tea: 2 })], null],
    ['there is one again', [short('tea', 2, 1), reserved({ tea: 2 })], null],
  ])('say why there is no reservation where %s', (_, events, lost) => {
    expect(factsAfter(...events).stock.lost).toBe(lost);
  });

  it('hold who waits, since when, and what for', () => {
    const asked = operation('20.00');
    expect(factsAfter(paused('AUTHORIZE_PAYMENT', asked)).pause).toEqual({
      ...{ step: 'AUTHORIZE_PAYMENT', operation: asked, attempts: 6, error: 'no answer' },
      ...{ since: instantOf(2), settled: false },
    });
    expect(factsAfter(paused('SHIP_STOCK'), settled('SHIP_STOCK', 'NOT_DONE')).pause).toEqual({
      ...{ step: 'SHIP_STOCK', operation: null, attempts: 0, error: 'by phone' },
      ...{ since: instantOf(3), settled: true },
    });
  });

  it.each([
    ['an addition', added({ jam: 1 })],
    ['a change of a quantity', [changed('tea', 2, 3)]],
    ['a removal', [{ type: 'OrderItemRemoved', data: { productId: 'tea', quantity: 2 } } as OrderEvent]],
    ['a change of status', [confirmed]],
    ['a cancellation', [cancelled()]],
    ['a rollback', [rolledBack(2, 1)]],
    ['a payment', [paidWith('other')]],
    ['a retry', [resumed]],
    ['a move of money', [declined('1.00')]],
  ])('wait for nobody after %s', (_, events) => {
    expect(factsAfter(paused('SHIP_STOCK'), ...events).pause).toBeNull();
  });

  it.each([
    ['a move of goods', reserved({ tea: 2 })],
    ['a shortage', short('tea', 2, 1)],
    ['what this build does not know', unknown],
  ])('still wait after %s', (_, event) => {
    expect(factsAfter(paused('SHIP_STOCK'), event).pause).not.toBeNull();
  });

  it('are the same, and no copy, after what tells of none', () => {
    const facts = factsAfter(reserved({ tea: 2 }), authorized('20.00'));
    for (const event of [confirmed, unknown, settled('VOID_PAYMENT', 'DONE'), rolledBack(3, 1)])
      expect(observe(facts, event, 0)).toBe(facts);
  });

  it('carry over every rollback', () => {
    const story = [
      ...[two, reserved({ tea: 2 }), authorized('20.00'), rolledBack(3, 1), voided('5.00')],
      ...[rolledBack(5, 4), shipped({ tea: 1 }), captured('15.00'), rolledBack(8, 1)],
    ];
    const { state } = snapshotOf(orderDecider, story);
    const { state: straight } = snapshotOf(
      orderDecider,
      story.filter(({ type }) => type !== 'OrderRolledBack'),
    );
    expect(state?.facts).toEqual(straight?.facts);
    expect(state?.status).toBe('PENDING');
  });

  it('are plain JSON', () => {
    const facts = factsAfter(reserved({ tea: 2 }), authorized('20.00'), paused('VOID_PAYMENT'));
    expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts);
  });
});

describe('what the gateway says of an operation', () => {
  const byHand = { ...captured('20.00', 'c7', 'a1', 'op-1') };
  const told = { ...byHand, data: { ...byHand.data, byHand: true as const } };
  const idsAfter = (...events: readonly OrderEvent[]) => factsAfter(...events).ledger.map(({ id }) => id);

  it('takes the place of what a human said of it', () => {
    expect(idsAfter(authorized('20.00'), told, captured('20.00', 'c1', 'a1', 'op-1'))).toEqual(['a1', 'c1']);
    expect(idsAfter(told, declined('20.00', 'd1', 'op-1'))).toEqual(['d1']);
  });

  it('leaves alone what a human said of another one, and what it said itself', () => {
    expect(idsAfter(told, captured('20.00', 'c1', 'a1', 'op-2'))).toEqual(['c7', 'c1']);
    expect(idsAfter(told, captured('20.00', 'c1'))).toEqual(['c7', 'c1']);
    expect(idsAfter(byHand, captured('20.00', 'c1', 'a1', 'op-1'))).toEqual(['c7', 'c1']);
  });
});

describe('an event that cannot have happened', () => {
  const yen = authorized('20.00');
  const bad = (event: OrderEvent, data: object): OrderEvent =>
    ({ ...event, data: { ...event.data, ...data } }) as OrderEvent;
  const odd = (quantity: unknown) => bad(reserved({ tea: 2 }), { items: [{ productId: 'tea', quantity }] });

  it.each<[string, OrderEvent[], string]>([
    [
      'a release of more than was reserved',
      [reserved({ tea: 2 }), released({ tea: 3 })],
      'Of 3 × tea not all was reserved: 2 × tea was',
    ],
    ['a release of what never was', [released({ jam: 1 })], 'Of 1 × jam not all was reserved: nothing was'],
    [
      'a revision before the one that is known',
      [reserved({ tea: 2 }, 3), reserved({ tea: 1 }, 2)],
      'Revision 2 of the reservation does not follow 3',
    ],
    ['a revision of nothing', [reserved({ tea: 2 }, 0)], 'Revision 0 of the reservation does not follow 0'],
    [
      'a revision that is none',
      [bad(reserved({ tea: 2 }), { revision: '7' })],
      'Revision 7 of the reservation does not follow 0',
    ],
    ['a quantity of nothing', [odd(0)], '0 is no quantity of tea'],
    ['a negative one', [odd(-1)], '-1 is no quantity of tea'],
    ['half of one', [odd(0.5)], '0.5 is no quantity of tea'],
    ['one that is text', [odd('2')], '2 is no quantity of tea'],
    ['an end at no time', [bad(reserved({ tea: 2 }), { expiresAt: 'soon' })], 'soon is no instant'],
    [
      'an amount that is none',
      [bad(yen, { amount: { amount: '1.234', currency: 'USD' } })],
      'The amount of PaymentAuthorized cannot be read: Amount has too many decimal digits: USD has 2',
    ],
    [
      'money in another currency',
      [bad(yen, { amount: { amount: '20', currency: 'JPY' } })],
      'The money of this order is in USD, not in JPY',
    ],
    ['a move that is known', [captured('20.00'), captured('5.00')], 'CAPTURED c1 is known already'],
  ])('is %s', (_, events, why) => {
    expect(() => factsAfter(...events)).toThrow(ReplayError);
    expect(() => factsAfter(...events)).toThrow(why);
    // And no rollback makes it good.
    expect(() => factsAfter(...events, rolledBack(events.length + 1, 1))).toThrow(why);
  });
});

it('the facts of a row that an older build left take any money', () => {
  expect(observe(noFacts, authorized('20.00'), 0).ledger).toHaveLength(1);
});

it('an order in yen has its money in yen', () => {
  const yen = (event: OrderEvent): OrderEvent =>
    JSON.parse(JSON.stringify(event).replaceAll('USD', 'JPY').replaceAll('.00"', '"'));
  const { facts } = orderAfter(yen(two), yen(authorized('20.00')));
  expect(facts).toMatchObject({ currency: 'JPY', ledger: [{ amount: 20 }] });
});
