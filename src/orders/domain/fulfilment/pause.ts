import type { OrderEvent } from '../events.js';
import type { OrderState } from '../state.js';
import { abandoned } from './by-hand.js';
import type { PauseFulfilment } from './commands.js';
import type { FulfilmentPaused, OperationData, StepKind } from './events.js';
import { canBeCancelled, nextStep } from './next-step.js';

/**
 * Where another payment was chosen since, the order goes on with that. Nothing is to be said where the order waits already, or has moved on: the gateway has answered after all, or the
 * step, of which nothing was asked of the gateway, is not the next one any more.
 */
export function pauseAt(
  order: OrderState,
  { step, operation, token = null, attempts, error }: PauseFulfilment,
): OrderEvent[] {
  const { pause, ledger } = order.facts;
  if (pause && !pause.settled) return [];
  const movedOn = operation
    ? ledger.some((entry) => entry.operation === operation.key)
    : nextStep(order)?.kind !== step;
  if (movedOn) return [];
  const isReplaced = token !== null && token !== order.paymentToken;
  return [operation && isReplaced ? abandoned(operation) : paused(step, operation, attempts, error)];
}

export const paused = (
  step: StepKind,
  operation: OperationData | null,
  attempts: number,
  error: string,
): FulfilmentPaused => ({ type: 'FulfilmentPaused', data: { step, operation, attempts, error } });

/** What the order needs cannot be had: it is called off, where it still can be; else somebody has to act. */
export const giveUp = (order: OrderState, step: StepKind, reason: string): OrderEvent =>
  canBeCancelled(order)
    ? { type: 'OrderCancelled', data: { from: order.status, reason } }
    : paused(step, null, 1, reason);
