import { type Selectable, sql } from 'kysely';
import type { Db } from '../database/database.js';
import { withRetries } from '../database/transient.js';
import { type Rejection, reject } from '../event-sourcing/errors.js';
import type { PageRequest } from '../graphql/pagination.js';
import { refusalOf } from './constraints.js';
import type { Product, ProductChanges, ProductDraft } from './product.js';
import type { ProductTable } from './tables.js';

export const productNotFound = (id: string): Rejection => reject('NOT_FOUND', `Product ${id} not found`);

/** The products that exist, by id. */
export async function findProducts(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Product>> {
  if (ids.length === 0) return new Map();
  const found = db.selectFrom('master_data.products').selectAll().where(sql<boolean>`id = any(${ids})`);
  const rows = await withRetries(() => found.execute());
  return new Map(rows.map((row) => [row.id, toProduct(row)]));
}

/** In the order of ids: up to one more than the request's size, in its direction. */
export async function listProducts(db: Db, request: PageRequest<readonly [id: string]>): Promise<Product[]> {
  const { size, backward, from } = request;
  const all = db.selectFrom('master_data.products').selectAll();
  const beyond = from ? all.where('id', backward ? '<' : '>', from[0]) : all;
  const page = beyond.orderBy('id', backward ? 'desc' : 'asc').limit(size + 1);
  return (await withRetries(() => page.execute())).map(toProduct);
}

export async function countProducts(db: Db): Promise<number> {
  const all = db.selectFrom('master_data.products').select((row) => row.fn.countAll<number>().as('count'));
  return (await withRetries(() => all.executeTakeFirstOrThrow())).count;
}

/** Refuses an id or a SKU that is taken. */
export async function createProduct(db: Db, draft: ProductDraft): Promise<Product | Rejection> {
  try {
    const insert = db.insertInto('master_data.products').values(toRow(draft)).returningAll();
    return toProduct(await insert.executeTakeFirstOrThrow());
  } catch (error) {
    return refusalOf(error, draft);
  }
}

/** Prices of lines that exist already do not change with it. */
export async function updateProduct(
  db: Db,
  id: string,
  changes: ProductChanges,
): Promise<Product | Rejection> {
  const { name, price, available } = changes;
  const row = await db
    .updateTable('master_data.products')
    .set((row) => ({
      name,
      price_minor: price?.minor,
      price_currency: price?.currency,
      available,
      updated_at: row.fn<Date>('now'),
    }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row ? toProduct(row) : productNotFound(id);
}

export const toRow = ({ id, sku, name, price, stockLevel, available }: ProductDraft) => ({
  id,
  sku,
  name,
  price_minor: price.minor,
  price_currency: price.currency,
  stock_level: stockLevel,
  available,
});

export const toProduct = (row: Selectable<ProductTable>): Product => ({
  id: row.id,
  sku: row.sku,
  name: row.name,
  price: { minor: row.price_minor, currency: row.price_currency },
  available: row.available,
  stockLevel: row.stock_level,
  reserved: row.reserved,
});
