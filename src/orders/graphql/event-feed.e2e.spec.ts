import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, eventFields, item, type OrderApi, orderApi } from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';

let app: TestApp;
let api: OrderApi;
/** Of Ada, of Alan. */
let orders: string[];

beforeAll(async () => {
  app = await startTestApp();
  api = orderApi(app.url);
  orders = [await api.createOrder(), await api.createOrder({ customerId: 'alan' })];
  for (const orderId of orders) {
    await api.change('updateOrder', { orderId, addItems: [item('milk-jug')], newStatus: 'CONFIRMED' });
    for (const productId of ['house-beans', 'filter-papers', 'decaf-beans'])
      await api.change('addOrderItem', { orderId, item: item(productId) });
    await api.change('rollbackOrder', { orderId, toVersion: 3 });
  }
});
afterAll(() => app?.stop());

const history = async (id: string, args: string, at = 'order(id: $id)'): Promise<Answer> => {
  const fields = `edges { cursor node { ${eventFields} } } nodes { version } totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
  const data = await api.run(`query ($id: ID!) { order: ${at} { events${args} { ${fields} } } }`, { id });
  return data.order.events;
};
const versions = ({ nodes }: Answer): number[] => nodes.map(({ version }: Answer) => version);

describe('an order’s events', () => {
  it('are all there, oldest first, where no page is asked for', async () => {
    const { edges, nodes, totalCount, pageInfo } = await history(orders[0] as string, '');
    expect(versions({ nodes })).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(edges.map(({ node }: Answer) => node.version)).toEqual(versions({ nodes }));
    expect(edges.map(({ node }: Answer) => node.skippedBy)).toEqual([null, null, null, 7, 7, 7, null]);
    expect(totalCount).toBe(7);
    const cursors = { startCursor: edges[0].cursor, endCursor: edges[6].cursor };
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, ...cursors });
  });

  it.each([1, 3, 7])('page by %d through all of them', async (size) => {
    const found: number[] = [];
    for (let after = ''; ; ) {
      const page = await history(orders[0] as string, `(first: ${size}${after})`);
      found.push(...versions(page));
      expect(page.totalCount).toBe(7);
      if (!page.pageInfo.hasNextPage) break;
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    expect(found).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('end at the version shown where the order is one of the past', async () => {
    const then = await history(orders[0] as string, '(first: 3)', 'orderAt(id: $id, version: 4)');
    expect(then).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    const rest = await history(
      orders[0] as string,
      `(after: "${then.pageInfo.endCursor}")`,
      'orderAt(id: $id, version: 4)',
    );
    expect(rest.edges.map(({ node }: Answer) => [node.version, node.skippedBy])).toEqual([[4, 7]]);
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('one append’s events share a correlation id and an instant', async () => {
    const { edges } = await history(orders[0] as string, '(first: 3)');
    const [created, added, confirmed] = edges.map(({ node }: Answer) => node);
    expect(added.correlationId).toBe(confirmed.correlationId);
    expect(added.timestamp).toBe(confirmed.timestamp);
    expect(created.correlationId).not.toBe(added.correlationId);
  });
});

describe('eventFeed', () => {
  const feed = async (args: string, fields = 'orderId version type'): Promise<Answer> =>
    (await api.run(`{ eventFeed${args} { items { cursor event { ${fields} } } endCursor hasMore } }`))
      .eventFeed;
  const places = ({ items }: Answer) =>
    items.map(({ event }: Answer) => `${orders.indexOf(event.orderId)}:${event.version}`);
  const later = [2, 3, 4, 5, 6, 7];
  const everything = [
    '0:1',
    '1:1',
    ...later.map((version) => `0:${version}`),
    ...later.map((version) => `1:${version}`),
  ];
  const ofOrder = (order: number) => everything.filter((place) => place.startsWith(`${order}:`));

  it('has every event of all orders, oldest first, as the orders tell them', async () => {
    const page = await feed('', eventFields);
    expect(places(page)).toEqual(everything);
    expect(page.hasMore).toBe(false);
    expect(page.endCursor).toBe(page.items.at(-1).cursor);
    const { edges } = await history(orders[0] as string, '');
    expect(page.items.flatMap(({ event }: Answer) => (event.orderId === orders[0] ? [event] : []))).toEqual(
      edges.map(({ node }: Answer) => node),
    );
  });

  it.each(['', ', filter: {}'])('pages without gap or duplicate%s', async (filter) => {
    for (const size of [1, 4, 14]) {
      const found: string[] = [];
      for (let after = ''; ; ) {
        const page = await feed(`(first: ${size}${after}${filter})`);
        found.push(...places(page));
        after = `, after: "${page.endCursor}"`;
        if (!page.hasMore) break;
      }
      expect(found).toEqual(everything);
    }
  });

  it('goes on from the cursor of any item', async () => {
    const { items } = await feed('');
    for (const at of [0, 6, 13]) {
      const page = await feed(`(after: "${items[at].cursor}")`);
      expect(places(page)).toEqual(everything.slice(at + 1));
      expect(page.endCursor).toBe(items[13].cursor);
    }
  });

  it('at its end answers an empty page from which one can go on', async () => {
    const { endCursor } = await feed('');
    expect(await feed(`(after: "${endCursor}")`)).toEqual({ items: [], endCursor, hasMore: false });
  });

  it('filters by order, by type and by customer, and all of them together', async () => {
    const [ada, alan] = orders;
    const filtered = async (filter: string) => places(await feed(`(filter: { ${filter} })`));
    expect(await filtered(`orderIds: ["${alan}"]`)).toEqual(ofOrder(1));
    expect(await filtered(`orderIds: ["${alan?.toUpperCase()}", "${ada}"]`)).toEqual(everything);
    expect(await filtered('types: ["OrderCreated", "OrderRolledBack"]')).toEqual([
      '0:1',
      '1:1',
      '0:7',
      '1:7',
    ]);
    expect(await filtered('customerId: "ada"')).toEqual(ofOrder(0));
    expect(await filtered(`customerId: "ada", types: ["OrderItemAdded"]`)).toEqual([
      '0:2',
      '0:4',
      '0:5',
      '0:6',
    ]);
    expect(await filtered(`customerId: "ada", orderIds: ["${alan}"]`)).toEqual([]);
    expect(await filtered('types: ["Nothing"]')).toEqual([]);
    expect(await filtered('orderIds: []')).toEqual([]);
  });

  it('a filtered page ends beyond what it left out', async () => {
    const types = 'filter: { types: ["OrderRolledBack"] }';
    const first = await feed(`(first: 1, ${types})`);
    expect(first).toMatchObject({ hasMore: true, endCursor: first.items[0].cursor });
    const second = await feed(`(first: 1, ${types}, after: "${first.endCursor}")`);
    expect(places(second)).toEqual(['1:7']);
    const none = await feed('(filter: { types: ["Nothing"] })');
    expect(none.endCursor).toBe((await feed('')).endCursor);
  });
});
