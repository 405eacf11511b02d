import type { Decision } from './events.js';
import { abandoned, unansweredAuthorization } from './fulfilment/by-hand.js';
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

/**
 * From now on the order is paid with this token. Another one than before is for what is authorised from now on; an
 * authorisation with the old one that nobody answered, so that the order waits for a human, is waited for no more.
 */
export function payOrder(order: OrderState, paymentToken: string): Decision {
  if (paymentToken === order.paymentToken) return [];
  const unanswered = unansweredAuthorization(order.facts);
  return (
    cancelledOrder(order) ?? [
      ...(unanswered ? [abandoned(unanswered)] : []),
      { type: 'PaymentRequested', data: { paymentToken } },
    ]
  );
}
