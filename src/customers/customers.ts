import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import { withRetries } from '../database/transient.js';
import { type Rejection, reject } from '../event-sourcing/errors.js';
import type { PageRequest } from '../graphql/pagination.js';
import { refusalOf } from './constraints.js';
import type { Customer, CustomerChanges } from './customer.js';

const columns = ['id', 'name', 'email', 'active'] as const;

/** The customers that exist, by id. */
export async function findCustomers(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Customer>> {
  if (ids.length === 0) return new Map();
  const found = db.selectFrom('master_data.customers').select(columns).where(sql<boolean>`id = any(${ids})`);
  const rows = await withRetries(() => found.execute());
  return new Map(rows.map((row) => [row.id, row]));
}

export const findCustomer = async (db: Db, id: string): Promise<Customer | undefined> =>
  (await findCustomers(db, [id])).get(id);

/** In the order of ids: up to one more than the request's size, in its direction. */
export async function listCustomers(
  db: Db,
  request: PageRequest<readonly [id: string]>,
): Promise<Customer[]> {
  const { size, backward, from } = request;
  const all = db.selectFrom('master_data.customers').select(columns);
  const beyond = from ? all.where('id', backward ? '<' : '>', from[0]) : all;
  const page = beyond.orderBy('id', backward ? 'desc' : 'asc').limit(size + 1);
  return withRetries(() => page.execute());
}

export async function countCustomers(db: Db): Promise<number> {
  const all = db.selectFrom('master_data.customers').select((row) => row.fn.countAll<number>().as('count'));
  return (await withRetries(() => all.executeTakeFirstOrThrow())).count;
}

/** Refuses an id that is taken. */
export async function createCustomer(db: Db, customer: Customer): Promise<Customer | Rejection> {
  try {
    const insert = db.insertInto('master_data.customers').values(customer).returning(columns);
    return await insert.executeTakeFirstOrThrow();
  } catch (error) {
    return refusalOf(error, customer);
  }
}

export async function updateCustomer(
  db: Db,
  id: string,
  changes: CustomerChanges,
): Promise<Customer | Rejection> {
  const customer = await db
    .updateTable('master_data.customers')
    .set((row) => ({ ...changes, updated_at: row.fn<Date>('now') }))
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
  return customer ?? reject('NOT_FOUND', `Customer ${id} not found`);
}
