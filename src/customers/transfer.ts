import type { Db } from '../database/database.js';
import { type ImportOutcome, importInBatches, inBatches } from '../master-data/index.js';
import { refusalOf } from './constraints.js';
import type { Customer } from './customer.js';

/**
 * Inserts customers, or updates what differs. Of several rows with one id the last counts.
 * Not for use in a transaction.
 */
export const importCustomers = (db: Db, rows: readonly Customer[]): Promise<ImportOutcome<Customer>> =>
  importInBatches(rows, { write: (batch) => upsert(db, batch), refusalOf });

const columns = ['name', 'email', 'active'] as const;

async function upsert(db: Db, customers: readonly Customer[]): Promise<number> {
  const result = await db
    .insertInto('master_data.customers')
    .values(customers)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((row) => ({
          name: row.ref('excluded.name'),
          email: row.ref('excluded.email'),
          active: row.ref('excluded.active'),
          updated_at: row.fn<Date>('now'),
        }))
        .where((row) =>
          row.or(
            columns.map((column) =>
              row(`master_data.customers.${column}`, 'is distinct from', row.ref(`excluded.${column}`)),
            ),
          ),
        ),
    )
    .executeTakeFirstOrThrow();
  return Number(result.numInsertedOrUpdatedRows);
}

/** All customers in the order of their ids, read a batch at a time. */
export function exportCustomers(db: Db): AsyncGenerator<Customer, void> {
  const all = db.selectFrom('master_data.customers').select(['id', 'name', 'email', 'active']).orderBy('id');
  return inBatches((after, limit) =>
    (after === undefined ? all : all.where('id', '>', after)).limit(limit).execute(),
  );
}
