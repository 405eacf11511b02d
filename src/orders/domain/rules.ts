import { type Rejection, reject } from '../../event-sourcing/errors.js';
import { largest } from '../../money/money.js';
import type { CreateOrder, PricedItem } from './commands.js';
import type { StockReservationFailed } from './fulfilment/events.js';
import { grouped, MAX_LINES, MAX_QUANTITY } from './limits.js';
import { currencyOf, minorTotal, type OrderLine } from './order-line.js';
import { nextStatuses, type OrderStatus } from './order-status.js';
import type { OrderState } from './state.js';

// Each rule answers the refusal that it is named after, or undefined where it has none. So they
// chain with `??`, and what refuses a command also says beforehand whether it is allowed.

const refuse = (message: string): Rejection => reject('BUSINESS_RULE_ERROR', message);

export const orderNotFound = reject('NOT_FOUND', 'Order not found');

const finality = (status: OrderStatus): string => `${status} is final, only a rollback leaves it`;

export const finalStatus = ({ status }: OrderState): Rejection | undefined =>
  nextStatuses(status).length > 0 ? undefined : refuse(finality(status));

export function forbiddenStatus({ status }: OrderState, to: OrderStatus): Rejection | undefined {
  const allowed = nextStatuses(status);
  if (allowed.includes(to)) return undefined;
  const instead = allowed.join(', ') || `none. ${finality(status)}`;
  return refuse(`Cannot change status from ${status} to ${to}. Allowed: ${instead}`);
}

export const frozenItems = ({ status }: OrderState): Rejection | undefined =>
  status === 'PENDING' || status === 'CONFIRMED'
    ? undefined
    : refuse(`Items can change only while the order is PENDING or CONFIRMED. It is ${status}`);

export const notOnOrder = (productId: string): Rejection =>
  refuse(`Product ${productId} is not on the order`);

export const lastItem = ({ lines }: OrderState): Rejection | undefined =>
  lines.length > 1
    ? undefined
    : refuse('The last item cannot be removed. Add another one first, or cancel the order');

export const inactiveCustomer = ({ id, active }: CreateOrder['customer']): Rejection | undefined =>
  active ? undefined : refuse(`Customer ${id} is not active`);

export function unavailableProduct(items: readonly PricedItem[]): Rejection | undefined {
  const item = items.find(({ offer }) => offer?.available === false);
  return item && refuse(`Product ${item.productId} is not available`);
}

export function insufficientStock(items: readonly PricedItem[]): Rejection | undefined {
  for (const { productId, quantity, offer } of items) {
    if (offer === null || quantity <= offer.stock) continue;
    return refuse(shortage({ productId, requested: quantity, available: offer.stock }));
  }
  return undefined;
}

export const shortage = (short: StockReservationFailed['data']): string =>
  `Insufficient stock for ${short.productId}. Requested: ${short.requested}, Available: ${short.available}`;

export const cancelledOrder = ({ status }: OrderState): Rejection | undefined =>
  status === 'CANCELLED' ? refuse(`Nothing is paid for a cancelled order. ${finality(status)}`) : undefined;

export const notWaiting = ({ facts: { pause } }: OrderState): Rejection | undefined =>
  pause ? undefined : refuse('The fulfilment of this order does not wait for anybody');

export const nothingToSettle = ({ facts: { pause } }: OrderState): Rejection | undefined =>
  pause && !pause.settled ? undefined : refuse('No step of this order waits to be settled');

export function foreignCurrency(currency: string, lines: readonly OrderLine[]): Rejection | undefined {
  const line = lines.find(({ unitPrice }) => unitPrice.currency !== currency);
  return (
    line &&
    refuse(
      `An order has one currency: ${currency}. ${line.productId} is priced in ${line.unitPrice.currency}`,
    )
  );
}

export const fullOrder = ({ lines }: OrderState): Rejection | undefined =>
  lines.length < MAX_LINES ? undefined : refuse(`An order has at most ${grouped(MAX_LINES)} lines`);

export function excessiveQuantity(line: OrderLine, added: number): Rejection | undefined {
  const quantity = line.quantity + added;
  return quantity <= MAX_QUANTITY
    ? undefined
    : refuse(
        `${line.productId} would be ordered ${grouped(quantity)} times, the most is ${grouped(MAX_QUANTITY)}`,
      );
}

export const excessiveTotal = (lines: readonly OrderLine[]): Rejection | undefined =>
  Number.isSafeInteger(minorTotal(lines))
    ? undefined
    : refuse(`The total would be too large. The most is ${largest(currencyOf(lines))}`);
