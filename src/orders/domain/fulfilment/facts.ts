import type { Instant } from '../../../event-sourcing/event.js';
import type { OrderEvent } from '../events.js';
import type { MoneyEvent, OperationData, StepKind } from './events.js';
import { enter, type Ledger } from './ledger.js';
import { entryOf } from './money-event.js';
import { noStock, observeStock, type StockFacts } from './stock-facts.js';

/** What happened outside for an order. A rollback leaves it as it is. Plain JSON. */
export interface OrderFacts {
  /** In which its money moves. Null until its creation is observed. */
  readonly currency: string | null;
  readonly ledger: Ledger;
  readonly stock: StockFacts;
  readonly pause: Pause | null;
}

/** The process takes no step until somebody or something moves the order on. */
export interface Pause {
  readonly step: StepKind;
  readonly operation: OperationData | null;
  readonly attempts: number;
  readonly error: string;
  readonly since: Instant;
  /** A human let the step be: nobody waits, and any other step is taken. */
  readonly settled: boolean;
}

export const noFacts: OrderFacts = { currency: null, ledger: [], stock: noStock, pause: null };

/**
 * The facts after one more event, recorded at an instant or about to be; the same where it tells of none. Throws
 * where the event cannot have happened after what is known.
 */
export function observe(facts: OrderFacts, event: OrderEvent, at: Instant): OrderFacts {
  switch (event.type) {
    case 'OrderCreated':
      return { ...facts, currency: event.data.totalAmount.currency };
    case 'StockReserved':
    case 'StockReleased':
    case 'StockShipped':
    case 'StockReservationFailed':
      return { ...facts, stock: observeStock(facts.stock, event) };
    case 'PaymentAuthorized':
    case 'PaymentDeclined':
    case 'PaymentCaptured':
    case 'PaymentVoided':
    case 'PaymentRefunded':
      return { ...facts, ledger: observeMoney(facts, event), pause: null };
    case 'FulfilmentPaused':
      return { ...facts, pause: { ...event.data, since: at, settled: false } };
    case 'FulfilmentSettled': {
      const { step, outcome, reason: error } = event.data;
      if (outcome === 'DONE') return facts; // the money's own event says so
      return { ...facts, pause: { step, operation: null, attempts: 0, error, since: at, settled: true } };
    }
    case 'OrderItemAdded':
    case 'OrderItemRemoved':
    case 'OrderItemQuantityChanged':
    case 'OrderStatusUpdated':
    case 'OrderCancelled':
    case 'OrderRolledBack':
    case 'PaymentRequested':
    case 'FulfilmentResumed':
      return facts.pause === null ? facts : { ...facts, pause: null };
    default:
      return facts; // an unknown type
  }
}

function observeMoney({ currency, ledger }: OrderFacts, event: MoneyEvent): Ledger {
  const { amount } = event.data;
  // Rows of an older build do not know the currency.
  if (currency !== null && amount.currency !== currency)
    throw new Error(`The money of this order is in ${currency}, not in ${amount.currency}`);
  return enter(ledger, entryOf(event));
}
