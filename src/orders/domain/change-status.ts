import type { Decision } from './events.js';
import type { OrderStatus } from './order-status.js';
import { forbiddenStatus } from './rules.js';
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
