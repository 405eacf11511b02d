import { describe, expect, it } from 'vitest';
import { instantOf } from '../../../testing/given-when-then.js';
import {
  authorized,
  cancelled,
  captured,
  changed,
  confirmed,
  declined,
  expiry,
  itemsOf,
  orderAfter,
  ordered,
  paidWith,
  paused,
  refunded,
  released,
  reserved,
  rolledBack,
  sent,
  settled,
  shipped,
  short,
  voided,
} from '../../../testing/orders/order-events.js';
import type { OrderEvent } from '../events.js';
import { paymentView, processView, reservationView } from './views.js';

const two = ordered({ tea: 2 });
const ready = [two, reserved({ tea: 2 }), authorized('20.00'), confirmed];
const unpaid = ordered({ tea: 2 }, null);

describe('the views of an order', () => {
  it.each([
    ['that nobody pays for here', [unpaid, confirmed]],
    ['that is cancelled and nobody paid for', [unpaid, cancelled()]],
  ])('are none of one %s', (_, events) => {
    const order = orderAfter(...events);
    expect([paymentView(order), reservationView(order), processView(order)]).toEqual([null, null, null]);
  });

  it.each([
    ['a payment was asked for', [two]],
    ['money moved', [unpaid, captured('20.00')]],
    ['goods moved', [unpaid, reserved({ tea: 2 })]],
    ['money moved before it was rolled back', [unpaid, paidWith('card'), voided('1.00'), rolledBack(3, 1)]],
  ])('are there where %s', (_, events) => {
    const order = orderAfter(...events);
    expect([paymentView(order), reservationView(order), processView(order)]).not.toContain(null);
  });

  it('are none of a row that an older build left', () => {
    const { paymentToken: _, ...old } = orderAfter(unpaid);
    expect(processView(old as ReturnType<typeof orderAfter>)).toBeNull();
  });
});

describe('the payment', () => {
  it('adds up', () => {
    const order = orderAfter(...ready, ...sent, captured('15.00'), refunded('5.00'));
    expect(paymentView(order)).toEqual({
      ...{ status: 'PARTIALLY_REFUNDED', authorized: 2_000, captured: 1_500, refunded: 500, balance: 1_000 },
    });
  });

  it.each<[string, string, OrderEvent[]]>([
    ['PENDING', 'nothing was answered', [two]],
    ['AUTHORIZED', 'money is held', ready],
    ['AUTHORIZED', 'money is held though more was declined', [...ready, declined('5.00')]],
    ['DECLINED', 'it was declined', [two, declined('20.00')]],
    ['DECLINED', 'it was declined after it was given up', [...ready, voided('20.00'), declined('20.00')]],
    ['VOIDED', 'it was given up', [...ready, voided('20.00')]],
    ['VOIDED', 'it was given up before it was known', [two, voided('20.00'), authorized('20.00')]],
    ['CAPTURED', 'it was taken', [...ready, captured('20.00')]],
    ['PARTIALLY_REFUNDED', 'some was given back', [...ready, captured('20.00'), refunded('5.00')]],
    ['REFUNDED', 'all was given back', [...ready, captured('20.00'), refunded('20.00')]],
    ['PENDING', 'a refund is known before its capture', [two, refunded('20.00')]],
  ])('is %s where %s', (status, _, events) => {
    expect(paymentView(orderAfter(...events))?.status).toBe(status);
  });
});

describe('the reservation', () => {
  it('is what is set aside, what has left, and until when', () => {
    expect(reservationView(orderAfter(two, reserved({ tea: 2, jam: 1 }), shipped({ jam: 1 })))).toEqual({
      ...{ status: 'RESERVED', items: itemsOf({ tea: 2 }), shipped: itemsOf({ jam: 1 }), expiresAt: expiry },
    });
    expect(reservationView(orderAfter(...ready))?.expiresAt).toBeNull();
  });

  it.each<[string, string, OrderEvent[]]>([
    ['PENDING', 'nothing is', [two]],
    ['RESERVED', 'something is', ready],
    ['SHIPPED', 'all has left', [...ready, shipped({ tea: 2 })]],
    ['RELEASED', 'it was not needed', [...ready, released({ tea: 2 })]],
    ['EXPIRED', 'it ran out', [two, reserved({ tea: 2 }), released({ tea: 2 }, 2, 'EXPIRED')]],
    ['FAILED', 'there was not enough', [two, short('tea', 2, 1), cancelled()]],
  ])('is %s where %s', (status, _, events) => {
    expect(reservationView(orderAfter(...events))?.status).toBe(status);
  });
});

describe('the process', () => {
  const running = (nextStep: string) => ({ ...over, state: 'RUNNING', nextStep });
  const over = { state: 'COMPLETED', nextStep: null, attempts: 0, lastError: null, waitingSince: null };
  const waiting = { attempts: 6, lastError: 'no answer', waitingSince: instantOf(2) };
  const letBe = [...ready, ...sent, paused('SHIP_STOCK'), settled('SHIP_STOCK', 'NOT_DONE')];

  it.each<[string, OrderEvent[], object]>([
    ['runs while a step is due', [two], running('RESERVE_STOCK')],
    ['is complete where none is', ready, over],
    [
      'waits for a human',
      [two, paused('RESERVE_STOCK')],
      { ...waiting, state: 'WAITING', nextStep: 'RESERVE_STOCK' },
    ],
    [
      'is settled where a human let the step be',
      letBe,
      { ...over, state: 'SETTLED', nextStep: 'SHIP_STOCK', lastError: 'by phone' },
    ],
    ['goes on with another step then', [...letBe, shipped({ tea: 2 })], running('CAPTURE_PAYMENT')],
    ['goes on when it is not let be any more', [...letBe, changed('tea', 2, 1)], running('SHIP_STOCK')],
  ])('%s', (_, events, view) => {
    expect(processView(orderAfter(...events))).toEqual(view);
  });
});
