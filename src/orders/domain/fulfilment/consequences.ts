import { formatMoney } from '../../../money/money.js';
import type { OrderEvent } from '../events.js';
import type { OrderState } from '../state.js';
import { moneyEventOf, OUTCOME_OF } from './money-event.js';
import { isAlive, type MoneyStep, nextStep, type Step, type StockStep } from './next-step.js';
import { afterEvents } from './order-facts.js';
import { recordReservation } from './record-stock.js';
import { beyond, inWords } from './stock-items.js';

/** What the process would do with money and goods if all of it succeeds, in words and amounts, in its order. */
export function consequences(order: OrderState): string[] {
  const sentences: string[] = [];
  let current = order;
  for (let step = nextStep(current); step !== null; step = nextStep(current)) {
    sentences.push(inWordsOf(current, step));
    current = afterEvents(current, ifDone(current, step));
  }
  return [...sentences, ...leftBehind(order)];
}

function inWordsOf(order: OrderState, step: Step): string {
  switch (step.kind) {
    case 'RESERVE_STOCK':
    case 'RELEASE_STOCK':
    case 'SHIP_STOCK':
      return stockInWords(order, step);
    case 'CONFIRM_ORDER':
      return 'Confirm the order';
    default:
      return `${VERBS[step.kind]} ${amountOf(order, step.amount)}`;
  }
}

const VERBS: Readonly<Record<MoneyStep['kind'], string>> = {
  AUTHORIZE_PAYMENT: 'Authorise',
  CAPTURE_PAYMENT: 'Capture',
  VOID_PAYMENT: 'Void the authorisation of',
  REFUND_PAYMENT: 'Refund',
};

function amountOf({ currency }: OrderState, minor: number): string {
  return `${formatMoney({ minor, currency }).amount} ${currency}`;
}

function stockInWords({ facts: { stock } }: OrderState, { kind, reserved, shipped }: StockStep): string {
  if (kind === 'SHIP_STOCK') return `Ship ${inWords(beyond(shipped, stock.shipped))}`;
  const more = beyond(reserved, stock.reserved);
  const less = beyond(stock.reserved, reserved);
  const parts = [
    more.length > 0 && `reserve ${inWords(more)}`,
    less.length > 0 && `release ${inWords(less)}`,
  ];
  const words = parts.filter((part) => part !== false).join(', ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Goods that went out for lines which are there no more: nothing brings them back by itself. */
function leftBehind(order: OrderState): string[] {
  const gone = beyond(order.facts.stock.shipped, isAlive(order) ? order.lines : []);
  return gone.length > 0
    ? [`${inWords(gone)} left the warehouse: see that they come back, and adjust the stock`]
    : [];
}

/** The events of a step that succeeds, with ids of nowhere. */
function ifDone(order: OrderState, step: Step): OrderEvent[] {
  switch (step.kind) {
    case 'RESERVE_STOCK':
    case 'RELEASE_STOCK':
    case 'SHIP_STOCK': {
      const revision = order.facts.stock.revision + 1;
      return recordReservation(order, {
        ...step,
        type: 'RecordReservation',
        revision,
        expiresAt: 0,
        reason: 'NOT_NEEDED',
      });
    }
    case 'CONFIRM_ORDER':
      return [{ type: 'OrderStatusUpdated', data: { from: order.status, to: 'CONFIRMED' } }];
    default:
      return [ifPaid(order, step)];
  }
}

function ifPaid(order: OrderState, step: MoneyStep): OrderEvent {
  const id = `planned:${order.facts.ledger.length}`;
  const amount = formatMoney({ minor: step.amount, currency: order.currency });
  const of = 'authorizationId' in step ? step : { authorizationId: id, captureId: id };
  return moneyEventOf({ ...of, kind: OUTCOME_OF[step.kind], id, operation: null, amount });
}
