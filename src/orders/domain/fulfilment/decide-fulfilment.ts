import { isRejection } from '../../../event-sourcing/errors.js';
import type { Decision } from '../events.js';
import { notWaiting } from '../rules.js';
import type { OrderState } from '../state.js';
import type { FulfilmentCommand } from './commands.js';
import { nextStep } from './next-step.js';
import { afterEvents } from './order-facts.js';
import { pauseAt } from './pause.js';
import { recordMoney } from './record-money.js';
import { recordReservation, recordShortage } from './record-stock.js';
import { settle } from './settle.js';

/** What happened outside is never refused: it is recorded once, and what follows from it for the order with it. */
export function decideFulfilment(order: OrderState, command: FulfilmentCommand): Decision {
  switch (command.type) {
    case 'RecordReservation':
      return confirmedWhereReady(order, recordReservation(order, command));
    case 'RecordShortage':
      return recordShortage(order, command.short);
    case 'RecordMoney':
      return confirmedWhereReady(order, recordMoney(order, command));
    case 'ConfirmOrder':
      return confirmedWhereReady(order, []);
    case 'PauseFulfilment':
      return pauseAt(order, command);
    case 'RetryFulfilment':
      return notWaiting(order) ?? [{ type: 'FulfilmentResumed', data: { reason: command.reason } }];
    case 'SettleFulfilment':
      return confirmedWhereReady(order, settle(order, command));
  }
}

/** With the last thing that was missing the order is confirmed, in the same append. */
function confirmedWhereReady(order: OrderState, decision: Decision): Decision {
  if (isRejection(decision)) return decision;
  return nextStep(afterEvents(order, decision))?.kind === 'CONFIRM_ORDER'
    ? [...decision, { type: 'OrderStatusUpdated', data: { from: 'PENDING', to: 'CONFIRMED' } }]
    : decision;
}
