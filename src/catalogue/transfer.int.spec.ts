import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../database/database.js';
import { createDb, createPool } from '../database/pool.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { validate } from '../validation/index.js';
import { demoProducts } from './demo-data.js';
import { productRecord } from './inputs.js';
import type { ProductDraft } from './product.js';
import { countProducts, findProducts } from './products.js';
import { exportProducts, importProducts, type ProductRecord } from './transfer.js';

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

const chai: ProductDraft = {
  id: 'chai',
  sku: 'NW-001',
  name: 'Chai',
  price: { minor: 1800, currency: 'USD' },
  stockLevel: 39,
  available: true,
};
const chang = { ...chai, id: 'chang', sku: 'NW-002', name: 'Chang' };
const rowOf = (id: string) =>
  db.selectFrom('master_data.products').selectAll().where('id', '=', id).executeTakeFirst();

describe('importProducts', () => {
  it('writes all products once; a second import writes nothing', async () => {
    expect(await importProducts(db, demoProducts)).toEqual({ written: demoProducts.length, refused: [] });
    expect(await importProducts(db, demoProducts)).toEqual({ written: 0, refused: [] });
    const found = await findProducts(
      db,
      demoProducts.map(({ id }) => id),
    );
    for (const product of demoProducts) expect(found.get(product.id)).toEqual({ ...product, reserved: 0 });
  });

  it.each<Partial<ProductDraft>>([
    { sku: 'NW-009' },
    { name: 'Masala Chai' },
    { price: { minor: 1801, currency: 'USD' } },
    { price: { minor: 1800, currency: 'EUR' } },
    { stockLevel: 40 },
    { available: false },
  ])('updates a product that differs in %j, and only that', async (change) => {
    await importProducts(db, [chai, chang]);
    const before = await rowOf('chang');
    expect(await importProducts(db, [{ ...chai, ...change }, chang])).toMatchObject({ written: 1 });
    expect((await findProducts(db, ['chai'])).get('chai')).toMatchObject({ ...chai, ...change });
    expect(await rowOf('chang')).toEqual(before);
  });

  it('leaves reservations as they are', async () => {
    await importProducts(db, [chai]);
    await db.updateTable('master_data.products').set({ reserved: 5 }).where('id', '=', 'chai').execute();
    await importProducts(db, [{ ...chai, stockLevel: 5 }]);
    expect(await rowOf('chai')).toMatchObject({ stock_level: 5, reserved: 5 });
    expect(await importProducts(db, [{ ...chai, stockLevel: 4 }, chang])).toMatchObject({
      refused: [
        { row: { id: 'chai' }, rejection: { message: 'Product chai has more reserved than a stock of 4' } },
      ],
    });
  });

  it('leaves out a product whose SKU is taken, names it, and writes the others', async () => {
    const tea = { ...chai, id: 'tea', sku: 'TEA' };
    const thief = { ...tea, id: 'thief' };
    const coffee = { ...chai, id: 'coffee', sku: 'COFFEE' };
    expect(await importProducts(db, [tea, thief, coffee])).toEqual({
      written: 2,
      refused: [
        {
          row: thief,
          rejection: {
            rejected: true,
            code: 'BUSINESS_RULE_ERROR',
            message: 'SKU TEA belongs to another product',
          },
        },
      ],
    });
    expect([...(await findProducts(db, ['tea', 'thief', 'coffee'])).keys()].sort()).toEqual([
      'coffee',
      'tea',
    ]);
  });
});

describe('exportProducts', () => {
  beforeEach(async () => {
    await db.updateTable('master_data.products').set({ reserved: 0 }).execute();
    const many = Array.from({ length: 1_500 }, (_, i) => ({ ...chai, id: `many-${i}`, sku: `MANY-${i}` }));
    await importProducts(db, [{ ...chai, price: { minor: 1800, currency: 'JPY' } }, ...many]);
  });

  it('yields every product once in the order of ids, as history files write it', async () => {
    const records: ProductRecord[] = await Readable.from(exportProducts(db)).toArray();
    const ids = records.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(await countProducts(db));
    expect(records.find(({ id }) => id === 'chai')).toEqual({
      ...chai,
      price: { amount: '1800', currency: 'JPY' },
    });
  });

  it('yields what an import of it finds unchanged', async () => {
    const products: ProductDraft[] = [];
    for await (const record of exportProducts(db))
      products.push(validate(productRecord, record) as ProductDraft);
    expect(await importProducts(db, products)).toEqual({ written: 0, refused: [] });
  });
});
