import { exactMoney, formatMoney, type Money, parseMoney } from '../../money/money.js';
import type { ItemData } from './events.js';

export interface OrderLine {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  /** Copied from the catalogue when the line was made; it never changes with it. */
  readonly unitPrice: Money;
}

export const lineTotal = ({ unitPrice, quantity }: OrderLine): Money =>
  exactMoney(unitPrice.minor * quantity, unitPrice.currency);

/**
 * The worth of all lines in minor units; not a safe integer where it is too large to be exact.
 * Nothing in it is negative, so a step beyond the safe integers never comes back into them.
 */
export function minorTotal(lines: readonly OrderLine[]): number {
  let total = 0;
  for (const line of lines) total += line.unitPrice.minor * line.quantity;
  return total;
}

/** The one currency of an order's lines. Throws where there are none. */
export function currencyOf([first]: readonly OrderLine[]): string {
  if (!first) throw new Error('Without items there is no currency');
  return first.unitPrice.currency;
}

export const totalOfLines = (lines: readonly OrderLine[]): Money =>
  exactMoney(minorTotal(lines), currencyOf(lines));

/** The form in which events store a line. */
export const itemData = ({ productId, name, quantity, unitPrice }: OrderLine): ItemData => ({
  productId,
  name,
  quantity,
  unitPrice: formatMoney(unitPrice),
});

/** A line as stored in an event. Throws where its price is not money. */
export function lineOf({ productId, name, quantity, unitPrice }: ItemData): OrderLine {
  const price = parseMoney(unitPrice);
  if (typeof price === 'string') throw new Error(`The price of ${productId} cannot be read: ${price}`);
  return { productId, name, quantity, unitPrice: price };
}
