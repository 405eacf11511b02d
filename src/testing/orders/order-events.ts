import type { OrderEvent } from '../../orders/domain/events.js';
import type { OperationData, StepKind } from '../../orders/domain/fulfilment/events.js';
import { orderDecider } from '../../orders/domain/order-decider.js';
import type { OrderStatus } from '../../orders/domain/order-status.js';
import type { OrderState } from '../../orders/domain/state.js';
import { snapshotOf } from '../given-when-then.js';

// The events of an order in short, so that a specification reads as a story. A product costs 10.00 where nothing is said.

/** Quantities by product. */
export type Goods = Readonly<Record<string, number>>;

const usd = (amount: string) => ({ amount, currency: 'USD' });

export const itemsOf = (goods: Goods) =>
  Object.entries(goods).map(([productId, quantity]) => ({ productId, quantity }));

const priced = (goods: Goods, price = 10) =>
  itemsOf(goods).map((item) => ({ ...item, name: `Some ${item.productId}`, unitPrice: usd(`${price}.00`) }));

export function ordered(goods: Goods, paymentToken: string | null = 'card', price = 10): OrderEvent {
  const total = Object.values(goods).reduce((sum, quantity) => sum + price * quantity, 0);
  const data = { customerId: 'ada', items: priced(goods, price), totalAmount: usd(`${total}.00`) };
  return { type: 'OrderCreated', data: paymentToken === null ? data : { ...data, paymentToken } };
}

export const added = (goods: Goods): OrderEvent[] =>
  priced(goods).map((data) => ({ type: 'OrderItemAdded', data }));
export const changed = (productId: string, from: number, to: number): OrderEvent => ({
  type: 'OrderItemQuantityChanged',
  data: { productId, from, to },
});
export const moved = (from: OrderStatus, to: OrderStatus): OrderEvent => ({
  type: 'OrderStatusUpdated',
  data: { from, to },
});
export const confirmed = moved('PENDING', 'CONFIRMED');
/** From CONFIRMED. */
export const sent = [moved('CONFIRMED', 'PROCESSING'), moved('PROCESSING', 'SHIPPED')];
export const cancelled = (reason: string | null = null, from: OrderStatus = 'PENDING'): OrderEvent => ({
  type: 'OrderCancelled',
  data: { from, reason },
});
export const paidWith = (paymentToken: string): OrderEvent => ({
  type: 'PaymentRequested',
  data: { paymentToken },
});
export const rolledBack = (fromVersion: number, toVersion: number): OrderEvent => ({
  type: 'OrderRolledBack',
  data: { fromVersion, toVersion, reason: null },
});

/** Noon of a day that never comes. */
export const expiry = Date.UTC(2040, 0, 1, 12);

export const reserved = (goods: Goods, revision = 1): OrderEvent => ({
  type: 'StockReserved',
  data: { items: itemsOf(goods), revision, expiresAt: new Date(expiry).toISOString() },
});
export const released = (
  goods: Goods,
  revision = 2,
  reason: 'NOT_NEEDED' | 'EXPIRED' = 'NOT_NEEDED',
): OrderEvent => ({ type: 'StockReleased', data: { items: itemsOf(goods), revision, reason } });
export const shipped = (goods: Goods, revision = 2): OrderEvent => ({
  type: 'StockShipped',
  data: { items: itemsOf(goods), revision },
});
export const short = (productId: string, requested: number, available: number): OrderEvent => ({
  type: 'StockReservationFailed',
  data: { productId, requested, available },
});

type Money<Type extends OrderEvent['type']> = Extract<OrderEvent, { type: Type }>;

export const authorized = (
  amount: string,
  authorizationId = 'a1',
  operation: string | null = null,
): Money<'PaymentAuthorized'> => ({
  type: 'PaymentAuthorized',
  data: { authorizationId, amount: usd(amount), operation },
});
export const declined = (
  amount: string,
  declineId = 'd1',
  operation: string | null = null,
): Money<'PaymentDeclined'> => ({
  type: 'PaymentDeclined',
  data: { declineId, amount: usd(amount), operation, reason: 'expired card' },
});
export const captured = (
  amount: string,
  captureId = 'c1',
  authorizationId = 'a1',
  operation: string | null = null,
): Money<'PaymentCaptured'> => ({
  type: 'PaymentCaptured',
  data: { captureId, authorizationId, amount: usd(amount), operation },
});
export const voided = (
  amount: string,
  voidId = 'v1',
  authorizationId = 'a1',
  operation: string | null = null,
): Money<'PaymentVoided'> => ({
  type: 'PaymentVoided',
  data: { voidId, authorizationId, amount: usd(amount), operation },
});
export const refunded = (
  amount: string,
  refundId = 'r1',
  captureId = 'c1',
  operation: string | null = null,
): Money<'PaymentRefunded'> => ({
  type: 'PaymentRefunded',
  data: { refundId, captureId, authorizationId: 'a1', amount: usd(amount), operation },
});

/** What the gateway was asked for in vain. */
export const operation = (amount: string, ids: Partial<OperationData> = {}): OperationData => ({
  ...{ key: 'op-1', amount: usd(amount), authorizationId: null, captureId: null },
  ...ids,
});
export const paused = (
  step: StepKind,
  asked: OperationData | null = null,
  error = 'no answer',
): OrderEvent => ({ type: 'FulfilmentPaused', data: { step, operation: asked, attempts: 6, error } });
export const resumed: OrderEvent = { type: 'FulfilmentResumed', data: { reason: 'try again' } };
export const settled = (
  step: StepKind,
  outcome: 'DONE' | 'NOT_DONE',
  reference: string | null = null,
): OrderEvent => ({ type: 'FulfilmentSettled', data: { step, outcome, reference, reason: 'by phone' } });

export function orderAfter(...events: readonly OrderEvent[]): OrderState {
  const { state } = snapshotOf(orderDecider, events);
  if (!state) throw new Error('There is no order');
  return state;
}
