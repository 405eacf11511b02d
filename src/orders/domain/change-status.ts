import type { Decision } from './events.js';
import type { OrderStatus } from './order-status.js';
import { cancelledOrder, forbiddenStatus } from './rules.js';
import type { OrderState } from './state.js';

/** A change to CANCELLED is a cancellation without a reason: one fact, one event type. */
export function changeStatus(order: OrderState, to: OrderStatus): Decision {
  const from = order.status;
  if (to === 'CANCELLED') return cancel(order, null);
  if (to === from) return [];
  return forbiddenStatus(order, to) ?? [{ type: 'OrderStatusUpdated', data: { from, to } }];
}

export function cancel(order: OrderState, reason: string | null): Decision {
  const from = order.status;
  if (from === 'CANCELLED') return [];
  return forbiddenStatus(order, 'CANCELLED') ?? [{ type: 'OrderCancelled', data: { from, reason } }];
}

/** From now on the order is paid with this token. Another one than before is for what is authorised from now on. */
export function payOrder(order: OrderState, paymentToken: string): Decision {
  if (paymentToken === order.paymentToken) return [];
  return cancelledOrder(order) ?? [{ type: 'PaymentRequested', data: { paymentToken } }];
}
