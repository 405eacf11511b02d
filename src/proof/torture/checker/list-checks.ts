import type { LoggedEvent, Operation, Sight, Violation } from './history.js';
import { shown } from './read-checks.js';
import type { Truth } from './truth.js';

/** Whether each list that had to be fresh shows every order as late as it had to, and leaves none out. */
export function checkLists(operations: readonly Operation[], truth: Truth): Violation[] {
  return operations.flatMap((operation) => {
    const { id, input, outcome, server } = operation;
    if (outcome.is !== 'listed') return [];
    const floor = floorOf(operation, truth);
    const late = outcome.orders
      .filter(({ orderId, version }) => version < truth.versionAt(orderId, floor))
      .map((sight) => `${shown(sight)} is too old`);
    const left = leftOut(outcome.orders, input.filter.customerId, floor, truth).map(
      (orderId) => `${orderId} is left out`,
    );
    return [...late, ...left].map((what) => ({
      anomaly: 'stale list',
      story: `${what}, in ${id} (${input.consistency} list of server ${server})`,
    }));
  });
}

/** The position that a list has to contain. */
function floorOf({ input, start }: Operation, truth: Truth): number {
  if (input.contains) return truth.positionOf(input.contains) ?? 0;
  return input.consistency === 'STRONG' ? truth.knownAt(start) : 0;
}

const pageSize = 20;

/** Orders that changed later than the last one of the page, though not after the position that it contains. */
function leftOut(
  page: readonly Sight[],
  customerId: string | undefined,
  floor: number,
  truth: Truth,
): readonly string[] {
  const { log, orders, positionOf } = truth;
  const listed = new Set(page.map(({ orderId }) => orderId));
  const isMissing = ({ orderId }: LoggedEvent) =>
    !listed.has(orderId) && (customerId === undefined || orders.get(orderId)?.customerId === customerId);
  const end = Math.min(...page.map(({ orderId, version }) => positionOf([orderId, version]) ?? 0));
  const endsAt = log[end - 1]?.recordedAt ?? 0;
  // At one instant either may come first.
  const later =
    page.length < pageSize
      ? created(truth, customerId, floor)
      : log.slice(end, floor).filter(({ recordedAt }) => recordedAt > endsAt);
  return [...new Set(later.filter(isMissing).map(({ orderId }) => orderId))];
}

function created({ log, matching }: Truth, customerId: string | undefined, floor: number): LoggedEvent[] {
  const positions = matching({ types: ['OrderCreated'], ...(customerId !== undefined && { customerId }) });
  const found: LoggedEvent[] = [];
  for (const position of positions) {
    if (position > floor) break;
    found.push(log[position - 1] as LoggedEvent);
  }
  return found;
}
