import type { Rejection } from '../../event-sourcing/errors.js';
import type { DecimalMoney } from '../../money/money.js';
import type { Fact } from './fact.js';
import type { FulfilmentEvent } from './fulfilment/events.js';
import type { OrderStatus } from './order-status.js';

export interface ItemData {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: DecimalMoney;
}

export type OrderCreated = Fact<
  'OrderCreated',
  {
    customerId: string;
    reference?: string | null;
    items: readonly ItemData[];
    totalAmount: DecimalMoney;
    /** Absent: without a payment there is no fulfilment by itself. */
    paymentToken?: string;
  }
>;

/** A new line, or more of one that is there: `quantity` is what was added, at the line's own price. */
export type OrderItemAdded = Fact<'OrderItemAdded', ItemData>;

/** The whole line went; `quantity` is what it held. */
export type OrderItemRemoved = Fact<'OrderItemRemoved', { productId: string; quantity: number }>;

export type OrderItemQuantityChanged = Fact<
  'OrderItemQuantityChanged',
  { productId: string; from: number; to: number }
>;

/** Any change of status but the one to CANCELLED, which is OrderCancelled. */
export type OrderStatusUpdated = Fact<'OrderStatusUpdated', { from: OrderStatus; to: OrderStatus }>;

export type OrderCancelled = Fact<'OrderCancelled', { from: OrderStatus; reason: string | null }>;

/** The order is again as it was at `toVersion`. `toTimestamp` (ISO 8601) is set where an instant was asked for. */
export type OrderRolledBack = Fact<
  'OrderRolledBack',
  { fromVersion: number; toVersion: number; reason: string | null; toTimestamp?: string | null }
>;

/** From now on the order is paid with this, and fulfilled by itself. */
export type PaymentRequested = Fact<'PaymentRequested', { paymentToken: string }>;

export type OrderEvent =
  | OrderCreated
  | OrderItemAdded
  | OrderItemRemoved
  | OrderItemQuantityChanged
  | OrderStatusUpdated
  | OrderCancelled
  | OrderRolledBack
  | PaymentRequested
  | FulfilmentEvent;

/** What a command comes to: events, none where it changes nothing, or a refusal. */
export type Decision = readonly OrderEvent[] | Rejection;
