import { isRejection } from '../../event-sourcing/errors.js';
import { addItem, removeItem } from './change-items.js';
import { changeStatus } from './change-status.js';
import type { UpdateOrder } from './commands.js';
import type { Decision, OrderEvent } from './events.js';
import { apply } from './evolve.js';
import { longList, readItems } from './input.js';
import type { OrderState } from './state.js';

type Step = (order: OrderState) => Decision;

export function updateOrder(order: OrderState, command: UpdateOrder): Decision {
  const { removeItems, newStatus } = command;
  const addItems = longList('removeItems', removeItems) ?? readItems('addItems', command.addItems);
  if (isRejection(addItems)) return addItems;
  return inTurn(order, [
    ...[...new Set(removeItems)].map(
      (productId): Step =>
        (it) =>
          removeItem(it, productId),
    ),
    ...addItems.map(
      (item): Step =>
        (it) =>
          addItem(it, item),
    ),
    ...(newStatus === null ? [] : [(it: OrderState) => changeStatus(it, newStatus)]),
  ]);
}

/** Each step sees what those before it did. The first refusal refuses all. */
function inTurn(order: OrderState, steps: readonly Step[]): Decision {
  const events: OrderEvent[] = [];
  let current = order;
  for (const step of steps) {
    const outcome = step(current);
    if (isRejection(outcome)) return outcome;
    events.push(...outcome);
    current = outcome.reduce(apply, current);
  }
  return events;
}
