import type { Instant } from '../../../event-sourcing/event.js';
import type { StockChange, StockEvent, StockItem } from './events.js';
import { beyond, covers, inWords, plus } from './stock-items.js';

export interface StockFacts {
  /** Of the reservation as the order knows it; 0: it never had one. */
  readonly revision: number;
  readonly reserved: readonly StockItem[];
  readonly shipped: readonly StockItem[];
  /** Without a payment the reservation ends then. */
  readonly expiresAt: Instant | null;
  /** Why nothing is reserved though it was asked for, or no more. */
  readonly lost: 'FAILED' | 'EXPIRED' | null;
}

export const noStock: StockFacts = { revision: 0, reserved: [], shipped: [], expiresAt: null, lost: null };

/** Throws where it cannot have happened after what is known. */
export function observeStock(stock: StockFacts, event: StockEvent): StockFacts {
  if (event.type === 'StockReservationFailed') return { ...stock, lost: 'FAILED' };
  const { reserved } = stock;
  const { items, revision } = readChange(stock, event.data);
  switch (event.type) {
    case 'StockReserved': {
      const expiresAt = Date.parse(event.data.expiresAt);
      if (Number.isNaN(expiresAt)) throw new Error(`${event.data.expiresAt} is no instant`);
      return { ...stock, revision, reserved: plus(reserved, items), expiresAt, lost: null };
    }
    case 'StockReleased': {
      if (!covers(reserved, items))
        throw new Error(`Of ${inWords(items)} not all was reserved: ${inWords(reserved) || 'nothing'} was`);
      const lost = event.data.reason === 'EXPIRED' ? 'EXPIRED' : null;
      return { ...stock, revision, reserved: beyond(reserved, items), lost };
    }
    case 'StockShipped':
      // What is shipped need not have been reserved before.
      return { ...stock, revision, reserved: beyond(reserved, items), shipped: plus(stock.shipped, items) };
  }
}

function readChange(stock: StockFacts, { items, revision }: StockChange): StockChange {
  if (!(Number.isSafeInteger(revision) && revision >= Math.max(1, stock.revision)))
    throw new Error(`Revision ${revision} of the reservation does not follow ${stock.revision}`);
  for (const { productId, quantity } of items)
    if (!(Number.isSafeInteger(quantity) && quantity > 0))
      throw new Error(`${quantity} is no quantity of ${productId}`);
  return { items, revision };
}
