import { type Rejection, reject } from '../../../event-sourcing/errors.js';
import type { OrderEvent } from '../events.js';
import { nothingToSettle } from '../rules.js';
import type { OrderState } from '../state.js';
import { byHand } from './by-hand.js';
import type { SettleFulfilment } from './commands.js';
import type { FulfilmentSettled } from './events.js';
import type { Pause } from './facts.js';
import { knows } from './ledger.js';
import { entryOf, OUTCOME_OF } from './money-event.js';
import { canBeCancelled, type MoneyStep, wantedStep } from './next-step.js';
import { afterEvents } from './order-facts.js';

/** A human says what became of the step that waits: it was done outside, or it will not be done. */
export function settle(order: OrderState, command: SettleFulfilment): OrderEvent[] | Rejection {
  const { pause } = order.facts;
  const refusal = nothingToSettle(order);
  if (!pause || refusal) return refusal ?? [];
  const { outcome, reference, reason } = command;
  const settled: FulfilmentSettled = {
    type: 'FulfilmentSettled',
    data: { step: pause.step, outcome, reference, reason },
  };
  return outcome === 'DONE' ? done(order, pause, settled) : notDone(order, pause, settled);
}

const refuse = (message: string): Rejection => reject('BUSINESS_RULE_ERROR', message);

function done(
  order: OrderState,
  { step, operation }: Pause,
  settled: FulfilmentSettled,
): OrderEvent[] | Rejection {
  const { reference, reason } = settled.data;
  const kind = operation && OUTCOME_OF[step as MoneyStep['kind']];
  if (!kind)
    return refuse(
      `Nothing was asked of the gateway to ${step}, so nothing was done there: retry it, or settle it as NOT_DONE`,
    );
  const isNeeded = kind === 'AUTHORIZED' || kind === 'CAPTURED';
  if (isNeeded && reference === null)
    return refuse(`What was ${kind} needs its id at the gateway as reference, so that it can be given back`);
  const event = byHand(operation, kind, { id: reference, reason });
  return knows(order.facts.ledger, entryOf(event))
    ? refuse(`The order knows ${reference} already: it answers another operation`)
    : [event, settled];
}

/** Without what cannot be had there is no order; else it stays as it is until somebody changes it. */
function notDone(order: OrderState, { step, operation }: Pause, settled: FulfilmentSettled): OrderEvent[] {
  const { reason } = settled.data;
  const declined = operation ? [byHand(operation, 'DECLINED', { id: null, reason })] : [];
  const isWanted = wantedStep(afterEvents(order, declined))?.kind === step;
  const isVital = step === 'AUTHORIZE_PAYMENT' || step === 'RESERVE_STOCK';
  return isWanted && isVital && canBeCancelled(order)
    ? [...declined, settled, { type: 'OrderCancelled', data: { from: order.status, reason } }]
    : [...declined, settled];
}
