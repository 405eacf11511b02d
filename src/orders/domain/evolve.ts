import type { Recorded } from '../../event-sourcing/event.js';
import { isKnown } from '../../event-sourcing/event-schema.js';
import { orderEventSchemas } from './event-schemas.js';
import type { ItemData, OrderEvent } from './events.js';
import { noFacts } from './fulfilment/facts.js';
import { currencyOf, lineOf, type OrderLine } from './order-line.js';
import { findLine, type OrderState } from './state.js';

/**
 * The order after a recorded event, but for its facts of the outside. A type that is not known, and a rollback
 * (replay has already gone back), leave it as it is. Throws where the event cannot have happened to this order.
 */
export function evolve(order: OrderState | null, event: Recorded<OrderEvent>): OrderState | null {
  return order === null ? begin(event) : apply(order, event);
}

function begin(event: Recorded<OrderEvent>): OrderState | null {
  if (event.type !== 'OrderCreated') {
    if (isKnown(orderEventSchemas, event.type)) throw new Error('The order has not been created');
    return null;
  }
  const { customerId, reference, items, paymentToken } = event.data;
  const lines = items.map(lineOf);
  return {
    customerId,
    reference: reference ?? null,
    currency: currencyOf(lines),
    status: 'PENDING',
    lines,
    createdAt: event.recordedAt,
    paymentToken: paymentToken ?? null,
    facts: noFacts,
  };
}

/** The order after one more event, recorded or about to be. */
export function apply(order: OrderState, event: OrderEvent): OrderState {
  switch (event.type) {
    case 'OrderItemAdded':
      return { ...order, lines: withAdded(order, event.data) };
    case 'OrderItemRemoved':
      return { ...order, lines: without(order, event.data.productId) };
    case 'OrderItemQuantityChanged':
      return {
        ...order,
        lines: withQuantity(order, existingLine(order, event.data.productId), event.data.to),
      };
    case 'OrderStatusUpdated':
      return { ...order, status: event.data.to };
    case 'OrderCancelled':
      return { ...order, status: 'CANCELLED' };
    case 'PaymentRequested':
      return { ...order, paymentToken: event.data.paymentToken };
    case 'OrderCreated':
      throw new Error('The order has been created already');
    default:
      return order;
  }
}

function withAdded(order: OrderState, item: ItemData): readonly OrderLine[] {
  const line = findLine(order, item.productId);
  return line ? withQuantity(order, line, line.quantity + item.quantity) : [...order.lines, lineOf(item)];
}

const withQuantity = ({ lines }: OrderState, line: OrderLine, quantity: number): readonly OrderLine[] =>
  lines.with(lines.indexOf(line), { ...line, quantity });

function without(order: OrderState, productId: string): readonly OrderLine[] {
  const line = existingLine(order, productId);
  return order.lines.filter((it) => it !== line);
}

function existingLine(order: OrderState, productId: string): OrderLine {
  const line = findLine(order, productId);
  if (!line) throw new Error(`Product ${productId} is not on the order`);
  return line;
}
