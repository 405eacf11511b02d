import type { Outcome, Sight } from './history.js';

/** All orders that an answer showed, at whichever version. */
export function sightsIn(outcome: Outcome): readonly Sight[] {
  switch (outcome.is) {
    case 'written': {
      const { order, events, rollback } = outcome;
      const { orderId } = order;
      const written = events.map(([, version]) => ({ orderId, version }));
      return [order, ...written, ...(rollback ? [rollback.before, rollback.after] : [])];
    }
    case 'seen':
      return [outcome.order];
    case 'previewed':
      return [outcome.rollback.before];
    case 'listed':
      return outcome.orders;
    case 'read':
      return outcome.events.map(([orderId, version]) => ({ orderId, version }));
    default:
      return [];
  }
}
