// What surrounds the orders of `order-model.ts`: what is on sale, and what the mutations promise beyond their
// change (stale versions, repeated keys, references that only one order may have).

import {
  add,
  type Change,
  change,
  changeQuantity,
  create,
  moveTo,
  type Offer,
  type Order,
  Refusal,
  remove,
  rollBackTo,
  versionAt,
} from './order-model.js';

export type Product = Omit<Offer, 'productId' | 'quantity'>;

export interface Shop {
  /** Whether they are active. */
  readonly customers: Map<string, boolean>;
  readonly products: Map<string, Product>;
  readonly orders: Order[];
  readonly keys: Map<string, { readonly asked: string; readonly deed: Deed }>;
}

/** What a mutation did: it wrote the versions after `from` up to `to`. */
export interface Deed {
  readonly order: Order;
  readonly from: number;
  readonly to: number;
}

interface Item {
  readonly productId: string;
  readonly quantity: number;
}

/** The fields of all inputs together. */
export interface Input extends Partial<Item> {
  readonly orderId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly reference?: string | undefined;
  readonly item?: Item;
  readonly items?: readonly Item[];
  readonly removeItems?: readonly string[];
  readonly addItems?: readonly Item[];
  readonly status?: string;
  readonly newStatus?: string;
  readonly toVersion?: number | undefined;
  readonly toTimestamp?: string | undefined;
  readonly reason?: string;
  readonly expectedVersion?: number | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Throws a Refusal, and then nothing has changed. */
export function carryOut(shop: Shop, mutation: string, input: Input): Deed {
  if (mutation === 'rollbackOrder' && (input.toVersion === undefined) === (input.toTimestamp === undefined)) {
    throw new Refusal('VALIDATION_ERROR', 'Either toVersion or toTimestamp must be provided');
  }
  const offers = lookUp(shop, input);
  const asked = JSON.stringify([mutation, input]);
  const earlier = shop.keys.get(input.idempotencyKey ?? '');
  if (earlier && earlier.asked !== asked) throw new Refusal('IDEMPOTENCY_CONFLICT', 'other input');
  if (earlier) return earlier.deed;
  const deed = mutation === 'createOrder' ? begin(shop, input, offers) : goOn(shop, mutation, input, offers);
  if (input.idempotencyKey) shop.keys.set(input.idempotencyKey, { asked, deed });
  return deed;
}

function begin(shop: Shop, { customerId = '', reference }: Input, offers: Offer[]): Deed {
  if (!shop.customers.get(customerId)) {
    throw new Refusal('BUSINESS_RULE_ERROR', `Customer ${customerId} is not active`);
  }
  const order = create(customerId, reference ?? null, offers);
  const holder = shop.orders.find((it) => it.reference !== null && it.reference === reference);
  if (holder) throw new Refusal('BUSINESS_RULE_ERROR', 'belongs to another order');
  shop.orders.push(order);
  return { order, from: 0, to: 1 };
}

function goOn(shop: Shop, mutation: string, input: Input, offers: Offer[]): Deed {
  const order = shop.orders.find(({ id }) => id === input.orderId);
  if (!order) throw new Refusal('NOT_FOUND', 'Order not found');
  const from = order.versions.length;
  if (input.expectedVersion !== undefined && input.expectedVersion !== from) {
    throw new Refusal('CONCURRENCY_ERROR', `the current version is ${from}`);
  }
  change(order, changes(order, mutation, input, offers));
  return { order, from, to: order.versions.length };
}

function changes(order: Order, mutation: string, input: Input, offers: Offer[]): Change[] {
  const { productId = '', quantity = 0, status = '', removeItems = [], newStatus } = input;
  switch (mutation) {
    case 'addOrderItem':
      return offers.map(add);
    case 'removeOrderItem':
      return [remove(productId)];
    case 'changeOrderItemQuantity':
      return [changeQuantity(productId, quantity)];
    case 'updateOrderStatus':
      return [moveTo(status)];
    case 'cancelOrder':
      return [moveTo('CANCELLED')];
    case 'updateOrder': {
      const removals = [...new Set(removeItems)].map(remove);
      return [...removals, ...offers.map(add), ...(newStatus === undefined ? [] : [moveTo(newStatus)])];
    }
    default:
      return [rollBackTo(input.toVersion ?? versionAt(order, Date.parse(input.toTimestamp ?? '')))];
  }
}

/** What is on offer of all that the input names; the quantities of one product add up. */
function lookUp({ customers, products }: Shop, input: Input): Offer[] {
  const { customerId, item, items = [], addItems = [] } = input;
  if (customerId !== undefined && !customers.has(customerId)) {
    throw new Refusal('NOT_FOUND', `Customer ${customerId} not found`);
  }
  const offers = new Map<string, Offer>();
  for (const { productId, quantity } of [...(item ? [item] : []), ...items, ...addItems]) {
    const product = products.get(productId);
    if (!product) throw new Refusal('NOT_FOUND', `Product ${productId} not found`);
    const before = offers.get(productId)?.quantity ?? 0;
    offers.set(productId, { ...product, productId, quantity: before + quantity });
  }
  return [...offers.values()];
}
