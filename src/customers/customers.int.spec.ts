import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../database/database.js';
import { createDb, createPool } from '../database/pool.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { Customer } from './customer.js';
import {
  countCustomers,
  createCustomer,
  findCustomer,
  findCustomers,
  listCustomers,
  updateCustomer,
} from './customers.js';
import { demoCustomers } from './demo-data.js';
import { exportCustomers, importCustomers } from './transfer.js';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(createPool(database.connection, { role: 'retrace_app' }));
});

afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

const customer = (id: string): Customer => ({ id, name: 'Ada ☕', email: `${id}@example.com`, active: true });

describe('createCustomer', () => {
  it('answers the customer', async () => {
    expect(await createCustomer(db, customer('created'))).toEqual(customer('created'));
    expect(await findCustomer(db, 'created')).toEqual(customer('created'));
  });

  it('refuses an id that is taken and leaves its holder alone', async () => {
    await createCustomer(db, customer('twin'));
    expect(await createCustomer(db, { ...customer('twin'), name: 'Other' })).toEqual({
      rejected: true,
      code: 'BUSINESS_RULE_ERROR',
      message: 'Customer twin already exists',
    });
    expect(await findCustomer(db, 'twin')).toEqual(customer('twin'));
  });
});

describe('updateCustomer', () => {
  it('changes what is given and keeps the rest', async () => {
    await createCustomer(db, customer('updated'));
    const renamed = await updateCustomer(db, 'updated', { name: 'Grace', email: undefined });
    expect(renamed).toEqual({ ...customer('updated'), name: 'Grace' });
    const ended = await updateCustomer(db, 'updated', { email: 'grace@example.com', active: false });
    expect(ended).toEqual({ ...renamed, email: 'grace@example.com', active: false });
    expect(await updateCustomer(db, 'updated', {})).toEqual(ended);
  });

  it('does not find who does not exist', async () => {
    expect(await updateCustomer(db, 'nobody', { name: 'x' })).toEqual({
      rejected: true,
      code: 'NOT_FOUND',
      message: 'Customer nobody not found',
    });
  });
});

describe('findCustomers', () => {
  it('answers those who exist, by id', async () => {
    await createCustomer(db, customer('known'));
    expect([...(await findCustomers(db, ['known', 'unknown'])).keys()]).toEqual(['known']);
    expect(await findCustomers(db, [])).toEqual(new Map());
    expect(await findCustomer(db, 'unknown')).toBeUndefined();
  });
});

describe('listCustomers', () => {
  it('reads in the order of ids, byte by byte, in both directions, one more than the size', async () => {
    const before = await countCustomers(db);
    for (const id of ['zz-a', 'zz-B', 'zz-10']) await createCustomer(db, customer(id));
    const ids = async (backward: boolean, from: string) =>
      (await listCustomers(db, { size: 1, backward, from: [from] })).map(({ id }) => id);
    expect(await ids(false, 'zz')).toEqual(['zz-10', 'zz-B']);
    expect(await ids(true, 'zz-a')).toEqual(['zz-B', 'zz-10']);
    expect(await countCustomers(db)).toBe(before + 3);
  });
});

describe('importCustomers', () => {
  it('writes all customers once; a second import writes nothing', async () => {
    expect(await importCustomers(db, demoCustomers)).toEqual({ written: demoCustomers.length, refused: [] });
    expect(await importCustomers(db, demoCustomers)).toEqual({ written: 0, refused: [] });
  });

  it.each<Partial<Customer>>([{ name: 'Lady Ada' }, { email: 'lady@example.com' }, { active: false }])(
    'updates a customer who differs in %j, and only that one',
    async (change) => {
      await importCustomers(db, [customer('ada'), customer('grace')]);
      const changed = { ...customer('ada'), ...change };
      expect(await importCustomers(db, [changed, customer('grace')])).toMatchObject({ written: 1 });
      expect(await findCustomer(db, 'ada')).toEqual(changed);
    },
  );
});

describe('exportCustomers', () => {
  it('yields every customer once in the order of ids, as an import would find it unchanged', async () => {
    await importCustomers(
      db,
      Array.from({ length: 1_500 }, (_, i) => customer(`many-${i}`)),
    );
    const customers: Customer[] = await Readable.from(exportCustomers(db)).toArray();
    const ids = customers.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(await countCustomers(db));
    expect(await importCustomers(db, customers)).toEqual({ written: 0, refused: [] });
  });
});

describe('the database', () => {
  it('does not let the application delete customers', async () => {
    await expect(db.deleteFrom('master_data.customers').execute()).rejects.toThrow('permission denied');
  });
});
