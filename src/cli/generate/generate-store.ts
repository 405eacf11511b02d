import { importProducts } from '../../catalogue/index.js';
import { importCustomers } from '../../customers/index.js';
import type { HistoryEvent } from '../../event-sourcing/bulk-loader.js';
import type { ImportOutcome } from '../../master-data/index.js';
import type { Storage } from '../../storage.js';
import { inChunks } from '../chunks.js';
import { startProgress } from '../progress.js';
import { interleave } from './interleave.js';
import { createShop, type Shop } from './shop.js';

export interface Generated {
  readonly shop: Shop;
  /** Of the whole feed. */
  readonly events: number;
  /** How many of them were in the store already. */
  readonly there: number;
}

type Target = Pick<Storage, 'db' | 'personalData' | 'store' | 'archive' | 'bulkLoader'>;

/**
 * Fills a store without events with the customers, products and orders of a shop. A store that has the first of
 * these events, as after a run that was cut off, is completed. Throws, with nothing written, where it has others.
 */
export async function generateStore(orders: number, seed: number, target: Target): Promise<Generated> {
  const { store, bulkLoader } = target;
  const shop = createShop(orders, seed);
  const head = await store.head();
  const there = head.reduce((sum, position) => sum + position, 0);
  let events = 0;
  // While one stretch is written the next is made.
  let writing = Promise.resolve(head);
  const progress = startProgress('Generating', orders, 'orders');
  try {
    for await (const stretch of interleave(shop, bulkLoader.fitId)) {
      const known = Math.min(stretch.length, Math.max(0, there - events));
      await refuseOthers(stretch.slice(0, known), there, target);
      const end = await writing;
      if (known < stretch.length) {
        if (events + known === there) await writeMasterData(shop, target);
        writing = bulkLoader.load(end, stretch.slice(known)).catch(explain);
        writing.catch(() => {}); // it is awaited when the next stretch is there
      }
      events += stretch.length;
      progress.advance(stretch.filter(({ version }) => version === 1).length);
    }
    await writing;
  } finally {
    progress.stop();
  }
  if (events < there) throw new Error(whatToDo(there));
  return { shop, events, there };
}

/** Ids are made of the arguments: where the first and the last are these, all between them are. */
async function refuseOthers(
  known: readonly HistoryEvent[],
  there: number,
  { archive }: Target,
): Promise<void> {
  const places = [known.at(0), known.at(-1)].flatMap((event) => event ?? []);
  const ids = places.length > 0 ? await archive.findEventIds(places) : [];
  if (places.some(({ event }, i) => event.id !== ids[i])) throw new Error(whatToDo(there));
}

const whatToDo = (there: number): string =>
  `Nothing was written: the store has ${there.toLocaleString('en-US')} events, and others than these arguments ` +
  'make. Generate into a store without events: name a new folder in DATA_DIR, or an empty database in DATABASE_URL';

async function writeMasterData(shop: Shop, target: Target): Promise<void> {
  refuseRefused(await importProducts(target.db, shop.products));
  for await (const customers of inChunks(shop.customers(), 10_000)) {
    refuseRefused(await importCustomers(target, customers));
  }
}

function refuseRefused({ refused: [first] }: ImportOutcome<{ readonly id: string }>): void {
  if (first) throw new Error(`${first.row.id} cannot be written: ${first.rejection.message}`);
}

function explain(cause: unknown): never {
  throw new Error(
    'It ended half-way. Run it again with the same arguments, and it goes on where it ended, unless others have ' +
      'written to the store meanwhile',
    { cause },
  );
}
