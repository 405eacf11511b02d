import type { Db } from '../database/database.js';
import { type ImportOutcome, importInBatches, inBatches } from '../master-data/index.js';
import { refusalOf } from './constraints.js';
import type { Customer } from './customer.js';
import { type CustomerStore, customerErased } from './customers.js';
import { sealedRow } from './seal-customers.js';

/**
 * Inserts customers, or updates what differs; seals those that come in clear. Of several rows with one id the last
 * counts. Refuses those in clear who were erased. Not for use in a transaction.
 */
export async function importCustomers(
  store: CustomerStore,
  rows: readonly Customer[],
): Promise<ImportOutcome<Customer>> {
  const closed = await Promise.all(rows.map((row) => closedRow(store, row)));
  const { written, refused } = await importInBatches(
    closed.filter((row) => row !== undefined),
    { write: (batch) => upsert(store.db, batch), refusalOf },
  );
  const erased = rows.filter((_, i) => closed[i] === undefined);
  return {
    written,
    refused: [...refused, ...erased.map((row) => ({ row, rejection: customerErased(row.id) }))],
  };
}

/** Undefined where it would bring back in clear who was erased. */
async function closedRow(store: CustomerStore, row: Customer): Promise<Customer | undefined> {
  const closed = await sealedRow(store, row);
  const cameInClear = closed.name !== row.name || closed.email !== row.email;
  return cameInClear && (await store.personalData.erasureOf(row.id)) ? undefined : closed;
}

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
