import type { Instant } from '../../../event-sourcing/event.js';
import { minorTotal } from '../order-line.js';
import { nextStatuses } from '../order-status.js';
import type { OrderState } from '../state.js';
import type { StockItem } from './events.js';
import { balance, held, openAuthorizations, openCaptures, type Remainder, total } from './ledger.js';
import { beyond, covers, plus, sameItems } from './stock-items.js';

/** What the order shall hold of the stock, all of it: not a difference. */
export interface StockStep {
  readonly kind: 'RESERVE_STOCK' | 'RELEASE_STOCK' | 'SHIP_STOCK';
  readonly reserved: readonly StockItem[];
  readonly shipped: readonly StockItem[];
}

/** Amounts are in the minor unit of the order's currency, above 0. */
export type MoneyStep =
  | { readonly kind: 'AUTHORIZE_PAYMENT'; readonly amount: number; readonly token: string }
  | (Remainder & { readonly kind: 'CAPTURE_PAYMENT' | 'VOID_PAYMENT' | 'REFUND_PAYMENT' });

export type Step = StockStep | MoneyStep | { readonly kind: 'CONFIRM_ORDER' };

/**
 * The step that brings what is outside nearer to what the order needs; null where they agree, or somebody has to act
 * first. It looks at the order as it is and at nothing else, so it follows each edit, cancellation and rollback
 * without knowing of any.
 */
export function nextStep(order: OrderState): Step | null {
  const { pause } = order.facts;
  const step = pause && !pause.settled ? null : wantedStep(order);
  return step && step.kind === pause?.step ? null : step;
}

/** As nextStep, whoever has to act. */
export const wantedStep = (order: OrderState): Step | null =>
  stockStep(order) ?? moneyStep(order) ?? confirmation(order);

/** Whether the order is to be fulfilled at all. Rows that an older build left have no token. */
export const isAlive = ({ paymentToken, status }: OrderState): boolean =>
  paymentToken != null && status !== 'CANCELLED';

/** Whether the parcel has left. */
export const isGone = ({ status }: OrderState): boolean => status === 'SHIPPED' || status === 'DELIVERED';

export const canBeCancelled = ({ status }: OrderState): boolean => nextStatuses(status).includes('CANCELLED');

/** What the order needs and has not been shipped yet, whether it is reserved or not. */
const unshipped = (order: OrderState): StockItem[] =>
  isAlive(order) ? beyond(order.lines, order.facts.stock.shipped) : [];

function stockStep(order: OrderState): StockStep | null {
  const { reserved, shipped } = order.facts.stock;
  const missing = unshipped(order);
  if (isGone(order) && missing.length > 0)
    return { kind: 'SHIP_STOCK', reserved: [], shipped: plus(shipped, missing) };
  if (!covers(reserved, missing)) return { kind: 'RESERVE_STOCK', reserved: missing, shipped };
  return sameItems(missing, reserved) ? null : { kind: 'RELEASE_STOCK', reserved: missing, shipped };
}

/** In minor units. */
const moneyNeeded = (order: OrderState): number => (isAlive(order) ? minorTotal(order.lines) : 0);

/** First what is too much goes back, the newest first; then what is missing is asked for. */
function moneyStep(order: OrderState): MoneyStep | null {
  const { ledger } = order.facts;
  const needed = moneyNeeded(order);
  const captures = openCaptures(ledger);
  const authorizations = openAuthorizations(ledger);
  const paid = total(captures);
  const toHold = needed - paid - total(authorizations);
  return (
    part('REFUND_PAYMENT', captures.at(-1), paid - needed) ??
    part('VOID_PAYMENT', authorizations.at(-1), -toHold) ??
    authorization(order, toHold) ??
    (isGone(order) ? part('CAPTURE_PAYMENT', authorizations[0], needed - paid) : null)
  );
}

function part(
  kind: 'CAPTURE_PAYMENT' | 'VOID_PAYMENT' | 'REFUND_PAYMENT',
  of: Remainder | undefined,
  amount: number,
): MoneyStep | null {
  return of && amount > 0 ? { ...of, kind, amount: Math.min(of.amount, amount) } : null;
}

const authorization = ({ paymentToken: token }: OrderState, amount: number): MoneyStep | null =>
  token !== null && amount > 0 ? { kind: 'AUTHORIZE_PAYMENT', amount, token } : null;

const confirmation = (order: OrderState): Step | null =>
  isAlive(order) && order.status === 'PENDING' ? { kind: 'CONFIRM_ORDER' } : null;

/** Whether the order still needs money that nobody holds for it. */
export const lacksMoney = (order: OrderState): boolean => {
  const { ledger } = order.facts;
  return moneyNeeded(order) > balance(ledger) + held(ledger);
};

/** How much of a product the order still needs that is not all set aside for it; 0 where it is. */
export function lackedOf(order: OrderState, productId: string): number {
  const missing = unshipped(order);
  const isLacked = beyond(missing, order.facts.stock.reserved).some((it) => it.productId === productId);
  return isLacked ? (missing.find((it) => it.productId === productId)?.quantity ?? 0) : 0;
}

/** Whether the goods would go to whoever pays first: nothing of what they cost is held or taken. */
export function awaitsPayment(order: OrderState): boolean {
  const { ledger } = order.facts;
  return lacksMoney(order) && !isGone(order) && balance(ledger) + held(ledger) === 0;
}

/**
 * What ends a reservation that nobody has paid for: due at the instant it answers, null where there is nothing to
 * end. A pause does not keep it.
 */
export function expiryOf(order: OrderState): Instant | null {
  const { stock } = order.facts;
  const ends = stock.reserved.length > 0 && (!isAlive(order) || awaitsPayment(order));
  return ends ? stock.expiresAt : null;
}
