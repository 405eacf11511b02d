import type { ProductDraft } from '../../catalogue/index.js';
import type { Customer } from '../../customers/index.js';
import { type Random, randomOf } from './random.js';

/** The customers and products of a generated store: the first are the most popular. */
export interface Shop {
  readonly orders: number;
  readonly seed: number;
  customers(): Iterable<Customer>;
  readonly products: readonly ProductDraft[];
  /** A customer's id, and those products that are priced in their currency. */
  draw(random: Random): { readonly customerId: string; readonly offered: readonly ProductDraft[] };
}

/** What a dollar is in minor units, each currency as often as business is done in it. */
const currencies = [
  ['USD', 100],
  ['EUR', 92],
  ['USD', 100],
  ['JPY', 150],
  ['USD', 100],
  ['EUR', 92],
  ['GBP', 79],
  ['BHD', 376],
] as const;

const firstNames = 'Ada Alan Amina Bo Chidi Emmy Grace Hedy Ivan Joan Kofi Lin Mei Noor Rosa Sven'.split(' ');
const lastNames =
  'Abe Berg Costa Diaz Eze Fischer Garcia Haddad Ito Jensen Khan Lopez Mori Novak Okoye Rossi'.split(' ');
const materials = 'Ash Brass Ceramic Copper Cork Glass Linen Marble Oak Steel Walnut Wool'.split(' ');
const things = 'basket bowl cup grinder jug kettle lamp mug press scale tamper tray'.split(' ');

export function createShop(orders: number, seed: number): Shop {
  const customers = Math.ceil(orders / 8);
  const count = Math.max(2 * currencies.length, Math.ceil(4 * Math.sqrt(orders)));
  const products = Array.from({ length: count }, (_, i) => productOf(seed, i));
  const byCurrency = new Map(
    currencies.map(([currency]) => [currency, products.filter(({ price }) => price.currency === currency)]),
  );
  const currencyOf = (customer: number) => randomOf(seed, 'customer', customer).pick(currencies)[0];
  return {
    orders,
    seed,
    *customers() {
      for (let i = 0; i < customers; i += 1) yield customerOf(i);
    },
    products,
    draw(random) {
      const customer = random.rank(customers, 20);
      return {
        customerId: customerId(customer),
        offered: byCurrency.get(currencyOf(customer)) as ProductDraft[],
      };
    },
  };
}

const customerId = (index: number): string => `C-${String(index + 1).padStart(7, '0')}`;

function customerOf(index: number): Customer {
  const id = customerId(index);
  const first = firstNames[index % firstNames.length] as string;
  const last = lastNames[Math.floor(index / firstNames.length) % lastNames.length] as string;
  return { id, name: `${first} ${last}`, email: `${id.toLowerCase()}@example.com`, active: true };
}

function productOf(seed: number, index: number): ProductDraft {
  const random = randomOf(seed, 'product', index);
  const [currency, minorPerDollar] = currencies[index % currencies.length] as (typeof currencies)[number];
  const material = random.pick(materials);
  const thing = random.pick(things);
  const number = String(index + 1).padStart(5, '0');
  return {
    id: `${material}-${thing}-${number}`.toLowerCase(),
    sku: `GEN-${number}`,
    name: `${material} ${thing} ${index + 1}`,
    // From 2 to 600 dollars, most of them cheap.
    price: { minor: Math.round(minorPerDollar * 2 * 300 ** random.fraction()), currency },
    stockLevel: random.between(50, 5_000),
    available: true,
  };
}
