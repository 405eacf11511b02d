import { demoProducts, importProducts } from './catalogue/index.js';
import { demoCustomers, importCustomers } from './customers/index.js';
import type { Storage } from './storage.js';

/** Puts demo customers and products into a store that has nothing yet; answers whether it did. */
export async function addDemoData({ db, store }: Storage): Promise<boolean> {
  const taken = await db
    .selectFrom('master_data.products')
    .select('id')
    .unionAll(db.selectFrom('master_data.customers').select('id'))
    .limit(1)
    .execute();
  const head = await store.head();
  if (taken.length > 0 || head.some((position) => position > 0)) return false;
  await importCustomers(db, demoCustomers);
  await importProducts(db, demoProducts);
  return true;
}
