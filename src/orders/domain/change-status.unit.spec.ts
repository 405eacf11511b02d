import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRejection } from '../../event-sourcing/errors.js';
import { historyOf, snapshotOf, specificationOf } from '../../testing/given-when-then.js';
import type { OrderCommand } from './commands.js';
import { decide } from './decide.js';
import { orderDecider } from './order-decider.js';
import { ORDER_STATUSES, type OrderStatus } from './order-status.js';

const given = specificationOf(orderDecider);

const to = (status: OrderStatus): OrderCommand => ({ type: 'UpdateOrderStatus', status });
const cancel: OrderCommand = { type: 'CancelOrder', reason: 'Sent twice' };
const create: OrderCommand = {
  type: 'CreateOrder',
  customer: { id: 'ada', active: true },
  reference: null,
  items: [
    {
      productId: 'tea',
      name: 'Tea',
      quantity: 2,
      unitPrice: { minor: 250, currency: 'USD' },
      offer: null,
    },
  ],
};

const WAY_TO: Record<OrderStatus, readonly OrderStatus[]> = {
  PENDING: [],
  CONFIRMED: ['CONFIRMED'],
  PROCESSING: ['CONFIRMED', 'PROCESSING'],
  SHIPPED: ['CONFIRMED', 'PROCESSING', 'SHIPPED'],
  DELIVERED: ['CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED'],
  CANCELLED: ['CANCELLED'],
};
const orderIn = (status: OrderStatus) => given(...historyOf(orderDecider, create, ...WAY_TO[status].map(to)));

// Written out from the specification, not from the code.
const FOLLOWERS: Record<OrderStatus, readonly OrderStatus[]> = {
  PENDING: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['PROCESSING', 'CANCELLED'],
  PROCESSING: ['SHIPPED', 'CANCELLED'],
  SHIPPED: ['DELIVERED'],
  DELIVERED: [],
  CANCELLED: [],
};
const pairs = ORDER_STATUSES.flatMap((from) => ORDER_STATUSES.map((next) => [from, next] as const));
const isForbidden = ([from, next]: readonly [OrderStatus, OrderStatus]) =>
  from !== next && !FOLLOWERS[from].includes(next);

describe('the status', () => {
  it.each(pairs.filter(([from, next]) => FOLLOWERS[from].includes(next) && next !== 'CANCELLED'))(
    'goes from %s to %s',
    (from, next) => {
      orderIn(from)
        .when(to(next))
        .thenEvents({ type: 'OrderStatusUpdated', data: { from, to: next } });
    },
  );

  it.each(pairs.filter(isForbidden))('does not go from %s to %s', (from, next) => {
    const allowed = FOLLOWERS[from].join(', ') || `none. ${from} is final, only a rollback leaves it`;
    const message = `Cannot change status from ${from} to ${next}. Allowed: ${allowed}`;
    orderIn(from).when(to(next)).thenRefused('BUSINESS_RULE_ERROR', message);
  });

  it.each(ORDER_STATUSES)('stays %s without an event', (status) => {
    orderIn(status).when(to(status)).thenNothing();
  });

  it('is cancelled by one type of event, with or without a reason', () => {
    for (const from of ['PENDING', 'CONFIRMED', 'PROCESSING'] as const) {
      const order = orderIn(from);
      order.when(to('CANCELLED')).thenEvents({ type: 'OrderCancelled', data: { from, reason: null } });
      order.when(cancel).thenEvents({ type: 'OrderCancelled', data: { from, reason: 'Sent twice' } });
    }
  });

  it('says where to go instead of cancelling a shipped order', () => {
    orderIn('SHIPPED')
      .when(cancel)
      .thenRefused(
        'BUSINESS_RULE_ERROR',
        'Cannot change status from SHIPPED to CANCELLED. Allowed: DELIVERED',
      );
    orderIn('DELIVERED')
      .when(cancel)
      .thenRefused(
        'BUSINESS_RULE_ERROR',
        'Cannot change status from DELIVERED to CANCELLED. ' +
          'Allowed: none. DELIVERED is final, only a rollback leaves it',
      );
  });

  it('of a cancelled order stays so when it is cancelled again', () => {
    orderIn('CANCELLED').when(cancel).thenNothing();
  });

  it('follows the table on every walk', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ORDER_STATUSES), { maxLength: 12 }), (walk) => {
        let history = historyOf(orderDecider, create);
        let status: OrderStatus = 'PENDING';
        for (const next of walk) {
          const decision = decide(to(next), snapshotOf(orderDecider, history));
          expect(isRejection(decision)).toBe(isForbidden([status, next]));
          if (isRejection(decision)) continue;
          history = [...history, ...decision];
          status = next;
          expect(snapshotOf(orderDecider, history).state?.status).toBe(status);
        }
      }),
    );
  });
});

describe('a payment', () => {
  const pay = (paymentToken: string): OrderCommand => ({ type: 'PayOrder', paymentToken });
  const requested = (paymentToken: string) => ({ type: 'PaymentRequested', data: { paymentToken } }) as const;

  it.each(ORDER_STATUSES.filter((status) => status !== 'CANCELLED'))('may come while %s', (status) => {
    orderIn(status).when(pay('card')).thenEvents(requested('card'));
  });

  it('may be changed, and is the same when it is given again', () => {
    const paid = orderIn('PENDING').when(pay('card')).thenEvents(requested('card'));
    paid.when(pay('card')).thenNothing();
    paid.when(pay('other')).thenEvents(requested('other')).when(pay('card')).thenEvents(requested('card'));
  });

  it('comes too late for a cancelled order', () => {
    const why = 'Nothing is paid for a cancelled order. CANCELLED is final, only a rollback leaves it';
    orderIn('CANCELLED').when(pay('card')).thenRefused('BUSINESS_RULE_ERROR', why);
  });

  it('may come with the order', () => {
    const [created] = historyOf(orderDecider, { ...create, paymentToken: 'card' } as OrderCommand);
    expect(created?.data).toMatchObject({ paymentToken: 'card' });
    for (const without of [create, { ...create, paymentToken: null } as OrderCommand])
      expect(historyOf(orderDecider, without)[0]?.data).not.toHaveProperty('paymentToken');
  });
});
