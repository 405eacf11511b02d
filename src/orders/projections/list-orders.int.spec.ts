import { graphql } from 'graphql';
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../database/database.js';
import { createPool } from '../../database/pool.js';
import { listRoom } from '../../graphql/limits/list-items.js';
import { schema } from '../../schema.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { countOrders, listOrders, type OrderFilter, type OrderSort, orderSorts } from './list-orders.js';

const minute = 60_000;
const orders = listedOrders(6_000);
const size = 20;

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
const statements: CompiledQuery[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  // So that thousands of orders are planned for as hundreds of thousands are.
  pool = createPool(database.connection, { settings: { random_page_cost: '1.1' } });
  db = new Kysely({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void statements.push(query),
  });
  await insertListedOrders(pool, orders);
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

const at = (n: number): Date => new Date(created(n));
const filters: [string, OrderFilter][] = [
  ['nothing', {}],
  ['a customer', { customerId: 'C-7' }],
  ['a customer with half of all orders', { customerId: 'big' }],
  ['a customer of long ago', { customerId: 'early' }],
  ['a new customer', { customerId: 'late' }],
  ['a reference', { reference: 'R-2997' }],
  ['a status of most', { status: ['DELIVERED'] }],
  ['a status of a few', { status: ['PENDING'] }],
  ['a status of long ago', { status: ['CANCELLED'] }],
  ['two statuses, one of them twice', { status: ['CONFIRMED', 'PENDING', 'CONFIRMED'] }],
  ['no status', { status: [] }],
  ['a product', { productId: 'P-7' }],
  ['a product of half of all', { productId: 'common' }],
  ['a product of long ago', { productId: 'early' }],
  ['a new product', { productId: 'late' }],
  ['a stretch of time', { createdFrom: at(3_000), createdTo: at(3_040) }],
  ['all since', { createdFrom: at(2_000) }],
  ['a narrow range of totals', { minTotal: '100.5', maxTotal: '104' }],
  ['a wide range of totals', { minTotal: '200' }],
  ['the highest totals', { minTotal: '9000' }],
  ['a customer and a status', { customerId: 'early', status: ['CANCELLED', 'PENDING'] }],
  [
    'a status and a stretch of time',
    { status: ['PENDING', 'DELIVERED'], createdFrom: at(50), createdTo: at(90) },
  ],
  ['a product and a status', { productId: 'late', status: ['CONFIRMED'] }],
  [
    'two statuses and a product that is rarer in one of them',
    { status: ['DELIVERED', 'PENDING'], productId: 'seldom' },
  ],
  ['a customer, a product and a total', { customerId: 'big', productId: 'P-8', maxTotal: '900' }],
  [
    'all at once',
    { customerId: 'late', status: ['CONFIRMED'], productId: 'common', createdFrom: at(5_000), minTotal: '1' },
  ],
];

const columns = { CREATED_AT: 'created_at', UPDATED_AT: 'updated_at', TOTAL: 'total' } as const;
const columnOf = (sort: OrderSort) => columns[sort.replace(/_(A|DE)SC$/, '') as keyof typeof columns];
const placeOf = (order: ListedOrder, sort: OrderSort): [number | string, string] =>
  columnOf(sort) === 'total'
    ? [String(order.total), order.order_id]
    : [order[columnOf(sort)] as number, order.order_id];

function sorted(filter: OrderFilter, sort: OrderSort): ListedOrder[] {
  const column = columnOf(sort);
  const sign = sort.endsWith('_ASC') ? 1 : -1;
  const byId = (a: ListedOrder, b: ListedOrder) => (a.order_id < b.order_id ? -1 : 1);
  return orders.filter(matches(filter)).sort((a, b) => sign * (a[column] - b[column] || byId(a, b)));
}

/** Pages at the start, in the middle and at the end of a list, and from a place outside of it, in both directions. */
function pagesOf(all: readonly ListedOrder[], sort: OrderSort) {
  const places = [undefined, all[all.length >> 1], all.at(-11), all[10]];
  return places.flatMap((place) =>
    [false, true].map((backward) => ({
      request: { size, backward, ...(place ? { from: placeOf(place, sort) } : {}) },
      expected: idsFrom(backward ? all.toReversed() : all, place),
    })),
  );
}

function idsFrom(all: readonly ListedOrder[], place: ListedOrder | undefined): string[] {
  const start = place ? all.indexOf(place) + 1 : 0;
  return all.slice(start, start + size + 1).map(({ order_id }) => order_id);
}

/** How many orders satisfy each part of a filter. */
const partsOf = (filter: OrderFilter): number[] =>
  Object.entries(filter).map(([name, value]) => orders.filter(matches({ [name]: value })).length);

describe.each([
  // Which part of a filter is the rarest is not known then.
  ['without statistics', undefined, Math.max],
  ['with statistics', 'vacuum analyze read_model.orders', Math.min],
])('lists %s', (_, preparation, rarest) => {
  beforeAll(async () => {
    if (preparation) await pool.query(preparation);
  });

  it.each(filters)(
    'of %s: any page in any order, with as many rows touched as it needs',
    async (_filter, filter) => {
      const fits = orders.filter(matches(filter)).length;
      for (const sort of orderSorts) {
        for (const { request, expected } of pagesOf(sorted(filter, sort), sort)) {
          statements.length = 0;
          const found = await listOrders(db, filter, sort, request);
          expect(found.map(({ streamId }) => streamId)).toEqual(expected);
          expect(statements).toHaveLength(1);
          const { touched, scanned } = await explain(statements[0] as CompiledQuery);
          expect(scanned).toEqual([]);
          // Common matches are near; rare ones are gathered, after a look at the nearest thousand, twice.
          expect(touched, `${sort} ${JSON.stringify(request)}`).toBeLessThan(
            fits > orders.length / 10 ? 1_000 : 3_100 + 3 * rarest(...partsOf(filter)),
          );
        }
      }
    },
  );

  it('count without reading a row that does not match', async () => {
    for (const [name, filter] of filters) {
      statements.length = 0;
      const fits = orders.filter(matches(filter)).length;
      expect(await countOrders(db, filter), name).toBe(fits);
      const { touched } = await explain(statements[0] as CompiledQuery);
      if (fits < orders.length / 10 && Object.keys(filter).length === 1)
        expect(touched, name).toBeLessThan(2 * fits + 10);
    }
  });
});

it('a place that is not within the filter’s own bounds is one all the same', async () => {
  const outside = orders[5_000] as ListedOrder;
  const filter = { createdFrom: at(100), createdTo: at(200), minTotal: '100', maxTotal: '1000' };
  for (const sort of orderSorts) {
    for (const backward of [false, true]) {
      const place = placeOf(outside, sort);
      const found = await listOrders(db, filter, sort, { size, backward, from: place });
      const all = [...sorted(filter, sort), outside];
      const sign = sort.endsWith('_ASC') ? 1 : -1;
      const column = columnOf(sort);
      all.sort((a, b) => sign * (a[column] - b[column] || (a.order_id < b.order_id ? -1 : 1)));
      const expected = idsFrom(backward ? all.toReversed() : all, outside);
      expect(found.map(({ streamId }) => streamId)).toEqual(expected);
    }
  }
});

it('nothing is counted where nobody asks for the count', async () => {
  const ask = async (fields: string) => {
    statements.length = 0;
    const source = `{ orders(first: 3, filter: { customerId: "late" }) { ${fields} } }`;
    const caller = { actor: 'olga', roles: new Set(['operator']) };
    const { errors, data } = await graphql({
      schema,
      source,
      contextValue: { db, caller, listRoom: listRoom(100) },
    });
    expect(errors).toBeUndefined();
    return {
      counts: statements.filter(({ sql }) => sql.includes('select count(*) as count')).length,
      total: statements.length,
      data,
    };
  };
  const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  expect(await ask(`nodes { id } edges { cursor } ${pageInfo}`)).toMatchObject({ counts: 0, total: 1 });
  expect(await ask('nodes { id } totalCount')).toMatchObject({
    total: 2,
    data: { orders: { totalCount: 60 } },
  });
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** How many rows and index entries a statement touched, and which tables it read from end to end. */
async function explain({ sql, parameters }: CompiledQuery): Promise<{ touched: number; scanned: string[] }> {
  const { rows } = await pool.query(`explain (analyze, timing off, format json) ${sql}`, [...parameters]);
  const nodes = nodesOf(JSON.parse(rows[0]['QUERY PLAN'])[0].Plan);
  const scans = nodes.filter((node) =>
    /^(Seq|Index|Index Only|Bitmap Index|Bitmap Heap) Scan$/.test(node['Node Type']),
  );
  const touched = scans.map(
    (node) =>
      node['Actual Loops'] *
      (node['Actual Rows'] +
        (node['Rows Removed by Filter'] ?? 0) +
        (node['Rows Removed by Index Recheck'] ?? 0)),
  );
  return {
    touched: touched.reduce((sum, rowsOfNode) => sum + rowsOfNode, 0),
    scanned: scans
      .filter((node) => node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0)
      .map((node) => node['Relation Name'] ?? ''),
  };
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** An order as lists see it. */
interface ListedOrder {
  readonly order_id: string;
  readonly reference: string | null;
  readonly customer_id: string;
  readonly status: string;
  readonly total: number;
  readonly product_ids: readonly string[];
  readonly created_at: number;
  readonly updated_at: number;
}

/** When the order with that number is created; pairs come at one instant. */
function created(n: number): number {
  return Date.UTC(2020, 0, 1) + (n >> 1) * 2 * minute;
}

/** As many orders, some kinds of which lie at one end of every sort order only. */
function listedOrders(count: number): ListedOrder[] {
  const early = 60;
  const late = count - 60;
  return Array.from({ length: count }, (_, n) => ({
    order_id: `00000000-0000-7000-8000-${((n * 7_919) % 1_000_003).toString(16).padStart(12, '0')}`,
    reference: n % 3 === 0 ? `R-${n}` : null,
    customer_id: n < early ? 'early' : n >= late ? 'late' : n % 2 === 0 ? 'big' : `C-${n % 331}`,
    status: n < early ? 'CANCELLED' : n >= late ? 'CONFIRMED' : n % 9 === 0 ? 'PENDING' : 'DELIVERED',
    total: n < early ? n / 4 : n >= late ? 9_000 + n : 100 + ((n * 37) % 2_003) / 2,
    product_ids: [
      `P-${n % 307}`,
      ...(n % 2 === 0 ? ['common'] : []),
      ...(n % 61 === 0 ? ['seldom'] : []),
      ...(n < early ? ['early'] : n >= late ? ['late'] : []),
    ],
    created_at: created(n),
    updated_at: created(n) + (n % 50) * minute,
  }));
}

/** Puts them into the read model, as wide as orders are. */
async function insertListedOrders(client: pg.Pool, orders: readonly ListedOrder[]): Promise<void> {
  await client.query(
    `insert into read_model.orders
       (order_id, reference, customer_id, status, total, product_ids, created_at, updated_at, snapshot, lane, version, position)
     select order_id, reference, customer_id, status, total, product_ids, to_timestamp(created_at / 1000),
       to_timestamp(updated_at / 1000), jsonb_build_object('streamId', order_id, 'state', repeat('x', 1000)), 0, 1, 1
     from json_to_recordset($1) as o (order_id uuid, reference text, customer_id text, status text, total numeric,
       product_ids text[], created_at double precision, updated_at double precision)`,
    [JSON.stringify(orders)],
  );
}

/** What a filter means, said once more. */
const matches =
  (filter: OrderFilter) =>
  (order: ListedOrder): boolean =>
    (filter.customerId === undefined || order.customer_id === filter.customerId) &&
    (filter.reference === undefined || order.reference === filter.reference) &&
    (filter.status === undefined || filter.status.some((status) => status === order.status)) &&
    (filter.productId === undefined || order.product_ids.includes(filter.productId)) &&
    (filter.createdFrom === undefined || order.created_at >= filter.createdFrom.getTime()) &&
    (filter.createdTo === undefined || order.created_at < filter.createdTo.getTime()) &&
    (filter.minTotal === undefined || order.total >= Number(filter.minTotal)) &&
    (filter.maxTotal === undefined || order.total <= Number(filter.maxTotal));
