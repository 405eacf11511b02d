import type { Recorded } from '../../event-sourcing/event.js';
import { isKnown } from '../../event-sourcing/event-schema.js';
import { orderEventSchemas } from './event-schemas.js';
import type { ItemData, OrderEvent } from './events.js';
import { currencyOf, lineOf, type OrderLine } from './order-line.js';
import type { OrderState } from './state.js';

/**
 * The order after a recorded event. A type that is not known, and a rollback (replay has already gone
 * back), leave it as it is. Throws where the event cannot have happened to this order.
 */
export function evolve(order: OrderState | null, event: Recorded<OrderEvent>): OrderState | null {
  return order === null ? begin(event) : apply(order, event);
}

function begin(event: Recorded<OrderEvent>): OrderState | null {
  if (event.type !== 'OrderCreated') {
    if (isKnown(orderEventSchemas, event.type)) throw new Error('The order has not been created');
    return null;
  }
  const { customerId, reference, items } = event.data;
  const lines = items.map(lineOf);
  return {
    customerId,
    reference: reference ?? null,
    currency: currencyOf(lines),
    status: 'PENDING',
    lines,
    createdAt: event.recordedAt,
  };
}

/** The order after one more event, recorded or about to be. */
export function apply(order: OrderState, event: OrderEvent): OrderState {
  switch (event.type) {
    case 'OrderItemAdded':
      return { ...order, lines: withAdded(order.lines, event.data) };
    case 'OrderItemRemoved':
      return { ...order, lines: replaced(order.lines, event.data.productId, () => []) };
    case 'OrderItemQuantityChanged': {
      const { productId, to } = event.data;
      return { ...order, lines: replaced(order.lines, productId, (line) => [{ ...line, quantity: to }]) };
    }
    case 'OrderStatusUpdated':
      return { ...order, status: event.data.to };
    case 'OrderCancelled':
      return { ...order, status: 'CANCELLED' };
    case 'OrderCreated':
      throw new Error('The order has been created already');
    default:
      return order;
  }
}

function withAdded(lines: readonly OrderLine[], item: ItemData): readonly OrderLine[] {
  return lines.some(({ productId }) => productId === item.productId)
    ? replaced(lines, item.productId, (line) => [{ ...line, quantity: line.quantity + item.quantity }])
    : [...lines, lineOf(item)];
}

function replaced(
  lines: readonly OrderLine[],
  productId: string,
  by: (line: OrderLine) => readonly OrderLine[],
): readonly OrderLine[] {
  const at = lines.findIndex((line) => line.productId === productId);
  const line = lines[at];
  if (!line) throw new Error(`Product ${productId} is not on the order`);
  return lines.toSpliced(at, 1, ...by(line));
}
