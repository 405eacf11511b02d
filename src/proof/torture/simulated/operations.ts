import type { Operation, Outcome, Sight } from '../checker/history.js';
import type { Random } from '../random.js';
import type { SimulatedHistory } from './simulate.js';

type Operations = SimulatedHistory['operations'];

/** An operation of the second half, where much is known. Throws where none fits. */
export function pick(
  { operations }: SimulatedHistory,
  random: Random,
  fits: (op: Operation) => boolean,
): Operations[number] {
  const fitting = operations.slice(operations.length >> 1).filter(fits);
  if (fitting.length === 0) throw new Error('The history has no such operation');
  return random.one(fitting);
}

export const refusal = (code: string, more: object = {}): Outcome => ({
  is: 'refused',
  code,
  message: code,
  ...more,
});

export function sightIn({ outcome }: Operation): Sight {
  if (outcome.is === 'seen' || outcome.is === 'written') return outcome.order;
  if (outcome.is === 'listed') return outcome.orders[0] as Sight;
  throw new Error('It shows no order');
}

export const versionIn = (operation: Operation): number => sightIn(operation).version;
export const older = ({ orderId, version }: Sight, by: number): Sight => ({ orderId, version: version - by });

/** Whether an order's newest version had long been answered when this began. */
export function isLate({ operations }: SimulatedHistory, { start, outcome }: Operation): boolean {
  if (outcome.is !== 'seen' && outcome.is !== 'listed') return false;
  const { orderId, version } = outcome.is === 'seen' ? outcome.order : (outcome.orders[0] as Sight);
  return operations.some(
    (op) =>
      op.outcome.is === 'written' &&
      op.end < start &&
      op.outcome.order.orderId === orderId &&
      versionIn(op) === version,
  );
}

/** Whether nobody wrote to its order while it was under way. */
export const isQuiet = ({ operations }: SimulatedHistory, read: Operation): boolean =>
  !operations.some(
    (op) =>
      op.outcome.is === 'written' &&
      op.outcome.order.orderId === sightIn(read).orderId &&
      versionIn(op) === versionIn(read) + 1 &&
      op.start < read.end,
  );
