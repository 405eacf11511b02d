/** A quantity of a product; 1 or more. */
export interface StockItem {
  readonly productId: string;
  readonly quantity: number;
}

/** What an order holds of the stock. */
export interface Reservation {
  readonly orderId: string;
  /** Grows by one with each change; 0: there is none. */
  readonly revision: number;
  /** In the order of product ids, as is what was shipped. */
  readonly reserved: readonly StockItem[];
  /** What has left the stock, all in all; never falls. */
  readonly shipped: readonly StockItem[];
}

/** A reservation as it shall be: what it does not name is given up. */
export interface ReservationChange extends Reservation {
  /** The one that was seen. */
  readonly revision: number;
}

export type ReservationOutcome =
  /** It is as it shall be; nothing was written where it was so already. */
  | { readonly kind: 'changed'; readonly reservation: Reservation }
  /** Another revision is current; nothing was written. */
  | { readonly kind: 'stale' }
  /** There is less than the order needs of a product, what it holds already included; nothing was written. */
  | {
      readonly kind: 'short';
      readonly productId: string;
      readonly requested: number;
      readonly available: number;
    };

/** What an order holds of one product. */
export interface StockLine {
  readonly productId: string;
  readonly reserved: number;
  readonly shipped: number;
}

/** A line for each product, in the order of their first mention. */
export function linesOf({ reserved, shipped }: Pick<Reservation, 'reserved' | 'shipped'>): StockLine[] {
  const lines = new Map<string, StockLine>();
  const add = (of: 'reserved' | 'shipped', { productId, quantity }: StockItem) => {
    const line = lines.get(productId) ?? { productId, reserved: 0, shipped: 0 };
    lines.set(productId, { ...line, [of]: line[of] + quantity });
  };
  for (const item of reserved) add('reserved', item);
  for (const item of shipped) add('shipped', item);
  return [...lines.values()];
}

export const reservationOf = (
  orderId: string,
  revision: number,
  lines: readonly StockLine[],
): Reservation => ({
  orderId,
  revision,
  reserved: itemsOf(lines, 'reserved'),
  shipped: itemsOf(lines, 'shipped'),
});

/** In the order of product ids. */
const itemsOf = (lines: readonly StockLine[], of: 'reserved' | 'shipped'): StockItem[] =>
  lines
    .filter((line) => line[of] > 0)
    .map((line) => ({ productId: line.productId, quantity: line[of] }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1));
