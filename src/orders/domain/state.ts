import type { Instant } from '../../event-sourcing/event.js';
import type { Snapshot } from '../../event-sourcing/replay.js';
import type { Money } from '../../money/money.js';
import type { OrderFacts } from './fulfilment/facts.js';
import { type OrderLine, totalOfLines } from './order-line.js';
import type { OrderStatus } from './order-status.js';

/** What the customer wants, which a rollback restores, and what happened outside, which it does not. Plain JSON. */
export interface OrderState {
  readonly customerId: string;
  readonly reference: string | null;
  readonly currency: string;
  readonly status: OrderStatus;
  /** One for each product, at least one, in the order in which they came. */
  readonly lines: readonly OrderLine[];
  readonly createdAt: Instant;
  /** Null: the order is not paid through here, and nothing happens by itself. */
  readonly paymentToken: string | null;
  readonly facts: OrderFacts;
}

/** An order at a version; its state is null while there is no order yet. */
export type OrderSnapshot = Snapshot<OrderState | null>;

export const totalOf = (order: OrderState): Money => totalOfLines(order.lines);

/** The number of lines, whatever their quantities. */
export const itemCount = (order: OrderState): number => order.lines.length;

export const findLine = (order: OrderState, productId: string): OrderLine | undefined =>
  order.lines.find((line) => line.productId === productId);
