import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../database/database.js';
import { createDb, createPool } from '../database/pool.js';
import { isRejection, type Rejection } from '../event-sourcing/errors.js';
import { createPersonalData, isSealed } from '../personal-data/index.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { Customer, CustomerChanges } from './customer.js';
import {
  type CustomerStore,
  countCustomers,
  createCustomer,
  eraseCustomer,
  findCustomer,
  findCustomers,
  listCustomers,
  updateCustomer,
} from './customers.js';
import { demoCustomers } from './demo-data.js';
import { sealCustomers } from './seal-customers.js';
import { exportCustomers, importCustomers } from './transfer.js';

let database: TestDatabase;
let db: Db;
let store: CustomerStore;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(createPool(database.connection, { role: 'retrace_app' }));
  store = { db, personalData: createPersonalData(db) };
});

afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

/** As it may be shown. */
async function inClear(found: Customer | Rejection | undefined): Promise<object | undefined> {
  if (!found || isRejection(found)) return found;
  const [name, email] = await store.personalData.open(found.id, [found.name, found.email]);
  return { ...found, name, email };
}

const customer = (id: string): Customer => ({ id, name: 'Ada ☕', email: `${id}@example.com`, active: true });

describe('createCustomer', () => {
  it('answers the customer', async () => {
    expect(await inClear(await createCustomer(store, customer('created')))).toEqual(customer('created'));
    expect(await inClear(await findCustomer(db, 'created'))).toEqual(customer('created'));
  });

  it('refuses an id that is taken and leaves its holder alone', async () => {
    await createCustomer(store, customer('twin'));
    expect(await createCustomer(store, { ...customer('twin'), name: 'Other' })).toEqual({
      rejected: true,
      code: 'BUSINESS_RULE_ERROR',
      message: 'Customer twin already exists',
    });
    expect(await inClear(await findCustomer(db, 'twin'))).toEqual(customer('twin'));
  });
});

describe('updateCustomer', () => {
  it('changes what is given and keeps the rest', async () => {
    await createCustomer(store, customer('updated'));
    const update = async (changes: CustomerChanges) =>
      inClear(await updateCustomer(store, 'updated', changes));
    const renamed = await update({ name: 'Grace', email: undefined });
    expect(renamed).toEqual({ ...customer('updated'), name: 'Grace' });
    const ended = await update({ email: 'grace@example.com', active: false });
    expect(ended).toEqual({ ...renamed, email: 'grace@example.com', active: false });
    expect(await update({})).toEqual(ended);
  });

  it('does not find who does not exist', async () => {
    expect(await updateCustomer(store, 'nobody', { name: 'x' })).toEqual({
      rejected: true,
      code: 'NOT_FOUND',
      message: 'Customer nobody not found',
    });
  });
});

describe('findCustomers', () => {
  it('answers those who exist, by id', async () => {
    await createCustomer(store, customer('known'));
    expect([...(await findCustomers(db, ['known', 'unknown'])).keys()]).toEqual(['known']);
    expect(await findCustomers(db, [])).toEqual(new Map());
    expect(await findCustomer(db, 'unknown')).toBeUndefined();
  });
});

describe('listCustomers', () => {
  it('reads in the order of ids, byte by byte, in both directions, one more than the size', async () => {
    const before = await countCustomers(db);
    for (const id of ['zz-a', 'zz-B', 'zz-10']) await createCustomer(store, customer(id));
    const ids = async (backward: boolean, from: string) =>
      (await listCustomers(db, { size: 1, backward, from: [from] })).map(({ id }) => id);
    expect(await ids(false, 'zz')).toEqual(['zz-10', 'zz-B']);
    expect(await ids(true, 'zz-a')).toEqual(['zz-B', 'zz-10']);
    expect(await countCustomers(db)).toBe(before + 3);
  });
});

describe('importCustomers', () => {
  it('writes all customers once; a second import writes nothing', async () => {
    expect(await importCustomers(store, demoCustomers)).toEqual({
      written: demoCustomers.length,
      refused: [],
    });
    expect(await importCustomers(store, demoCustomers)).toEqual({ written: 0, refused: [] });
  });

  it.each<Partial<Customer>>([{ name: 'Lady Ada' }, { email: 'lady@example.com' }, { active: false }])(
    'updates a customer who differs in %j, and only that one',
    async (change) => {
      await importCustomers(store, [customer('ada'), customer('grace')]);
      const changed = { ...customer('ada'), ...change };
      expect(await importCustomers(store, [changed, customer('grace')])).toMatchObject({ written: 1 });
      expect(await inClear(await findCustomer(db, 'ada'))).toEqual(changed);
    },
  );
});

describe('exportCustomers', () => {
  it('yields every customer once in the order of ids, as an import would find it unchanged', async () => {
    await importCustomers(
      store,
      Array.from({ length: 1_500 }, (_, i) => customer(`many-${i}`)),
    );
    const customers: Customer[] = await Readable.from(exportCustomers(db)).toArray();
    const ids = customers.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(await countCustomers(db));
    expect(await importCustomers(store, customers)).toEqual({ written: 0, refused: [] });
  });
});

describe('eraseCustomer', () => {
  const by = { actor: 'anna', reason: 'Article 17' };
  const erase = async (customerId: string, more = by) => eraseCustomer(db, { customerId, ...more });

  it('closes name and email for ever, and says when, by whom and why', async () => {
    await createCustomer(store, customer('erased'));
    const erasure = await erase('erased');
    expect(erasure).toEqual({ personId: 'erased', at: expect.any(Number), ...by });
    expect(await store.personalData.erasureOf('erased')).toEqual(erasure);
    const closed = { ...customer('erased'), name: null, email: null, active: false };
    expect(await inClear(await findCustomer(db, 'erased'))).toEqual(closed);
  });

  it('answers how it was the first time when it is done again', async () => {
    await createCustomer(store, customer('twice'));
    const first = await erase('twice');
    expect(await erase('twice', { actor: 'boris', reason: 'again' })).toEqual(first);
  });

  it('does not find who does not exist, and leaves no erasure of them', async () => {
    expect(await erase('nobody')).toMatchObject({ code: 'NOT_FOUND', message: 'Customer nobody not found' });
    expect(await store.personalData.erasureOf('nobody')).toBeNull();
  });

  it('leaves the erased out of lists and counts', async () => {
    const before = await countCustomers(db);
    for (const id of ['list-a', 'list-b', 'list-c']) await createCustomer(store, customer(id));
    await erase('list-b');
    const ids = (await listCustomers(db, { size: 1, backward: false, from: ['list-'] })).map(({ id }) => id);
    expect(ids).toEqual(['list-a', 'list-c']);
    expect(await countCustomers(db)).toBe(before + 2);
  });

  it('brings nobody back: not by an update, not as a new customer, not by an import', async () => {
    await createCustomer(store, customer('gone'));
    await erase('gone');
    const refusal = { rejected: true, code: 'BUSINESS_RULE_ERROR', message: 'Customer gone was erased' };
    expect(await updateCustomer(store, 'gone', { active: true })).toEqual(refusal);
    expect(await createCustomer(store, customer('gone'))).toEqual(refusal);
    expect(await importCustomers(store, [customer('gone')])).toEqual({
      written: 0,
      refused: [{ row: customer('gone'), rejection: refusal }],
    });
    // As a restored backup would.
    await db.updateTable('master_data.customers').set({ active: true }).where('id', '=', 'gone').execute();
    expect(await findCustomer(db, 'gone')).toMatchObject({ active: false });
  });
});

describe('sealCustomers', () => {
  it('seals those that an older build left, once, also where several do it at a time', async () => {
    const older = Array.from({ length: 1_200 }, (_, i) => customer(`older-${i}`));
    await db.insertInto('master_data.customers').values(older).execute();
    const counts = await Promise.all([sealCustomers(store), sealCustomers(store)]);
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(1_200);
    expect(await sealCustomers(store)).toBe(0);
    const found = await findCustomers(
      db,
      older.map(({ id }) => id),
    );
    for (const row of found.values()) expect([row.name, row.email].every(isSealed)).toBe(true);
    expect(await inClear(found.get('older-7'))).toEqual(customer('older-7'));
    expect(await importCustomers(store, older)).toEqual({ written: 0, refused: [] });
  });

  it('does not undo what was changed meanwhile', async () => {
    await db.insertInto('master_data.customers').values(customer('changed')).execute();
    const meanwhile = {
      ...store.personalData,
      async seal(id: string, texts: readonly string[]) {
        await updateCustomer(store, 'changed', { name: 'Newer' });
        return store.personalData.seal(id, texts);
      },
    };
    await sealCustomers({ db, personalData: meanwhile });
    expect(await inClear(await findCustomer(db, 'changed'))).toMatchObject({ name: 'Newer' });
  });
});

describe('the database', () => {
  it('does not let the application delete customers', async () => {
    await expect(db.deleteFrom('master_data.customers').execute()).rejects.toThrow('permission denied');
  });
});
