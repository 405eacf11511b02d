import type { StockItem, StockReservationFailed } from '../../orders/domain/fulfilment/events.js';

/** A warehouse in memory with the reservation of one order, by the rules of the catalogue. */
export interface SimulatedStock {
  /** By product. */
  readonly levels: Map<string, number>;
  reservation: {
    readonly revision: number;
    readonly reserved: readonly StockItem[];
    readonly shipped: readonly StockItem[];
  };
}

export const openStock = (products: readonly string[], level: number): SimulatedStock => ({
  levels: new Map(products.map((productId) => [productId, level])),
  reservation: { revision: 0, reserved: [], shipped: [] },
});

/** Goods come, or go elsewhere; not those that are reserved. */
export function adjust({ levels, reservation }: SimulatedStock, productId: string, delta: number): void {
  const level = (levels.get(productId) ?? 0) + delta;
  levels.set(productId, Math.max(level, quantityOf(reservation.reserved, productId)));
}

/** All of it or, where something is short or another revision is current, nothing. */
export function change(
  stock: SimulatedStock,
  { revision, reserved, shipped }: SimulatedStock['reservation'],
): StockReservationFailed['data'] | undefined {
  const { levels, reservation } = stock;
  if (revision !== reservation.revision) return undefined;
  const leaving = (id: string) => quantityOf(shipped, id) - quantityOf(reservation.shipped, id);
  for (const [productId, available] of levels) {
    const requested = quantityOf(reserved, productId) + leaving(productId);
    if (requested > available) return { productId, requested, available };
  }
  for (const [productId, level] of levels) levels.set(productId, level - leaving(productId));
  stock.reservation = { revision: revision + 1, reserved, shipped };
  return undefined;
}

export const quantityOf = (items: readonly StockItem[], productId: string): number =>
  items.find((it) => it.productId === productId)?.quantity ?? 0;
