import type { StockItem } from './events.js';

// Quantities by product, each product once, in the order of product ids.

/** The quantities of both together. */
export function plus(items: readonly StockItem[], others: readonly StockItem[]): StockItem[] {
  const quantities = quantitiesOf(items);
  for (const { productId, quantity } of others)
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  return sorted([...quantities].map(([productId, quantity]) => ({ productId, quantity })));
}

/** What `items`, in any order, has more of than `others`. */
export function beyond(items: readonly StockItem[], others: readonly StockItem[]): StockItem[] {
  const quantities = quantitiesOf(others);
  const more = items.map(({ productId, quantity }) => ({
    productId,
    quantity: quantity - (quantities.get(productId) ?? 0),
  }));
  return sorted(more.filter(({ quantity }) => quantity > 0));
}

/** Whether `items` has at least as much of each product as `others`. */
export function covers(items: readonly StockItem[], others: readonly StockItem[]): boolean {
  const quantities = quantitiesOf(items);
  return others.every(({ productId, quantity }) => quantity <= (quantities.get(productId) ?? 0));
}

export const sameItems = (a: readonly StockItem[], b: readonly StockItem[]): boolean =>
  covers(a, b) && covers(b, a);

/** As messages show them: 2 × moka-pot, 1 × siphon. */
export const inWords = (items: readonly StockItem[]): string =>
  items.map(({ productId, quantity }) => `${quantity} × ${productId}`).join(', ');

const quantitiesOf = (items: readonly StockItem[]) =>
  new Map(items.map(({ productId, quantity }) => [productId, quantity]));

const sorted = (items: StockItem[]): StockItem[] =>
  items.sort((a, b) => (a.productId < b.productId ? -1 : 1));
