import { setTimeout as delay } from 'node:timers/promises';
import { ask } from '../../testing/graphql-client.js';
import type { Ground } from './ground.js';
import type { World } from './world.js';

const items = [
  { productId: 'moka-pot', quantity: 2 },
  { productId: 'house-beans', quantity: 1 },
];
const shipped = ['CONFIRMED', 'PROCESSING', 'SHIPPED'];

type Run = (query: string, variables?: object) => Promise<Record<string, unknown> | null | undefined>;

/** Makes orders to which all has happened that can happen to an order: what cases ask for first of all. */
export async function openShop({ strict, tokens: { operator } }: Ground, world: World): Promise<void> {
  const authorization = `Bearer ${operator}`;
  const run: Run = async (query, variables) =>
    (await ask(strict.url, query, variables, { authorization })).data;
  const change = async (mutation: string, input: object) => {
    const type = `${mutation.replace(/^./, (first) => first.toUpperCase())}Input`;
    const fields = 'order { id reference updatedAt } cursor';
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`;
    return (await run(query, { input }))?.[mutation] as Changed | undefined;
  };
  for (const { productId } of items) await run(restock, { productId });
  const ids: string[] = [];
  for (const [i, { token, goods = items, statuses = [] }] of lives.entries()) {
    const order = { customerId: i % 4 === 3 ? 'alan' : 'ada', items: goods, reference: `shop-${i}` };
    const created = await change('createOrder', { ...order, paymentToken: token });
    if (!created) throw new Error('The shop cannot be opened');
    const orderId = created.order.id;
    if (statuses.length > 1) await haveItemsChanged(change, orderId);
    for (const status of statuses) await change('updateOrderStatus', { orderId, status });
    ids.push(orderId);
    for (const [kind, value] of Object.entries({ ...created.order, ...created })) world.learn(kind, value);
    world.learn('order', orderId);
    world.learn('time', created.order.updatedAt);
  }
  await untilQuiet(run);
  for (const [i, { afterwards = [] }] of lives.entries()) {
    for (const [mutation, input] of afterwards) {
      await change(mutation, { orderId: ids[i], ...input });
      await untilQuiet(run);
    }
  }
}

interface Changed {
  readonly order: { readonly id: string; readonly reference: string; readonly updatedAt: string };
  readonly cursor: string;
}

type Change = (mutation: string, input: object) => Promise<Changed | undefined>;

async function haveItemsChanged(change: Change, orderId: string): Promise<void> {
  await change('addOrderItem', { orderId, item: { productId: 'filter-papers', quantity: 1 } });
  await change('changeOrderItemQuantity', { orderId, productId: 'filter-papers', quantity: 2 });
  await change('removeOrderItem', { orderId, productId: 'filter-papers' });
}

interface Life {
  readonly token?: string;
  readonly goods?: readonly object[];
  readonly statuses?: readonly string[];
  /** When the gateway and the stock have done what they had to. */
  readonly afterwards?: readonly (readonly [mutation: string, input: object])[];
}

const reason = 'As planned';
const undone = [
  ['rollbackOrder', { toVersion: 1, reason }],
  ['cancelOrder', { reason }],
] as const;
const settled = [
  ['retryFulfilment', { reason }],
  ['settleFulfilment', { outcome: 'NOT_DONE', reason }],
] as const;
/** All there are. */
const grinders = [{ productId: 'vintage-grinder', quantity: 2 }];
const paid = ['payOrder', { paymentToken: 'tok_ok' }] as const;

const lives: readonly Life[] = [
  { token: 'tok_capture_fails', statuses: shipped, afterwards: settled },
  { token: 'tok_ok', statuses: shipped, afterwards: undone },
  { token: 'tok_refund_fails', statuses: shipped, afterwards: undone },
  { token: 'tok_ok', statuses: ['CONFIRMED'], afterwards: [['cancelOrder', { reason }]] },
  { goods: grinders, afterwards: [paid] },
  { goods: grinders, afterwards: [paid] },
  { token: 'tok_declined' },
  { token: 'tok_later', statuses: [...shipped, 'DELIVERED'] },
  ...Array.from({ length: 32 }, (_, i) => ({ statuses: shipped.slice(0, i % 4) })),
];

const restock = 'mutation ($productId: ID!) { adjustStock(productId: $productId, delta: 100000000) { id } }';

/** Until nothing moves by itself, or for some seconds at the most. */
async function untilQuiet(run: Run): Promise<void> {
  for (let looks = 0; looks < 100; looks += 1) {
    await delay(50);
    const data = await run('{ fulfilments(state: RUNNING) { totalCount } }');
    if ((data?.fulfilments as { totalCount: number } | undefined)?.totalCount === 0) return;
  }
}
