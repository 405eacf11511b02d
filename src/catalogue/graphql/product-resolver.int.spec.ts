import { type GraphQLSchema, graphql } from 'graphql';
import { pino } from 'pino';
import { buildSchema } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../database/database.js';
import { createDb, createPool } from '../../database/pool.js';
import { listRoom } from '../../graphql/limits/list-items.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { demoProducts } from '../demo-data.js';
import { importProducts } from '../transfer.js';
import { type CatalogueContext, catalogueResolvers } from './product-resolver.js';

let database: TestDatabase;
let db: Db;
let schema: GraphQLSchema;
const logged: string[] = [];
const log = pino({ base: null }, { write: (line) => void logged.push(line) });

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(createPool(database.connection, { role: 'retrace_app' }));
  schema = await buildSchema({ resolvers: catalogueResolvers, validate: false });
  await importProducts(db, demoProducts);
});

afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

async function run(source: string, variableValues: Record<string, unknown> = {}) {
  const caller = { actor: 'olga', roles: new Set(['operator'] as const) };
  const contextValue: CatalogueContext = {
    db,
    caller,
    listRoom: listRoom(100),
    log,
    requestId: 'r',
    correlationId: 'c',
    address: '',
  };
  const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue });
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
  return { data: data as any, errors: errors.map(({ message, extensions }) => ({ message, ...extensions })) };
}

const fields = 'id sku name price { amount currency } available stockLevel reserved';
const product = (id: string) => run(`query ($id: ID!) { product(id: $id) { ${fields} } }`, { id });
const create = (input: object) =>
  run(`mutation ($input: CreateProductInput!) { createProduct(input: $input) { ${fields} } }`, { input });
const update = (input: object) =>
  run(`mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { ${fields} } }`, { input });
const adjust = (productId: string, delta: number, reason?: string) =>
  run(
    `mutation ($productId: ID!, $delta: Int!, $reason: String) {
      adjustStock(productId: $productId, delta: $delta, reason: $reason) { stockLevel }
    }`,
    { productId, delta, reason },
  );

const draft = { sku: 'TEA-001', name: 'Chai', price: { amount: '18.5', currency: 'USD' }, stockLevel: 3 };

describe('product', () => {
  it('answers every field, money in the digits of its currency', async () => {
    expect((await product('moka-pot')).data.product).toEqual({
      id: 'moka-pot',
      sku: 'BREW-002',
      name: 'Moka pot, 6 cups',
      price: { amount: '34.50', currency: 'USD' },
      available: true,
      stockLevel: 140,
      reserved: 0,
    });
  });

  it('answers null where there is no such product', async () => {
    expect(await product('nothing')).toEqual({ data: { product: null }, errors: [] });
  });

  it.each(['', ' ', 'a/b', 'a\0', '\ud800', 'x'.repeat(65), 'x'.repeat(1_000_000)])(
    'refuses a malformed id (case %#)',
    async (id) => {
      expect(await product(id)).toMatchObject({
        data: { product: null },
        errors: [{ code: 'VALIDATION_ERROR', details: [{ path: 'id' }] }],
      });
    },
  );
});

describe('products', () => {
  const page = (args: string) =>
    run(
      `{ products${args} { nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    );

  it('pages through all products, each once, in the order of ids', async () => {
    const ids: string[] = [];
    let after = '';
    for (;;) {
      const { nodes, pageInfo } = (await page(`(first: 5${after})`)).data.products;
      expect(pageInfo.hasPreviousPage).toBe(ids.length > 0);
      ids.push(...nodes.map(({ id }: { id: string }) => id));
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect(ids).toEqual(demoProducts.map(({ id }) => id).sort());
  });

  it('pages back from the end', async () => {
    const { pageInfo } = (await page('(last: 2)')).data.products;
    expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const before = (await page(`(last: 1, before: "${pageInfo.startCursor}")`)).data.products;
    expect(before.nodes).toEqual([
      {
        id: demoProducts
          .map(({ id }) => id)
          .sort()
          .at(-3),
      },
    ]);
  });

  it('counts the products of all pages', async () => {
    const { data } = await run('{ products(first: 1) { totalCount nodes { id } } }');
    expect(data.products).toMatchObject({ totalCount: demoProducts.length, nodes: [{}] });
  });

  it.each([
    '(first: 0)',
    '(first: -1)',
    '(first: 10000)',
    '(after: "x")',
    '(after: "")',
    '(first: 1, last: 1)',
  ])('refuses %s', async (args) => {
    expect((await page(args)).errors).toMatchObject([{ code: 'VALIDATION_ERROR', details: [{}] }]);
  });
});

describe('createProduct', () => {
  it('creates a product that is available unless said otherwise', async () => {
    const { data } = await create({ ...draft, id: 'chai' });
    const chai = {
      ...draft,
      id: 'chai',
      price: { amount: '18.50', currency: 'USD' },
      available: true,
      reserved: 0,
    };
    expect(data.createProduct).toEqual(chai);
    expect((await product('chai')).data.product).toEqual(chai);
  });

  it('makes an id where none is given', async () => {
    const { data } = await create({ ...draft, sku: 'TEA-002', id: null, available: null });
    expect(data.createProduct).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      available: true,
    });
  });

  it('refuses an id or a SKU that is taken, by name', async () => {
    expect((await create({ ...draft, sku: 'NEW', id: 'moka-pot' })).errors).toEqual([
      { code: 'BUSINESS_RULE_ERROR', message: 'Product moka-pot already exists' },
    ]);
    expect((await create({ ...draft, sku: 'BREW-002' })).errors).toEqual([
      { code: 'BUSINESS_RULE_ERROR', message: 'SKU BREW-002 belongs to another product' },
    ]);
  });

  it('lists all that is wrong with the input', async () => {
    const price = { amount: '1.005', currency: 'USD' };
    const malformed = { id: 'a b', sku: '', name: 'a\0', price, stockLevel: -1 };
    const details = ['id', 'sku', 'name', 'price', 'stockLevel'].map((path) => ({ path }));
    expect((await create(malformed)).errors).toMatchObject([{ code: 'VALIDATION_ERROR', details }]);
  });
});

describe('updateProduct', () => {
  it('changes what is given and keeps the rest', async () => {
    const before = (await product('milk-jug')).data.product;
    const { data } = await update({ id: 'milk-jug', price: { amount: '1800', currency: 'JPY' }, name: null });
    expect(data.updateProduct).toEqual({ ...before, price: { amount: '1800', currency: 'JPY' } });
  });

  it('does not find what does not exist', async () => {
    expect((await update({ id: 'nothing', available: false })).errors).toEqual([
      { code: 'NOT_FOUND', message: 'Product nothing not found' },
    ]);
  });

  it('refuses malformed input', async () => {
    expect((await update({ id: 'milk-jug', name: ' ' })).errors).toMatchObject([
      { details: [{ path: 'name' }] },
    ]);
  });
});

describe('adjustStock', () => {
  it('answers the new level and logs who did it and why', async () => {
    expect((await adjust('siphon', -3, 'broken in transit')).data.adjustStock).toEqual({ stockLevel: 5 });
    expect(JSON.parse(logged.at(-1) ?? '')).toMatchObject({
      msg: 'stock adjusted',
      productId: 'siphon',
      delta: -3,
      reason: 'broken in transit',
      stockLevel: 5,
      actor: 'olga',
    });
  });

  it('refuses to go below zero and tells the level', async () => {
    expect((await adjust('vintage-grinder', -3)).errors).toMatchObject([
      { code: 'BUSINESS_RULE_ERROR', details: { productId: 'vintage-grinder', stockLevel: 2, reserved: 0 } },
    ]);
  });

  it('does not find what does not exist', async () => {
    expect((await adjust('nothing', 1)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('refuses a malformed id and reason', async () => {
    expect((await adjust('', 1, '\0')).errors).toMatchObject([
      { code: 'VALIDATION_ERROR', details: [{ path: 'productId' }, { path: 'reason' }] },
    ]);
  });
});
