import { uuidv7 } from 'uuidv7';
import type { Order } from './order-model.js';
import type { OrderStep } from './random-steps.js';
import type { Input, Shop } from './shop-model.js';

export interface Sent {
  readonly mutation: string;
  readonly input: Input;
}

/** The mutation that a step's choices come to, with what there is and what was sent so far. */
export function chosen(shop: Shop, sent: readonly Sent[], step: OrderStep): Sent {
  const keyed = sent.filter(({ input }) => input.idempotencyKey !== undefined);
  const earlier = keyed[step.version % Math.max(1, keyed.length)];
  if (step.kind === 'repeat' && earlier) return earlier;

  const order = shop.orders[step.order % Math.max(1, shop.orders.length)];
  const mutation = !order ? 'createOrder' : step.kind in inputs ? step.kind : 'addOrderItem';
  const own = step.keyed ? `${[...shop.customers.keys()][0]} ${sent.length}` : undefined;
  const idempotencyKey = step.kind === 'reuse' ? earlier?.input.idempotencyKey : own;
  const input = inputs[mutation]?.(shop, step, order as Order);
  if (mutation === 'createOrder') return { mutation, input: { ...input, idempotencyKey } };
  const { id: orderId, versions } = order as Order;
  const expectedVersion = expectedVersions[step.expected](versions.length);
  return {
    mutation,
    input: { orderId: step.order < 97 ? orderId : uuidv7(), ...input, expectedVersion, idempotencyKey },
  };
}

const expectedVersions: Readonly<Record<OrderStep['expected'], (version: number) => number | undefined>> = {
  none: () => undefined,
  right: (version) => version,
  stale: (version) => Math.floor(version / 2),
  ahead: (version) => version + 1,
};

type Chooser = (shop: Shop, step: OrderStep, order: Order) => Input;

const inputs: Readonly<Record<string, Chooser>> = {
  createOrder: (shop, step) => ({
    customerId: nth(shop.customers, Math.max(0, (step.version % 20) - 17)),
    items: items(shop, step),
    reference: step.status < 3 ? `${nth(shop.customers, 0)} ${step.status}` : undefined,
  }),
  addOrderItem: (shop, step) => ({ item: items(shop, step)[0] as { productId: string; quantity: number } }),
  removeOrderItem: (shop, step, order) => ({ productId: someProduct(shop, step, order) }),
  changeOrderItemQuantity: (shop, step, order) => ({
    productId: someProduct(shop, step, order),
    quantity: step.quantity,
  }),
  updateOrderStatus: (_, step, order) => ({ status: someStatus(step, order) }),
  updateOrder: (shop, step, order) => ({
    removeItems: step.version % 3 === 0 ? [someProduct(shop, step, order)] : [],
    addItems: step.version % 5 < 3 ? items(shop, step) : [],
    ...(step.version % 2 === 0 ? { newStatus: someStatus(step, order) } : {}),
  }),
  cancelOrder: () => ({ reason: 'Changed my mind' }),
  rollbackOrder: (_, { aim, version }, order) => {
    const { versions } = order;
    const toVersion = version % (versions.length + 2);
    const at = versions[version % versions.length]?.at ?? 0;
    const toTimestamp = new Date(at + ([0, 0, -1, 3_600_000][version % 4] as number)).toISOString();
    return {
      version: { toVersion },
      instant: { toTimestamp },
      both: { toVersion, toTimestamp },
      neither: {},
    }[aim];
  },
};

/** The name at a place; one that is nowhere for places beyond. */
const nth = (names: ReadonlyMap<string, unknown>, n: number): string => [...names.keys()][n] ?? 'nobody';

const items = (shop: Shop, step: OrderStep) =>
  step.items.map(({ product, quantity }) => ({ productId: nth(shop.products, product), quantity }));

/** One that is on the order, mostly. */
function someProduct(shop: Shop, { product, version }: OrderStep, { versions }: Order): string {
  const lines = versions.at(-1)?.lines ?? [];
  return (version % 7 > 0 && lines[product % lines.length]?.productId) || nth(shop.products, product);
}

const onward: Readonly<Record<string, string>> = {
  PENDING: 'CONFIRMED',
  CONFIRMED: 'PROCESSING',
  PROCESSING: 'SHIPPED',
  SHIPPED: 'DELIVERED',
};

/** The next one, mostly. */
function someStatus({ status }: OrderStep, { versions }: Order): string {
  const any = [...Object.keys(onward), 'DELIVERED', 'CANCELLED'][status] as string | undefined;
  return any ?? onward[versions.at(-1)?.status ?? ''] ?? 'PENDING';
}
