import { countProducts, demoProducts, importProducts } from './catalogue/index.js';
import { countCustomers, demoCustomers, importCustomers } from './customers/index.js';
import type { Storage } from './storage.js';

/** Puts demo customers and products into a store that has nothing yet; answers whether it did. */
export async function addDemoData(storage: Storage): Promise<boolean> {
  const { db, store } = storage;
  const taken = (await countProducts(db)) + (await countCustomers(db));
  const head = await store.head();
  if (taken > 0 || head.some((position) => position > 0)) return false;
  await importCustomers(storage, demoCustomers);
  await importProducts(db, demoProducts);
  return true;
}
