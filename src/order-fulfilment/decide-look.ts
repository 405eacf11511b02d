import type { Reservation, ReservationChange } from '../catalogue/index.js';
import type { Instant } from '../event-sourcing/event.js';
import {
  expiryOf,
  type FulfilmentCommand,
  isAlive,
  nextStep,
  type OrderState,
  type Step,
  type StepKind,
  sameItems,
} from '../orders/index.js';
import { authorizationIn, isOpen, type Pending, pendingOf } from './operation.js';

/** All that a look sees. */
export interface Sight {
  readonly orderId: string;
  readonly order: OrderState;
  /** Read after the order, so that it is no older than what the order knows. */
  readonly reservation: Reservation;
  readonly pending: Pending | null;
  /** Before then the gateway is not asked for what is pending. */
  readonly retryAt: Instant | null;
  readonly now: Instant;
  /** For how long stock is reserved without a payment, milliseconds. */
  readonly reservationMs: number;
}

export type Move =
  | { readonly kind: 'RECORD'; readonly command: Extract<FulfilmentCommand, { type: Recorded }> }
  | { readonly kind: 'CHANGE_RESERVATION'; readonly step: StepKind; readonly change: ReservationChange }
  /** `isNew`: to be kept before the gateway is asked. */
  | { readonly kind: 'ASK_GATEWAY'; readonly pending: Pending; readonly isNew: boolean }
  | { readonly kind: 'REST' };

type Recorded = 'RecordReservation' | 'ConfirmOrder';

const rest: Move = { kind: 'REST' };

/**
 * What to do next for an order: learn what has happened, then move stock, then money. Throws where the reservation
 * is older than what the order knows of it.
 */
export function decideLook(sight: Sight): Move {
  const step = nextStep(sight.order);
  return newsOf(sight) ?? stockMove(sight, step) ?? moneyMove(sight, step);
}

function newsOf({ order, reservation, pending, now, reservationMs }: Sight): Move | undefined {
  const { stock } = order.facts;
  const { revision, reserved, shipped } = reservation;
  if (revision < stock.revision)
    throw new Error(
      `The order knows its reservation at revision ${stock.revision}, but it stands at ${revision}`,
    );
  if (sameItems(reserved, stock.reserved) && sameItems(shipped, stock.shipped)) return undefined;
  const reason = reserved.length === 0 && hasExpired(order, now) ? 'EXPIRED' : 'NOT_NEEDED';
  const expiresAt = now + reservationMs;
  return {
    kind: 'RECORD',
    command: {
      ...{ type: 'RecordReservation', revision, reserved, shipped, expiresAt, reason },
      unanswered: pending && isOpen(order, pending) ? authorizationIn(pending) : null,
    },
  };
}

/**
 * Whether an order that wants its goods has run out of time to pay for them. This alone says why a reservation is
 * gone, also after a crash between the change and its record, when nobody remembers. It is what the change was made
 * for, unless the order has been paid or has changed its mind since; then the goods are to be reserved again, or not
 * needed, and nobody is to be waited for. And where they were given back for another reason, but would be overdue by
 * now, it comes to the same.
 */
const hasExpired = (order: OrderState, now: Instant): boolean => isAlive(order) && isOverdue(order, now);

function isOverdue(order: OrderState, now: Instant): boolean {
  const expiry = expiryOf(order);
  return expiry !== null && expiry <= now;
}

/**
 * What is overdue is released whoever is waited for. The revision is that which the order knows: were it the one just
 * read, a look that read the order long before could undo what has been done since.
 */
function stockMove({ orderId, order, now }: Sight, step: Step | null): Move | undefined {
  const { shipped, revision } = order.facts.stock;
  const overdue = { kind: 'RELEASE_STOCK', reserved: [], shipped } as const;
  const wanted = isOverdue(order, now) ? overdue : step;
  if (wanted === null || !('reserved' in wanted)) return undefined;
  const { kind, ...target } = wanted;
  return { kind: 'CHANGE_RESERVATION', step: kind, change: { orderId, revision, ...target } };
}

function moneyMove({ orderId, order, pending, retryAt, now }: Sight, step: Step | null): Move {
  if (order.facts.pause?.settled === false) return rest;
  if (pending && isOpen(order, pending))
    return retryAt !== null && retryAt > now ? rest : { kind: 'ASK_GATEWAY', pending, isNew: false };
  if (step?.kind === 'CONFIRM_ORDER') return { kind: 'RECORD', command: { type: 'ConfirmOrder' } };
  return step && 'amount' in step
    ? { kind: 'ASK_GATEWAY', pending: pendingOf(orderId, order, step, pending), isNew: true }
    : rest;
}
