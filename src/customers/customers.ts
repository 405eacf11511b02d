import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import { inTransaction } from '../database/transaction.js';
import { withRetries } from '../database/transient.js';
import { type Rejection, reject } from '../event-sourcing/errors.js';
import type { PageRequest } from '../graphql/pagination.js';
import { type Erasure, erase, isErased, type PersonalData } from '../personal-data/index.js';
import { refusalOf } from './constraints.js';
import type { Customer, CustomerChanges } from './customer.js';

/** Where customers are kept, and what seals what is personal of them. */
export interface CustomerStore {
  readonly db: Db;
  readonly personalData: PersonalData;
}

const erased = isErased('master_data.customers.id');
const columns = ['id', 'name', 'email', sql<boolean>`active and not ${erased}`.as('active')] as const;

const customerNotFound = (id: string): Rejection => reject('NOT_FOUND', `Customer ${id} not found`);

/** Refuses what would bring an erased customer back. */
export const customerErased = (id: string): Rejection =>
  reject('BUSINESS_RULE_ERROR', `Customer ${id} was erased`);

/** The customers that exist, by id. Those who were erased may place no orders. */
export async function findCustomers(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Customer>> {
  if (ids.length === 0) return new Map();
  const found = db.selectFrom('master_data.customers').select(columns).where(sql<boolean>`id = any(${ids})`);
  const rows = await withRetries(() => found.execute());
  return new Map(rows.map((row) => [row.id, row]));
}

export const findCustomer = async (db: Db, id: string): Promise<Customer | undefined> =>
  (await findCustomers(db, [id])).get(id);

/** In the order of ids, without those who were erased: up to one more than the request's size, in its direction. */
export async function listCustomers(
  db: Db,
  request: PageRequest<readonly [id: string]>,
): Promise<Customer[]> {
  const { size, backward, from } = request;
  const all = remaining(db).select(columns);
  const beyond = from ? all.where('id', backward ? '<' : '>', from[0]) : all;
  const page = beyond.orderBy('id', backward ? 'desc' : 'asc').limit(size + 1);
  return withRetries(() => page.execute());
}

/** Without those who were erased. */
export async function countCustomers(db: Db): Promise<number> {
  const all = remaining(db).select((row) => row.fn.countAll<number>().as('count'));
  return (await withRetries(() => all.executeTakeFirstOrThrow())).count;
}

const remaining = (db: Db) => db.selectFrom('master_data.customers').where((row) => row.not(erased));

/** Seals what is given in clear of a customer. */
export async function sealed<Given extends CustomerChanges>(
  { personalData }: Pick<CustomerStore, 'personalData'>,
  id: string,
  given: Given,
): Promise<Given> {
  const personal = (['name', 'email'] as const).filter((field) => given[field] !== undefined);
  const texts = await personalData.seal(
    id,
    personal.map((field) => given[field] as string),
  );
  return { ...given, ...Object.fromEntries(personal.map((field, i) => [field, texts[i]])) };
}

/** Refuses an id that is taken, or was that of a customer who was erased. */
export async function createCustomer(
  store: CustomerStore,
  customer: Customer,
): Promise<Customer | Rejection> {
  const { db, personalData } = store;
  if (await personalData.erasureOf(customer.id)) return customerErased(customer.id);
  try {
    const insert = db.insertInto('master_data.customers').values(await sealed(store, customer.id, customer));
    return await insert.returning(columns).executeTakeFirstOrThrow();
  } catch (error) {
    return refusalOf(error, customer);
  }
}

/** Refuses to change a customer who was erased. */
export async function updateCustomer(
  store: CustomerStore,
  id: string,
  changes: CustomerChanges,
): Promise<Customer | Rejection> {
  const { db, personalData } = store;
  if (!(await findCustomer(db, id))) return customerNotFound(id);
  if (await personalData.erasureOf(id)) return customerErased(id);
  const values = await sealed(store, id, changes);
  const customer = await db
    .updateTable('master_data.customers')
    .set((row) => ({ ...values, updated_at: row.fn<Date>('now') }))
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
  return customer ?? customerNotFound(id);
}

/** Destroys the customer's key, for ever. Of a customer who was erased before: answers how it was. */
export const eraseCustomer = (
  db: Db,
  { customerId, ...by }: { readonly customerId: string; readonly actor: string; readonly reason: string },
): Promise<Erasure | Rejection> =>
  inTransaction(db, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('master_data.customers')
      .set({ active: false })
      .where('id', '=', customerId)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 0n ? customerNotFound(customerId) : erase(trx, { personId: customerId, ...by });
  });
