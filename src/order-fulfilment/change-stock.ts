import { changeReservation, type ReservationChange } from '../catalogue/index.js';
import type { StepKind } from '../orders/index.js';
import type { Look } from './look.js';

/** Changes what is reserved. Where that succeeds, the next turn finds the change and records it. */
export async function changeStock(look: Look, step: StepKind, change: ReservationChange): Promise<void> {
  const { db, record, reached, onStep } = look;
  const outcome = await changeReservation(db, change);
  switch (outcome.kind) {
    case 'changed':
      onStep(step, 'DONE');
      return reached('reservation changed');
    case 'stale':
      return onStep(step, 'STALE');
    case 'short': {
      const { productId, requested, available } = outcome;
      onStep(step, 'SHORT');
      await reached('shortage found');
      await record({ type: 'RecordShortage', short: { productId, requested, available } });
      await reached('shortage recorded');
    }
  }
}
