import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../database/database.js';
import { createDb, createPool } from '../database/pool.js';
import { isRejection } from '../event-sourcing/errors.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { largestInt } from '../validation/index.js';
import { createProduct, findProducts } from './products.js';
import { adjustStock } from './stock.js';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(createPool(database.connection, { role: 'retrace_app', max: 32 }));
});

afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

async function productWith(stockLevel: number, reserved = 0): Promise<string> {
  const id = crypto.randomUUID();
  await createProduct(db, {
    id,
    sku: id,
    name: 'Chai',
    price: { minor: 1, currency: 'USD' },
    stockLevel,
    available: true,
  });
  await db.updateTable('master_data.products').set({ reserved }).where('id', '=', id).execute();
  return id;
}

const stockOf = async (id: string) => (await findProducts(db, [id])).get(id)?.stockLevel;

describe('adjustStock', () => {
  it.each([
    [10, 0, 5, 15],
    [10, 0, -10, 0],
    [10, 4, -6, 4],
    [10, 10, 0, 10],
    [0, 0, largestInt, largestInt],
    [largestInt, 0, -largestInt, 0],
  ])('of %d in stock, %d of them reserved, %d more make %d', async (stock, reserved, delta, after) => {
    const id = await productWith(stock, reserved);
    expect(await adjustStock(db, id, delta)).toMatchObject({ id, stockLevel: after, reserved });
    expect(await stockOf(id)).toBe(after);
  });

  it.each([
    [10, 0, -11, 'only 10 in stock'],
    [0, 0, -largestInt, 'only 0 in stock'],
    [10, 4, -7, '4 of 10 in stock are reserved'],
    [largestInt, largestInt, -1, '2147483647 of 2147483647 in stock are reserved'],
    [1, 0, largestInt, '1 in stock, and the most is 2147483647'],
  ])('of %d in stock, %d of them reserved, refuses %d', async (stockLevel, reserved, delta, why) => {
    const id = await productWith(stockLevel, reserved);
    expect(await adjustStock(db, id, delta)).toEqual({
      rejected: true,
      code: 'BUSINESS_RULE_ERROR',
      message: `Cannot adjust the stock of ${id} by ${delta}: ${why}`,
      details: { productId: id, stockLevel, reserved },
    });
    expect(await stockOf(id)).toBe(stockLevel);
  });

  it('does not find what does not exist', async () => {
    expect(await adjustStock(db, 'nobody', 1)).toMatchObject({
      code: 'NOT_FOUND',
      message: 'Product nobody not found',
    });
  });

  it('never goes below zero under 32 callers at once, and loses none', async () => {
    const id = await productWith(100);
    const outcomes = await Promise.all(Array.from({ length: 32 }, () => adjustStock(db, id, -7)));
    const refused = outcomes.filter(isRejection);
    expect(refused).toHaveLength(32 - 14);
    expect(new Set(refused.map(({ details }) => (details as { stockLevel: number }).stockLevel))).toEqual(
      new Set([2]),
    );
    expect(await stockOf(id)).toBe(100 - 14 * 7);
  });

  it('adds up what 32 callers at once put in and take out', async () => {
    const id = await productWith(1_000, 500);
    const deltas = Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? 10 : -3));
    await Promise.all(deltas.map((delta) => adjustStock(db, id, delta)));
    expect(await stockOf(id)).toBe(1_000 + 16 * 7);
  });
});
