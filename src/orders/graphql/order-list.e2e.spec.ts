import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, item, type OrderApi, orderApi, orderFields } from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';

let app: TestApp;
let api: OrderApi;
/** All orders, oldest first. */
let all: Answer[];

beforeAll(async () => {
  app = await startTestApp();
  api = orderApi(app.url);
  const customers = ['ada', 'alan', 'emmy'];
  const products = ['moka-pot', 'milk-jug', 'house-beans', 'filter-papers'];
  for (let n = 0; n < 24; n += 1) {
    await api.createOrder({
      customerId: customers[n % 3],
      reference: n % 2 === 0 ? `N-${n}` : null,
      items: [item(products[n % 4] as string, 1 + (n % 5)), item('espresso-cups', 1, `${n % 6}.5`)],
    });
  }
  const ids = await list('first: 100, sort: CREATED_AT_ASC, consistency: STRONG', 'nodes { id }');
  const id = (n: number): string => ids.nodes[n].id;
  for (const n of [3, 9, 12]) await api.change('updateOrderStatus', { orderId: id(n), status: 'CONFIRMED' });
  for (const n of [1, 9, 20]) await api.change('cancelOrder', { orderId: id(n), reason: 'test' });
  await api.change('removeOrderItem', { orderId: id(4), productId: 'espresso-cups' });
  await api.change('rollbackOrder', { orderId: id(1), toVersion: 1 });
  all = (await list('first: 100, sort: CREATED_AT_ASC, consistency: STRONG', `nodes { ${orderFields} }`))
    .nodes;
});
afterAll(() => app?.stop());

const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const list = async (args: string, fields = `nodes { id } totalCount ${pageInfo}`): Promise<Answer> =>
  (await api.run(`{ orders(${args}) { ${fields} } }`)).orders;

const idsOf = (orders: Answer[]): string[] => orders.map(({ id }) => id);
const total = (order: Answer) => Number(order.totalAmount.amount);

describe('orders', () => {
  it('answers every field of an order as `order` does', async () => {
    expect(all).toHaveLength(24);
    for (const order of all) expect(await api.order(order.id)).toEqual(order);
  });

  it('answers 20 of the newest where nothing else is asked', async () => {
    const {
      edges,
      nodes,
      pageInfo: info,
      totalCount,
    } = await list('consistency: STRONG', `edges { cursor node { id } } nodes { id } totalCount ${pageInfo}`);
    expect(idsOf(nodes)).toEqual(idsOf(all.toReversed().slice(0, 20)));
    expect(edges.map(({ node }: Answer) => node)).toEqual(nodes);
    expect(totalCount).toBe(24);
    expect(info).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0].cursor,
      endCursor: edges[19].cursor,
    });
  });
});

describe('sorting and paging', () => {
  const keys: [string, (order: Answer) => number][] = [
    ['CREATED_AT', ({ createdAt }) => Date.parse(createdAt)],
    ['UPDATED_AT', ({ updatedAt }) => Date.parse(updatedAt)],
    ['TOTAL', total],
  ];
  const sorts = keys.flatMap(([name, key]) => [
    { sort: `${name}_ASC`, key, direction: 1 },
    { sort: `${name}_DESC`, key, direction: -1 },
  ]);

  it.each(sorts)(
    '$sort: forward and backward in small pages, each order once',
    async ({ sort, key, direction }) => {
      const byId = (a: Answer, b: Answer) => (a.id < b.id ? -1 : 1);
      const sorted = idsOf(all.toSorted((a, b) => direction * (key(a) - key(b) || byId(a, b))));
      for (const size of [2, 7]) {
        expect(await walk(sort, size, 'forward')).toEqual(sorted);
        expect(await walk(sort, size, 'backward')).toEqual(sorted);
      }
    },
  );

  async function walk(sort: string, size: number, way: 'forward' | 'backward'): Promise<string[]> {
    const found: string[] = [];
    for (let place = ''; ; ) {
      const size_ = way === 'forward' ? `first: ${size}` : `last: ${size}`;
      const { nodes, pageInfo: info } = await list(`sort: ${sort}, ${size_}${place}`);
      const [more, behind] =
        way === 'forward'
          ? [info.hasNextPage, info.hasPreviousPage]
          : [info.hasPreviousPage, info.hasNextPage];
      expect(behind).toBe(place !== '');
      expect(more).toBe(found.length + nodes.length < all.length);
      if (way === 'forward') found.push(...idsOf(nodes));
      else found.unshift(...idsOf(nodes));
      if (!more) return found;
      place = way === 'forward' ? `, after: "${info.endCursor}"` : `, before: "${info.startCursor}"`;
    }
  }

  it('refuses a cursor of another sort, which would skip or repeat', async () => {
    const { endCursor } = (await list('sort: TOTAL_ASC, first: 3')).pageInfo;
    for (const { sort } of sorts) {
      const again = list(`sort: ${sort}, first: 3, after: "${endCursor}"`);
      if (sort === 'TOTAL_ASC') await again;
      else await expect(again).rejects.toThrow('after: is not a cursor of this list in this order');
    }
  });

  it('an order that is created meanwhile moves no page', async () => {
    const first = await list('first: 5');
    const late = await api.createOrder();
    const second = await list(`first: 5, after: "${first.pageInfo.endCursor}", consistency: STRONG`);
    expect(idsOf(second.nodes)).toEqual(idsOf(all.toReversed().slice(5, 10)));
    await api.change('cancelOrder', { orderId: late, reason: 'test' });
    all.push(await api.order(late));
  });
});

describe('filters', () => {
  const matching = (test: (order: Answer) => boolean) => idsOf(all.filter(test)).toReversed();
  const has = (order: Answer, productId: string) =>
    order.items.some((line: Answer) => line.productId === productId);
  const filters: [string, (order: Answer) => boolean][] = [
    ['customerId: "emmy"', ({ customerId }) => customerId === 'emmy'],
    ['reference: "N-8"', ({ reference }) => reference === 'N-8'],
    ['status: [CONFIRMED]', ({ status }) => status === 'CONFIRMED'],
    ['status: [CONFIRMED, CANCELLED]', ({ status }) => status !== 'PENDING'],
    ['productId: "espresso-cups"', (order) => has(order, 'espresso-cups')],
    ['minTotal: "90"', (order) => total(order) >= 90],
    ['minTotal: "18.75", maxTotal: "62.50"', (order) => total(order) >= 18.75 && total(order) <= 62.5],
    [
      'customerId: "ada", status: [PENDING], productId: "moka-pot"',
      (order) => order.customerId === 'ada' && order.status === 'PENDING' && has(order, 'moka-pot'),
    ],
    ['customerId: "nobody"', () => false],
    ['reference: "n-8"', () => false],
    ['minTotal: "37.50", maxTotal: "37.5"', (order) => total(order) === 37.5],
    ['minTotal: "-0", maxTotal: "-0.00"', () => false],
    ['minTotal: "99999999999999999999999999999999999999"', () => false],
    ['status: []', () => false],
  ];

  it.each(filters)('%s', async (filter, test) => {
    const { nodes, totalCount } = await list(`filter: { ${filter} }, first: 100, consistency: STRONG`);
    expect(idsOf(nodes)).toEqual(matching(test));
    expect(totalCount).toBe(nodes.length);
  });

  it('createdFrom is inclusive, createdTo exclusive, in any zone and any year', async () => {
    const [from, to] = [all[5].createdAt, all[15].createdAt];
    const created = async (filter: string) => idsOf((await list(`filter: { ${filter} }, first: 100`)).nodes);
    const inRange = matching(({ createdAt }) => createdAt >= from && createdAt < to);
    expect(await created(`createdFrom: "${from}", createdTo: "${to}"`)).toEqual(inRange);
    expect(inRange).toContain(all[5].id);
    expect(inRange).not.toContain(all[15].id);
    const elsewhere = new Date(Date.parse(from) - 5 * 3_600_000).toISOString().replace('Z', '-05:00');
    expect(await created(`createdFrom: "${elsewhere}", createdTo: "${to}"`)).toEqual(inRange);
    const always = 'createdFrom: "0001-01-01T00:00:00Z", createdTo: "9999-12-31T23:59:59.999Z"';
    expect(await created(always)).toEqual(idsOf(all).toReversed());
    expect(await created('createdTo: "0001-01-01T00:00:00Z"')).toEqual([]);
  });

  it('null filters nothing', async () => {
    const nothing =
      'customerId: null, reference: null, status: null, productId: null, minTotal: null, createdTo: null';
    expect((await list(`filter: { ${nothing} }, first: 1`)).totalCount).toBe(all.length);
    expect(
      (await list('filter: null, sort: null, consistency: null, minCursor: null, first: 1')).totalCount,
    ).toBe(all.length);
  });

  it('hold while paging', async () => {
    const filter = 'filter: { customerId: "ada" }, sort: TOTAL_DESC, first: 3';
    const first = await list(filter);
    const second = await list(`${filter}, after: "${first.pageInfo.endCursor}"`);
    const ofAda = new Set(matching(({ customerId }) => customerId === 'ada'));
    const found = idsOf([...first.nodes, ...second.nodes]);
    expect(new Set(found).size).toBe(6);
    expect(found.every((id) => ofAda.has(id))).toBe(true);
    expect(first.totalCount).toBe(ofAda.size);
  });
});

describe('consistency', () => {
  it('STRONG, and minCursor, contain a write at once', async () => {
    for (let n = 0; n < 10; n += 1) {
      const { order, cursor } = await api.change('createOrder', {
        customerId: 'grace',
        items: [item('milk-jug')],
      });
      const fresh = n % 2 === 0 ? 'consistency: STRONG' : `minCursor: "${cursor}"`;
      expect(idsOf((await list(`first: 1, ${fresh}`)).nodes)).toEqual([order.id]);
      const { cursor: later } = await api.change('cancelOrder', { orderId: order.id, reason: 'test' });
      const fresher = n % 2 === 0 ? 'consistency: STRONG' : `minCursor: "${later}"`;
      const [updated] = (await list(`first: 1, sort: UPDATED_AT_DESC, ${fresher}`, 'nodes { id status }'))
        .nodes;
      expect(updated).toEqual({ id: order.id, status: 'CANCELLED' });
    }
  });

  it('the cursor of a command that changed nothing, or was repeated, is as good', async () => {
    const id = await api.createOrder();
    const key = { orderId: id, status: 'CONFIRMED', idempotencyKey: `list ${id}` };
    const { cursor } = await api.change('updateOrderStatus', key);
    await api.change('updateOrderStatus', { orderId: id, status: 'PROCESSING' });
    const repeated = await api.change('updateOrderStatus', key);
    expect(repeated.cursor).toBe(cursor);
    await list(`minCursor: "${repeated.cursor}"`);
    const unchanged = await api.change('updateOrderStatus', { orderId: id, status: 'PROCESSING' });
    const [first] = (
      await list(`first: 1, sort: UPDATED_AT_DESC, minCursor: "${unchanged.cursor}"`, 'nodes { id status }')
    ).nodes;
    expect(first).toEqual({ id, status: 'PROCESSING' });
  });
});
