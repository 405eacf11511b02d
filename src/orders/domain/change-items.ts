import type { PricedItem } from './commands.js';
import type { Decision, OrderEvent } from './events.js';
import { apply } from './evolve.js';
import { itemData } from './order-line.js';
import {
  excessiveQuantity,
  excessiveTotal,
  foreignCurrency,
  frozenItems,
  fullOrder,
  insufficientStock,
  lastItem,
  notOnOrder,
  unavailableProduct,
} from './rules.js';
import { findLine, type OrderState } from './state.js';

/** More of a product that is there already comes at its line's own price, whatever it costs today. */
export function addItem(order: OrderState, item: PricedItem): Decision {
  const line = findLine(order, item.productId);
  return (
    frozenItems(order) ??
    unavailableProduct([item]) ??
    insufficientStock([item]) ??
    (line ? excessiveQuantity(line, item.quantity) : fullOrder(order)) ??
    foreignCurrency(order.currency, [line ?? item]) ??
    withinTotal(order, {
      type: 'OrderItemAdded',
      data: itemData({ ...(line ?? item), quantity: item.quantity }),
    })
  );
}

export function removeItem(order: OrderState, productId: string): Decision {
  const line = findLine(order, productId);
  return (
    frozenItems(order) ??
    (line
      ? (lastItem(order) ?? [{ type: 'OrderItemRemoved', data: { productId, quantity: line.quantity } }])
      : notOnOrder(productId))
  );
}

export function changeQuantity(order: OrderState, productId: string, to: number): Decision {
  const line = findLine(order, productId);
  if (line?.quantity === to) return [];
  return (
    frozenItems(order) ??
    (line
      ? withinTotal(order, { type: 'OrderItemQuantityChanged', data: { productId, from: line.quantity, to } })
      : notOnOrder(productId))
  );
}

/** The event, unless it would make the order worth more than Money can hold. */
const withinTotal = (order: OrderState, event: OrderEvent): Decision =>
  excessiveTotal(apply(order, event).lines) ?? [event];
