import type { Db } from '../database/database.js';
import { type ImportOutcome, importInBatches, inBatches } from '../master-data/index.js';
import { type DecimalMoney, formatMoney } from '../money/index.js';
import { refusalOf } from './constraints.js';
import type { ProductDraft } from './product.js';
import { toProduct, toRow } from './products.js';

/** A product as history files write it. */
export interface ProductRecord extends Omit<ProductDraft, 'price'> {
  readonly price: DecimalMoney;
}

/**
 * Inserts products, or updates what differs; reservations stay as they are. Of several rows with one id the
 * last counts. Refused rows are left out and told; the rest goes on. Not for use in a transaction.
 */
export const importProducts = (db: Db, rows: readonly ProductDraft[]): Promise<ImportOutcome<ProductDraft>> =>
  importInBatches(rows, { write: (batch) => upsert(db, batch), refusalOf });

const columns = ['sku', 'name', 'price_minor', 'price_currency', 'stock_level', 'available'] as const;

/** In which reservations lock products too, so that neither waits for the other in a circle. */
const byId = (a: ProductDraft, b: ProductDraft): number => (a.id < b.id ? -1 : 1);

async function upsert(db: Db, products: readonly ProductDraft[]): Promise<number> {
  const result = await db
    .insertInto('master_data.products')
    .values([...products].sort(byId).map(toRow))
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((row) => ({
          sku: row.ref('excluded.sku'),
          name: row.ref('excluded.name'),
          price_minor: row.ref('excluded.price_minor'),
          price_currency: row.ref('excluded.price_currency'),
          stock_level: row.ref('excluded.stock_level'),
          available: row.ref('excluded.available'),
          updated_at: row.fn<Date>('now'),
        }))
        .where((row) =>
          row.or(
            columns.map((column) =>
              row(`master_data.products.${column}`, 'is distinct from', row.ref(`excluded.${column}`)),
            ),
          ),
        ),
    )
    .executeTakeFirstOrThrow();
  return Number(result.numInsertedOrUpdatedRows);
}

/** All products in the order of their ids, read a batch at a time. */
export async function* exportProducts(db: Db): AsyncGenerator<ProductRecord, void> {
  const all = db.selectFrom('master_data.products').selectAll().orderBy('id');
  const read = (after: string | undefined, limit: number) =>
    (after === undefined ? all : all.where('id', '>', after)).limit(limit).execute();
  for await (const row of inBatches(read)) {
    const { id, sku, name, price, stockLevel, available } = toProduct(row);
    yield { id, sku, name, price: formatMoney(price), stockLevel, available };
  }
}
