import type { Input } from '../checker/history.js';
import type { Random } from '../random.js';
import { customers, products } from '../stage/shop.js';
import type { KnownOrder } from './board.js';

export interface Command {
  readonly name: string;
  readonly input: Input;
}

const onward: Readonly<Record<string, string>> = {
  PENDING: 'CONFIRMED',
  CONFIRMED: 'PROCESSING',
  PROCESSING: 'SHIPPED',
  SHIPPED: 'DELIVERED',
};

/** Ways to pay, the one that just works most often. */
const tokens = [
  ...['tok_ok', 'tok_ok', 'tok_ok', 'tok_later', 'tok_twice', 'tok_lost', 'tok_fail_once', 'tok_slow'],
  ...['tok_declined', 'tok_later_declined'],
];

/** Commands and how often they come; an order that is over is rolled back, mostly. */
const weights = {
  addOrderItem: 24,
  changeOrderItemQuantity: 22,
  removeOrderItem: 8,
  updateOrder: 10,
  updateOrderStatus: 7,
  rollbackOrder: 14,
  cancelOrder: 2,
  payOrder: 2,
  retryFulfilment: 1,
  settleFulfilment: 1,
};
const unpaid: typeof weights = { ...weights, payOrder: 0, retryFulfilment: 0, settleFulfilment: 0 };
const isOver = new Set(['SHIPPED', 'DELIVERED', 'CANCELLED']);

export const newOrder = (random: Random, pays: boolean): Command => ({
  name: 'createOrder',
  input: {
    customerId: random.one(customers),
    items: someItems(random),
    ...(pays && random.chance(0.1) && { paymentToken: random.one(tokens) }),
  },
});

/** A change of an order, as somebody may ask for it who saw it a while ago. */
export function changeOf(order: KnownOrder, random: Random, pays: boolean): Command {
  const over = isOver.has(order.status) && random.chance(0.8);
  const name = over ? 'rollbackOrder' : random.weighted(pays ? weights : unpaid);
  return { name, input: { orderId: order.id, ...inputs[name](order, random) } };
}

const someItem = (random: Random) => ({ productId: random.one(products), quantity: 1 + random.below(4) });

function someItems(random: Random) {
  const first = someItem(random);
  const second = someItem(random);
  return first.productId === second.productId ? [first] : [first, second];
}

const onOrder = ({ products: known }: KnownOrder, random: Random): string =>
  known.length > 0 && random.chance(0.9) ? random.one(known) : random.one(products);

const inputs: Readonly<Record<keyof typeof weights, (order: KnownOrder, random: Random) => Input>> = {
  addOrderItem: (_, random) => ({ item: someItem(random) }),
  changeOrderItemQuantity: (order, random) => ({
    productId: onOrder(order, random),
    quantity: 1 + random.below(9),
  }),
  removeOrderItem: (order, random) => ({ productId: onOrder(order, random) }),
  updateOrder: (order, random) => ({
    addItems: someItems(random),
    ...(random.chance(0.4) && { removeItems: [onOrder(order, random)] }),
  }),
  updateOrderStatus: ({ status }) => ({ status: onward[status] ?? 'PENDING' }),
  rollbackOrder: ({ version }, random) => ({
    toVersion: 1 + (random.chance(0.5) ? Math.max(0, version - 2 - random.below(4)) : random.below(version)),
    reason: 'As it was',
  }),
  cancelOrder: () => ({ reason: 'Changed my mind' }),
  payOrder: (_, random) => ({ paymentToken: random.one(tokens) }),
  retryFulfilment: () => ({ reason: 'Once more' }),
  settleFulfilment: () => ({ outcome: 'NOT_DONE', reason: 'Seen to' }),
};
