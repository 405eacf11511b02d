import { findProducts, type Product } from '../../catalogue/index.js';
import { findCustomer } from '../../customers/index.js';
import type { Db } from '../../database/database.js';
import type { PersonalData } from '../../personal-data/index.js';
import type { Lookups, Offer } from '../lookups.js';

type NamedAndPriced = Pick<Product, 'id' | 'name' | 'price'>;

/** The customers and products that a file brings along. */
export interface BroughtAlong {
  readonly customers: Iterable<{ readonly id: string }>;
  readonly products: Iterable<NamedAndPriced>;
}

/** What a history tells itself, it is not asked. */
export type HistoryLookups = Omit<Lookups, 'versionAt' | 'customerOf'>;

/**
 * Answers from a file's own customers and products, and from the database where the file has none. Whether
 * they may order or be ordered today is no question: that was decided when it happened.
 */
export function historyLookups(
  { db, personalData }: { readonly db: Db; readonly personalData: PersonalData },
  file: BroughtAlong,
): HistoryLookups {
  const customers = new Set(Array.from(file.customers, ({ id }) => id));
  const offers = new Map(Array.from(file.products, (product) => [product.id, offerOf(product)]));

  return {
    seal: personalData.seal,
    async customer(id) {
      if (!customers.has(id) && (await findCustomer(db, id))) customers.add(id);
      return customers.has(id) ? { id, active: true } : undefined;
    },
    async products(ids) {
      const unseen = ids.filter((id) => !offers.has(id));
      for (const [id, product] of await findProducts(db, unseen)) offers.set(id, offerOf(product));
      return offers;
    },
  };
}

const offerOf = ({ name, price }: NamedAndPriced): Offer => ({ name, unitPrice: price, offer: null });
