import type { Operation, Violation } from './history.js';
import type { Truth } from './truth.js';

/** Whether each conflict that was answered was one: the order was at another version at some time in between. */
export function checkConflicts(operations: readonly Operation[], truth: Truth): Violation[] {
  return operations.flatMap(({ id, name, server, input, start, end, outcome }) => {
    if (outcome.is !== 'refused' || outcome.code !== 'CONCURRENCY_ERROR') return [];
    const { orderId, expectedVersion } = input;
    const known = truth.versionAt(orderId, truth.knownAt(start));
    const expected = expectedVersion ?? known;
    const next = truth.positionOf([orderId, expected + 1]);
    const changed = next !== undefined && truth.begunAt(next) < end;
    if (known < expected || changed) return [];
    const story = `version ${expected} of ${orderId} was current, in ${id} (${name} of server ${server})`;
    return [{ anomaly: 'false conflict', story }];
  });
}
