import { type RawBuilder, sql } from 'kysely';
import { withRetries } from '../database/transient.js';
import { isKnown, isSealed } from '../personal-data/index.js';
import type { Customer } from './customer.js';
import { type CustomerStore, sealed } from './customers.js';

const batchSize = 500;

/**
 * Seals the customers that an older build left in clear, a batch at a time. Can be cut off anywhere and run again;
 * of two at once either does a part of it. Answers how many there were.
 */
export async function sealCustomers(store: CustomerStore): Promise<number> {
  const inClear = store.db
    .selectFrom('master_data.customers')
    .select(['id', 'name', 'email'])
    .where((row) => row.or([row('name', 'not like', 'sealed:v1:%'), row('email', 'not like', 'sealed:v1:%')]))
    .limit(batchSize);
  let count = 0;
  for (;;) {
    const rows = await withRetries(() => inClear.execute());
    if (rows.length === 0) return count;
    const closed = await Promise.all(rows.map((row) => sealedRow(store, row)));
    await withRetries(() => replace(rows, closed).execute(store.db));
    count += rows.length;
  }
}

/** How many nobody can read, because their keys are not here. */
export async function countClosedCustomers({ db }: Pick<CustomerStore, 'db'>): Promise<number> {
  const closed = db
    .selectFrom('master_data.customers')
    .where((row) => row.not(isKnown('master_data.customers.id')))
    .select((row) => row.fn.countAll<number>().as('count'));
  return (await withRetries(() => closed.executeTakeFirstOrThrow())).count;
}

type Row = Pick<Customer, 'id' | 'name' | 'email'>;

/** What is sealed already, as in an export, stays as it is. */
export async function sealedRow<Given extends Row>(store: Pick<CustomerStore, 'personalData'>, row: Given) {
  const { name, email } = row;
  const given = { ...(!isSealed(name) && { name }), ...(!isSealed(email) && { email }) };
  return { ...row, ...(await sealed(store, row.id, given)) };
}

/** Leaves alone who has been changed meanwhile. */
function replace(rows: readonly Row[], closed: readonly Row[]): RawBuilder<unknown> {
  const values = rows.map(
    ({ id, name, email }, i) => sql`(${id}, ${name}, ${email}, ${closed[i]?.name}, ${closed[i]?.email})`,
  );
  return sql`
    update master_data.customers c set name = given.new_name, email = given.new_email
    from (values ${sql.join(values)}) as given (id, name, email, new_name, new_email)
    where (c.id, c.name, c.email) = (given.id, given.name, given.email)`;
}
