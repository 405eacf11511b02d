import { importProducts } from '../../catalogue/index.js';
import { importCustomers } from '../../customers/index.js';
import type { ImportOutcome } from '../../master-data/index.js';
import type { Storage } from '../../storage.js';
import type { AtLine, ImportFile } from './import-file.js';
import type { Problems } from './problems.js';

export interface MasterDataWritten {
  readonly customers: number;
  readonly products: number;
  readonly refused: number;
}

/** Writes customers and products that are new or different. Refused ones are named and taken out of the file. */
export async function importMasterData(
  { customers, products }: Pick<ImportFile, 'customers' | 'products'>,
  storage: Storage,
  problems: Problems,
): Promise<MasterDataWritten> {
  const brought = customers.size + products.size;
  const written = {
    customers: await write('customer', customers, (rows) => importCustomers(storage, rows), problems),
    products: await write('product', products, (rows) => importProducts(storage.db, rows), problems),
  };
  return { ...written, refused: brought - customers.size - products.size };
}

async function write<Row extends { readonly id: string }>(
  kind: string,
  rows: Map<string, AtLine<Row>>,
  importRows: (rows: readonly Row[]) => Promise<ImportOutcome<Row>>,
  problems: Problems,
): Promise<number> {
  const { written, refused } = await importRows(Array.from(rows.values(), ({ row }) => row));
  for (const { row, rejection } of refused) {
    problems.add({ line: rows.get(row.id)?.line ?? 0, why: rejection.message, kind, order: undefined });
    rows.delete(row.id);
  }
  return written;
}
