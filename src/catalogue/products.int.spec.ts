import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../database/database.js';
import { createDb, createPool } from '../database/pool.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { ProductDraft } from './product.js';
import { countProducts, createProduct, findProducts, listProducts, updateProduct } from './products.js';

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

const usd = (minor: number) => ({ minor, currency: 'USD' });
const draft = (id: string): ProductDraft => ({
  id,
  sku: `SKU-${id}`,
  name: 'Chai ☕',
  price: usd(1800),
  stockLevel: 39,
  available: true,
});

describe('createProduct', () => {
  it('answers the product, of which nothing is reserved yet', async () => {
    const product = { ...draft('created'), reserved: 0 };
    expect(await createProduct(db, draft('created'))).toEqual(product);
    expect((await findProducts(db, ['created'])).get('created')).toEqual(product);
  });

  it('keeps the largest amount to the last cent', async () => {
    const price = usd(Number.MAX_SAFE_INTEGER);
    expect(await createProduct(db, { ...draft('priceless'), price })).toMatchObject({ price });
  });

  it('refuses an id that is taken and leaves its holder alone', async () => {
    await createProduct(db, draft('twin'));
    expect(await createProduct(db, { ...draft('twin'), sku: 'OTHER', name: 'Other' })).toEqual({
      rejected: true,
      code: 'BUSINESS_RULE_ERROR',
      message: 'Product twin already exists',
    });
    expect((await findProducts(db, ['twin'])).get('twin')).toMatchObject(draft('twin'));
  });

  it('refuses a SKU that another product has', async () => {
    await createProduct(db, draft('first'));
    expect(await createProduct(db, { ...draft('second'), sku: 'SKU-first' })).toEqual({
      rejected: true,
      code: 'BUSINESS_RULE_ERROR',
      message: 'SKU SKU-first belongs to another product',
    });
    expect(await findProducts(db, ['second'])).toEqual(new Map());
  });

  it('lets exactly one of many creators at once have an id', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, () => createProduct(db, draft('contested'))),
    );
    expect(outcomes.filter((outcome) => !('rejected' in outcome))).toHaveLength(1);
  });
});

describe('updateProduct', () => {
  it('changes what is given and keeps the rest', async () => {
    await createProduct(db, draft('updated'));
    const renamed = await updateProduct(db, 'updated', { name: 'Chang' });
    expect(renamed).toEqual({ ...draft('updated'), name: 'Chang', reserved: 0 });
    const repriced = await updateProduct(db, 'updated', {
      price: { minor: 2500, currency: 'JPY' },
      available: false,
    });
    expect(repriced).toEqual({ ...renamed, price: { minor: 2500, currency: 'JPY' }, available: false });
  });

  it('answers the product as it is where nothing is given', async () => {
    await createProduct(db, draft('untouched'));
    expect(await updateProduct(db, 'untouched', {})).toMatchObject(draft('untouched'));
  });

  it('does not find what does not exist', async () => {
    expect(await updateProduct(db, 'nobody', { name: 'x' })).toEqual({
      rejected: true,
      code: 'NOT_FOUND',
      message: 'Product nobody not found',
    });
  });
});

describe('findProducts', () => {
  it('answers those that exist, by id', async () => {
    await createProduct(db, draft('known'));
    expect([...(await findProducts(db, ['known', 'unknown', 'known'])).keys()]).toEqual(['known']);
    expect(await findProducts(db, [])).toEqual(new Map());
  });
});

describe('listProducts', () => {
  it('reads in the order of ids, byte by byte, in both directions, one more than the size', async () => {
    for (const id of ['zz-a', 'zz-B', 'zz-10', 'zz-9', 'zz.x']) await createProduct(db, draft(id));
    const ids = async (backward: boolean, from: string, size = 9) =>
      (await listProducts(db, { size, backward, from: [from] })).map(({ id }) => id);
    expect(await ids(false, 'zz')).toEqual(['zz-10', 'zz-9', 'zz-B', 'zz-a', 'zz.x']);
    expect(await ids(false, 'zz-9', 1)).toEqual(['zz-B', 'zz-a']);
    expect(await ids(true, 'zz-B', 1)).toEqual(['zz-9', 'zz-10']);
  });

  it('counts all products', async () => {
    const before = await countProducts(db);
    await createProduct(db, draft('one-more'));
    expect(await countProducts(db)).toBe(before + 1);
  });
});

describe('the database', () => {
  it.each([{ stock_level: -1 }, { reserved: -1 }, { reserved: 40 }, { price_minor: -1 }])(
    'refuses %j by itself',
    async (change) => {
      await createProduct(db, draft('guarded'));
      const update = db.updateTable('master_data.products').set(change).where('id', '=', 'guarded');
      await expect(update.execute()).rejects.toThrow('violates check constraint "products_');
    },
  );

  it('does not let the application delete products', async () => {
    await expect(db.deleteFrom('master_data.products').execute()).rejects.toThrow('permission denied');
  });
});
