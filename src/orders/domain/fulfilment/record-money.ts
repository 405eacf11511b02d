import { type Rejection, reject } from '../../../event-sourcing/errors.js';
import type { OrderEvent } from '../events.js';
import type { OrderState } from '../state.js';
import type { RecordMoney } from './commands.js';
import { knows } from './ledger.js';
import { entryOf } from './money-event.js';
import { lacksMoney } from './next-step.js';
import { afterEvents } from './order-facts.js';
import { giveUp, paused } from './pause.js';

/** Once, by the gateway's id; with what follows where the order is left without money that it needs. */
export function recordMoney(order: OrderState, command: RecordMoney): OrderEvent[] | Rejection {
  const { event } = command;
  const { currency } = event.data.amount;
  if (currency !== order.currency)
    return reject('BUSINESS_RULE_ERROR', `The order is in ${order.currency}, not in ${currency}`);
  if (knows(order.facts.ledger, entryOf(event))) return [];
  const after = afterEvents(order, [event]);
  // A human has given it up, and what followed from that has been done.
  const isLate = order.facts.ledger.some(
    (it) => it.byHand && it.kind === 'DECLINED' && it.operation === event.data.operation,
  );
  return lacksMoney(after) && !isLate ? [event, ...withoutMoney(after, command)] : [event];
}

function withoutMoney(order: OrderState, { event, token }: RecordMoney): OrderEvent[] {
  switch (event.type) {
    case 'PaymentDeclined': {
      // With another token since, the order may still be paid.
      const isReplaced = token !== null && token !== order.paymentToken;
      return isReplaced ? [] : [giveUp(order, 'AUTHORIZE_PAYMENT', `Payment declined: ${event.data.reason}`)];
    }
    case 'PaymentRefunded': {
      // Whoever gave it back by other means did not mean it to be taken once more.
      const { amount, operation } = event.data;
      const error = `The gateway gave ${amount.amount} ${amount.currency} back unasked`;
      return operation === null ? [paused('AUTHORIZE_PAYMENT', null, 0, error)] : [];
    }
    default:
      return [];
  }
}
