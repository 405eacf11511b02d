import { uuidv7 } from 'uuidv7';

/** What operations can be asked about. */
export interface Scene {
  /** The owner's, with all that an order can have. */
  readonly order: string;
  /** The stranger's own, newer than that. */
  readonly strangersOrder: string;
  /** Before both. */
  readonly start: string;
  /** An event that a projection cannot apply. */
  readonly parkedEvent: string;
  /** Who has nothing to lose any more. */
  readonly erasedCustomer: string;
  /** Another order of the owner's, to be changed: two lines, at version 2. */
  newOrder(): Promise<string>;
  /** One that waits for operators. */
  newWaitingOrder(): Promise<string>;
}

type Arguments = (scene: Scene) => string | Promise<string>;

const ofOrder =
  (change = ''): Arguments =>
  async (scene) =>
    `(input: { orderId: "${await scene.newOrder()}" ${change} })`;
const ofWaitingOrder =
  (change: string): Arguments =>
  async (scene) =>
    `(input: { orderId: "${await scene.newWaitingOrder()}" ${change} })`;
const plainOrder = (change = '', line = '') =>
  `(input: { customerId: "ada" ${change} items: [{ productId: "filter-papers", quantity: 1 ${line} }] })`;

/** What each operation is asked with, and those inputs that not everybody may give. */
export const operations: Readonly<Record<string, Arguments>> = {
  'Query.order': ({ order }) => `(id: "${order}")`,
  'Query.orders': () => '(filter: { customerId: "ada" }, consistency: STRONG)',
  'Query.product': () => '(id: "moka-pot")',
  'Query.products': () => '',
  'Query.customer': () => '(id: "ada")',
  'Query.orderAt': ({ order }) => `(id: "${order}", version: 1)`,
  'Query.customers': () => '',
  'Query.eventFeed': () => '(first: 10)',
  'Query.rollbackPreview': ({ order }) => `(id: "${order}", toVersion: 2)`,
  'Query.fulfilments': () => '(state: WAITING)',
  'Query.projections': () => '',
  'Query.parkedEvents': () => '(projection: "orders")',
  'Query.auditTrail': ({ order }) => `(orderId: "${order}")`,
  'Query.erasures': () => '',
  'Query.feedRoot': () => '',

  'Mutation.createOrder': () => plainOrder(),
  'Mutation.addOrderItem': ofOrder('item: { productId: "milk-jug", quantity: 1 }'),
  'Mutation.removeOrderItem': ofOrder('productId: "moka-pot"'),
  'Mutation.changeOrderItemQuantity': ofOrder('productId: "moka-pot" quantity: 3'),
  'Mutation.updateOrder': ofOrder('removeItems: ["moka-pot"] newStatus: CANCELLED'),
  'Mutation.updateOrderStatus': ofOrder('status: CANCELLED'),
  'Mutation.cancelOrder': ofOrder('reason: "of no use"'),
  'Mutation.payOrder': ofOrder('paymentToken: "tok_ok"'),
  'Mutation.rollbackOrder': ofOrder('toVersion: 1'),
  'Mutation.retryFulfilment': ofWaitingOrder('reason: "again"'),
  'Mutation.settleFulfilment': ofWaitingOrder('outcome: NOT_DONE reason: "by phone"'),
  'Mutation.createProduct': () =>
    `(input: { sku: "${uuidv7()}" name: "Tea" price: { amount: "1.00" currency: "USD" } stockLevel: 1 })`,
  'Mutation.updateProduct': () => '(input: { id: "moka-pot" available: true })',
  'Mutation.adjustStock': () => '(productId: "moka-pot", delta: 1)',
  'Mutation.createCustomer': () => `(input: { name: "Mary" email: "${uuidv7()}@example.com" })`,
  'Mutation.updateCustomer': () => '(input: { id: "emmy" active: true })',
  'Mutation.eraseCustomer': ({ erasedCustomer }) =>
    `(input: { customerId: "${erasedCustomer}" reason: "on demand" })`,
  'Mutation.rebuildProjection': () => '(name: "orders")',
  'Mutation.replayParkedEvent': ({ parkedEvent }) => `(projection: "orders", eventId: "${parkedEvent}")`,

  'Subscription.orderEvents': ({ order, strangersOrder, start }) =>
    `(filter: { orderIds: ["${order}", "${strangersOrder}"] }, after: "${start}")`,
  'Subscription.orderChanged': ({ order }) => `(id: "${order}")`,

  'CreateOrderInput.reference': () => plainOrder(`reference: "${uuidv7()}"`),
  'OrderItemInput.unitPrice': () => plainOrder('', 'unitPrice: { amount: "0.01", currency: "USD" }'),
};

/** The operation that an input is given to. */
export const operationOfInput = 'Mutation.createOrder';
