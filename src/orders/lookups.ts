import { findProducts, type Product } from '../catalogue/index.js';
import { findCustomers } from '../customers/index.js';
import type { Db } from '../database/database.js';
import { shareRoundTrips } from '../database/shared-round-trips.js';
import type { PersonalData } from '../personal-data/index.js';
import type { PricedItem } from './domain/commands.js';

/** What a command needs to know besides its input. Imports answer from history instead of from today. */
export interface Lookups extends Pick<PersonalData, 'seal'> {
  /** Undefined where there is no such customer. */
  customer(id: string): Promise<{ readonly id: string; readonly active: boolean } | undefined>;
  /** Of these products those that exist, each as it is offered; there may be others in it. */
  products(ids: readonly string[]): Promise<ReadonlyMap<string, Offer>>;
  versionAt(orderId: string, instant: number): Promise<number>;
  /** Whose order it is, for ever; undefined where there is none. */
  customerOf(orderId: string): Promise<string | undefined>;
  /** Whether there is a gateway that orders can be paid through. */
  readonly takesPayments?: boolean;
}

export type Offer = Pick<PricedItem, 'name' | 'unitPrice' | 'offer'>;

/** Looks things up in the database as it is; commands that arrive together share the round trips. */
export function lookups(db: Db, others: Omit<Lookups, 'customer' | 'products'>): Lookups {
  return {
    ...others,
    customer: shareRoundTrips({
      ...sharing,
      async send(ids: readonly string[]) {
        const found = await findCustomers(db, [...new Set(ids)]);
        return ids.map((id) => found.get(id));
      },
    }),
    products: shareRoundTrips({
      ...sharing,
      async send(requests: readonly (readonly string[])[]) {
        const found = await findProducts(db, [...new Set(requests.flat())]);
        const offers = new Map([...found].map(([id, product]) => [id, offerOf(product)]));
        return requests.map(() => offers);
      },
    }),
  };
}

const sharing = { concurrency: 2, limit: 100 };

const offerOf = ({ name, price, available, stockLevel, reserved }: Product): Offer => ({
  name,
  unitPrice: price,
  offer: { available, stock: stockLevel - reserved },
});
