import { type Answer, item, orderApi } from '../../testing/order-api.js';
import { settle } from './operator.js';
import type { Change, Life } from './random-lives.js';
import { untilAtRest } from './rest.js';
import { refusable, type Scene } from './scene.js';

/** Of the first there are 25, of the last two: whoever wants more is refused, by the order or by the process. */
const products = ['espresso-machine', 'french-press', 'filter-papers', 'vintage-grinder'] as const;

const firstItems = [item(products[0], 2)];

/** Lives through it step by step, whatever the process does meanwhile. The first payment is by the first token. */
export async function liveThrough(
  scene: Scene,
  { paid, steps }: Life,
  tokens: readonly [string, ...string[]],
): Promise<void> {
  const payment = { paymentToken: tokens[0] };
  const orderId = await orderApi(scene.url).createOrder({ items: firstItems, ...(paid ? payment : {}) });
  if (!paid) await refusable(scene, 'payOrder', { orderId, ...payment });
  for (const step of steps) {
    if (step.kind === 'wait') await untilAtRest(scene.client, orderId);
    else if (step.kind === 'restartGateway') await scene.gateway.restart();
    else if (step.kind === 'settleFulfilment') await settleRefused(scene, orderId);
    else await change(scene, orderId, step as Change, tokens);
  }
}

/** Of other steps nobody knows yet whether they will be done. */
async function settleRefused(scene: Scene, orderId: string): Promise<void> {
  const { process } = await orderApi(scene.url).order(orderId, 'process { state lastError }');
  if (process?.state === 'WAITING' && process.lastError.includes('refuses')) await settle(scene, orderId);
}

/** Has an order changed as it comes to mind when one looks at it; it may be refused. */
export async function change(
  scene: Scene,
  orderId: string,
  choice: Change,
  tokens: readonly string[],
): Promise<void> {
  const order = await orderApi(scene.url).order(orderId, 'version status items { productId }');
  // Only a rollback leaves these, and most else is refused.
  const isOver = ['SHIPPED', 'DELIVERED', 'CANCELLED'].includes(order.status);
  const kind = isOver && choice.token % 2 > 0 ? 'rollbackOrder' : choice.kind;
  await refusable(scene, kind, { orderId, ...inputs[kind](choice, order, tokens) });
}

type Chooser = (choice: Change, order: Answer, tokens: readonly string[]) => object;

const someItem = ({ product, quantity }: Change) => item(products[product] as string, quantity);
const onOrder = ({ product }: Change, { items }: Answer) => items[product % items.length].productId;
const following: Readonly<Record<string, string>> = {
  PENDING: 'CONFIRMED',
  CONFIRMED: 'PROCESSING',
  PROCESSING: 'SHIPPED',
  SHIPPED: 'DELIVERED',
};

const inputs: Readonly<Record<Change['kind'], Chooser>> = {
  addOrderItem: (choice) => ({ item: someItem(choice) }),
  removeOrderItem: (choice, order) => ({ productId: onOrder(choice, order) }),
  changeOrderItemQuantity: (choice, order) => ({
    productId: onOrder(choice, order),
    quantity: choice.quantity,
  }),
  updateOrder: (choice, order) => ({ addItems: [someItem(choice)], removeItems: [onOrder(choice, order)] }),
  payOrder: ({ token }, _, tokens) => ({ paymentToken: tokens[token % tokens.length] }),
  cancelOrder: () => ({ reason: 'Changed my mind' }),
  updateOrderStatus: (_, { status }) => ({ status: following[status] ?? 'PENDING' }),
  rollbackOrder: ({ version: n }, { version }) => ({ toVersion: 1 + (n % version), reason: 'As it was' }),
  retryFulfilment: () => ({ reason: 'Once more' }),
};
