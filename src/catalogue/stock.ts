import type { Db } from '../database/database.js';
import { type Rejection, reject } from '../event-sourcing/errors.js';
import { largestInt } from '../validation/index.js';
import type { Product } from './product.js';
import { findProducts, productNotFound, toProduct } from './products.js';

/**
 * Adds to a product's stock, or takes from it, in one statement that holds whoever else does so at a time:
 * the stock never falls below what is reserved. A refusal names the level it was judged by.
 */
export async function adjustStock(db: Db, productId: string, delta: number): Promise<Product | Rejection> {
  for (;;) {
    const adjusted = await tryToAdjust(db, productId, delta);
    if (adjusted) return adjusted;
    const product = (await findProducts(db, [productId])).get(productId);
    if (!product) return productNotFound(productId);
    const refusal = refuseAdjustment(product, delta);
    if (refusal) return refusal;
    // Someone else's adjustment came between and made room for this one.
  }
}

async function tryToAdjust(db: Db, productId: string, delta: number): Promise<Product | undefined> {
  const row = await db
    .updateTable('master_data.products')
    .set((row) => ({ stock_level: row('stock_level', '+', delta), updated_at: row.fn<Date>('now') }))
    .where('id', '=', productId)
    // Written so that no term can leave the range of an integer.
    .where('stock_level', '<=', largestInt - Math.max(delta, 0))
    .where((row) => row(row('stock_level', '-', row.ref('reserved')), '>=', Math.max(-delta, 0)))
    .returningAll()
    .executeTakeFirst();
  return row && toProduct(row);
}

function refuseAdjustment({ id, stockLevel, reserved }: Product, delta: number): Rejection | undefined {
  const left = stockLevel + delta;
  const details = { productId: id, stockLevel, reserved };
  const refusal = (why: string) =>
    reject('BUSINESS_RULE_ERROR', `Cannot adjust the stock of ${id} by ${delta}: ${why}`, details);
  if (left < 0) return refusal(`only ${stockLevel} in stock`);
  if (left < reserved) return refusal(`${reserved} of ${stockLevel} in stock are reserved`);
  if (left > largestInt) return refusal(`${stockLevel} in stock, and the most is ${largestInt}`);
  return undefined;
}
