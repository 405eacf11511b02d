import { findProducts, type Product } from '../catalogue/index.js';
import { findCustomer } from '../customers/index.js';
import type { Db } from '../database/database.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import type { PricedItem } from './domain/commands.js';

/** What a command needs to know besides its input. Imports answer from history instead of from today. */
export interface Lookups {
  /** Undefined where there is no such customer. */
  customer(id: string): Promise<{ readonly id: string; readonly active: boolean } | undefined>;
  /** The products that exist, each as it is offered. */
  products(ids: readonly string[]): Promise<ReadonlyMap<string, Offer>>;
  versionAt(orderId: string, instant: number): Promise<number>;
}

export type Offer = Pick<PricedItem, 'name' | 'unitPrice' | 'offer'>;

export const lookups = (db: Db, store: Pick<EventStore, 'versionAt'>): Lookups => ({
  customer: (id) => findCustomer(db, id),
  async products(ids) {
    const found = await findProducts(db, ids);
    return new Map([...found].map(([id, product]) => [id, offerOf(product)]));
  },
  versionAt: (orderId, instant) => store.versionAt(orderId, instant),
});

const offerOf = ({ name, price, available, stockLevel, reserved }: Product): Offer => ({
  name,
  unitPrice: price,
  offer: { available, stock: stockLevel - reserved },
});
