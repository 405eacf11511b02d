import type { LoggedEvent, Operation } from './history.js';
import type { Truth } from './truth.js';

/**
 * What is wrong with the events that an operation wrote: they must be what its input says, all of it, once, one after
 * the other, and on a version that allows them.
 */
export function effectOn({ name, input }: Operation, events: readonly LoggedEvent[], truth: Truth): string[] {
  const [first] = events as readonly [LoggedEvent];
  const order = truth.orders.get(first.orderId);
  const scattered = events.some(
    ({ orderId, version, position }, i) =>
      orderId !== first.orderId || version !== first.version + i || position !== first.position + i,
  );
  if (scattered)
    return [`${events.map(({ orderId, version }) => `${orderId} ${version}`)} do not lie together`];
  if (input.orderId !== undefined && input.orderId !== first.orderId) return [`it changed ${first.orderId}`];
  const done = events.map(summaryOf).join('; ');
  const due = expected[name]?.(input).join('; ');
  if (done !== due) return [`it did ${done}, not ${due}`];
  const { toVersion } = first.data;
  return first.type === 'OrderRolledBack' && order?.skippedAt(first.version - 1).includes(toVersion)
    ? [`${first.orderId} went back to ${toVersion}, which was skipped`]
    : [];
}

function summaryOf({ type, data }: LoggedEvent): string {
  switch (type) {
    case 'OrderCreated':
      return `${type} ${data.customerId} ${data.items.map(item)}${paid(data)}`;
    case 'OrderItemAdded':
      return `${type} ${item(data)}`;
    case 'OrderItemRemoved':
      return `${type} ${data.productId}`;
    case 'OrderItemQuantityChanged':
      return `${type} ${data.productId} ${data.to}`;
    case 'OrderStatusUpdated':
      return `${type} ${data.to}`;
    case 'OrderRolledBack':
      return `${type} ${data.toVersion}`;
    default:
      return type;
  }
}

const item = ({ productId, quantity }: { productId: string; quantity: number }): string =>
  `${quantity} ${productId}`;

/** The log does not hold a token as it was sent. */
const paid = ({ paymentToken }: { paymentToken?: string }): string => (paymentToken ? ', paid' : '');

const expected: Readonly<Record<string, (input: Operation['input']) => string[]>> = {
  createOrder: ({ customerId, items, paymentToken }) => [
    `OrderCreated ${customerId} ${items.map(item)}${paid({ paymentToken })}`,
  ],
  addOrderItem: (input) => [`OrderItemAdded ${item(input.item)}`],
  removeOrderItem: ({ productId }) => [`OrderItemRemoved ${productId}`],
  changeOrderItemQuantity: ({ productId, quantity }) => [`OrderItemQuantityChanged ${productId} ${quantity}`],
  updateOrder: ({ removeItems = [], addItems }) => [
    ...removeItems.map((productId: string) => `OrderItemRemoved ${productId}`),
    ...addItems.map((it: { productId: string; quantity: number }) => `OrderItemAdded ${item(it)}`),
  ],
  updateOrderStatus: ({ status }) => [`OrderStatusUpdated ${status}`],
  rollbackOrder: ({ toVersion }) => [`OrderRolledBack ${toVersion}`],
  cancelOrder: () => ['OrderCancelled'],
  payOrder: () => ['PaymentRequested'],
  retryFulfilment: () => ['FulfilmentResumed'],
  settleFulfilment: () => ['FulfilmentSettled'],
};
