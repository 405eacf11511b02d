import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, item, itemFields, type OrderApi, orderApi, watch } from '../../testing/order-api.js';
import { roomForLong, startTestApp, type TestApp } from '../../testing/test-app.js';

let app: TestApp;
let api: OrderApi;
beforeAll(async () => {
  app = await startTestApp(roomForLong);
  api = orderApi(app.url);
});
afterAll(() => app?.stop());

const listed = async (filter: object): Promise<Answer[]> => {
  const query = `query ($filter: OrderFilter) {
    orders(filter: $filter, consistency: STRONG) { nodes { id reference } }
  }`;
  return (await api.run(query, { filter })).orders.nodes;
};

describe('texts are kept and found as they were given', () => {
  it.each([
    ['an emoji', '👩‍🚀 order №7 😀'],
    ['SQL', "'; DROP TABLE event_store.events; --"],
    ['a wildcard', '%_\\'],
    ['GraphQL', '") { id } } # {{id}}'],
    ['HTML', '<script>alert(1)</script>&amp;'],
    ['JSON', '{"$ne": null}\\u0000'],
    ['a prototype', '__proto__'],
    ['right to left', '\u202eabc مرحبا'],
    ['100 characters', '€'.repeat(100)],
  ])('%s', async (_case, reference) => {
    const id = await api.createOrder({ reference, idempotencyKey: reference });
    expect(await api.createOrder({ reference, idempotencyKey: reference })).toBe(id);
    expect(await listed({ reference })).toEqual([{ id, reference }]);
    await api.change('cancelOrder', { orderId: id, reason: reference });
    const { nodes } = (await api.order(id, 'events { nodes { ... on OrderCancelled { reason } } }')).events;
    expect(nodes[1]).toEqual({ reason: reference });
  });

  it('two spellings of one letter are two references', async () => {
    const [composed, decomposed] = ['Caf\u00e9', 'Cafe\u0301'];
    const ids = [
      await api.createOrder({ reference: composed }),
      await api.createOrder({ reference: decomposed }),
    ];
    expect(await listed({ reference: composed })).toEqual([{ id: ids[0], reference: composed }]);
    expect(await listed({ reference: decomposed })).toEqual([{ id: ids[1], reference: decomposed }]);
  });
});

it.each(['__proto__', 'constructor', 'toString', '-', '.'])(
  '%s may name a customer and a product',
  async (id) => {
    await api.run(
      `mutation ($id: ID!, $email: String!) {
      createCustomer(input: { id: $id, name: "Proto", email: $email }) { id }
      createProduct(input: { id: $id, sku: $id, name: "Type", price: { amount: "1", currency: "USD" }, stockLevel: 9 }) { id }
    }`.replaceAll('sku: $id', `sku: "sku ${id}"`),
      { id, email: 'proto@example.com' },
    );
    const orderId = await api.createOrder({ customerId: id, items: [item(id), item('moka-pot'), item(id)] });
    const { order } = await api.change('changeOrderItemQuantity', { orderId, productId: id, quantity: 5 });
    expect(order.items).toMatchObject([{ productId: id, quantity: 5 }, { productId: 'moka-pot' }]);
    await api.change('removeOrderItem', { orderId, productId: id });
    expect(await listed({ customerId: id })).toMatchObject([{ id: orderId }]);
    expect(await listed({ productId: id })).toEqual([]);
  },
);

describe('an order of 2,000 lines', () => {
  const productId = (n: number) => `product-with-quite-a-long-id-${n}`;
  const input = {
    customerId: 'ada',
    items: Array.from({ length: 2_000 }, (_, n) => item(productId(n), 3, '1234567.89')),
  };
  beforeAll(async () => {
    const client = new pg.Client(app.database.connection);
    await client.connect();
    await client.query(
      `insert into master_data.products (id, sku, name, price_minor, price_currency, stock_level)
      select 'product-with-quite-a-long-id-' || n, 'sku ' || n, 'Product ' || n, 100, 'USD', 1000
      from generate_series(0, 2000) n`,
    );
    await client.end();
  });

  it('is created, read, listed, changed, rolled back and sent live', async () => {
    const id = (await api.change('createOrder', input, 'order { id }')).order.id;
    const full = `version itemCount totalAmount { amount } items { ${itemFields} }`;
    const order = await api.order(id, full);
    expect(order).toMatchObject({ itemCount: 2_000, totalAmount: { amount: '7407407340.00' } });
    expect(order.items.at(-1)).toMatchObject({
      productId: productId(1_999),
      lineTotal: { amount: '3703703.67' },
    });
    expect(await listed({ productId: productId(1_000) })).toMatchObject([{ id }]);

    const changes = await watch(app.url, `subscription ($id: ID!) { orderChanged(id: $id) { ${full} } }`, {
      id,
    });
    expect((await changes.next()).orderChanged).toEqual(order);
    const more = item(productId(2_000));
    expect((await api.refused('addOrderItem', { orderId: id, item: more })).message).toBe(
      'An order has at most 2,000 lines',
    );
    const removeItems = input.items.slice(1).map((line) => line.productId);
    const changed = await api.change(
      'updateOrder',
      { orderId: id, removeItems, addItems: [more] },
      `order { ${full} }`,
    );
    expect(changed.order).toMatchObject({ version: 2_001, itemCount: 2 });
    await api.change('rollbackOrder', { orderId: id, toVersion: 1 }, 'order { version }');
    expect(await api.order(id, full)).toEqual({ ...order, version: 2_002 });
    changes.stop();
  });

  it('has to come in variables', async () => {
    const items = JSON.stringify(input.items).replaceAll(/"(\w+)":/g, '$1:');
    const error = await api.refusal(
      `mutation { createOrder(input: { customerId: "ada", items: ${items} }) { cursor } }`,
    );
    expect(error.message).toMatch(/more than 2000 tokens/);
  });
});
