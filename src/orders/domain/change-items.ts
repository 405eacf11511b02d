import type { PricedItem } from './commands.js';
import type { Decision } from './events.js';
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
  const added = { ...(line ?? item), quantity: item.quantity };
  return (
    frozenItems(order) ??
    unavailableProduct([item]) ??
    insufficientStock([item]) ??
    (line ? excessiveQuantity(line, item.quantity) : fullOrder(order)) ??
    foreignCurrency(order.currency, [added]) ??
    excessiveTotal([...order.lines, added]) ?? [{ type: 'OrderItemAdded', data: itemData(added) }]
  );
}

export function removeItem(order: OrderState, productId: string): Decision {
  const line = findLine(order, productId);
  if (!line) return frozenItems(order) ?? notOnOrder(productId);
  return (
    frozenItems(order) ??
    lastItem(order) ?? [{ type: 'OrderItemRemoved', data: { productId, quantity: line.quantity } }]
  );
}

export function changeQuantity(order: OrderState, productId: string, to: number): Decision {
  const line = findLine(order, productId);
  if (!line) return frozenItems(order) ?? notOnOrder(productId);
  const from = line.quantity;
  if (to === from) return [];
  const lines = order.lines.map((it) => (it === line ? { ...it, quantity: to } : it));
  return (
    frozenItems(order) ??
    excessiveTotal(lines) ?? [{ type: 'OrderItemQuantityChanged', data: { productId, from, to } }]
  );
}
