import type { EventFilter, Following, Operation, Place, Violation } from './history.js';
import { checkSight } from './read-checks.js';
import type { Truth } from './truth.js';

/** Whether each page of the feed is what follows its place, and all that was known to. */
export function checkPages(operations: readonly Operation[], truth: Truth): Violation[] {
  return operations.flatMap((operation) => {
    const { id, server, input, start, outcome } = operation;
    if (outcome.is !== 'read') return [];
    const { after, first, filter } = input as { after: Place; first: number; filter: EventFilter };
    const expected = truth.matching(filter);
    const from = indexAfter(expected, truth.positionOf(after) ?? 0);
    const read = outcome.events.map((place) => truth.positionOf(place));
    const story = `${read} after ${truth.positionOf(after)}, in ${id} (eventFeed of server ${server})`;
    const wrong = read.findIndex((position, i) => position !== expected[from + i]);
    if (wrong >= 0) return [{ anomaly: 'wrong feed page', story }];
    const next = expected[from + read.length] ?? Number.POSITIVE_INFINITY;
    const complete = outcome.hasMore ? read.length === first : next > truth.knownAt(start);
    return complete ? [] : [{ anomaly: 'feed page ends too soon', story }];
  });
}

/** Whether each subscriber was told each event for it, once, in order, with the order as it left it. */
export function checkFollowings(followings: readonly Following[], truth: Truth): Violation[] {
  return followings.flatMap((following) => [
    ...checkSequence(following, truth),
    ...following.messages.flatMap(({ at, event: [, version], order }) => {
      const wrong = order.version === version ? [] : [{ anomaly: 'wrong state', story: `not ${version}` }];
      const found = [...wrong, ...checkSight(order, at, truth)];
      return found.map(({ anomaly, story }) => ({ anomaly, story: `${story}, told to ${following.id}` }));
    }),
  ]);
}

function checkSequence({ id, filter, after, messages }: Following, truth: Truth): Violation[] {
  const expected = truth.matching(filter);
  const found: Violation[] = [];
  let last = truth.positionOf(after) ?? 0;
  let next = indexAfter(expected, last);
  for (const { event } of messages) {
    const position = truth.positionOf(event) ?? 0;
    if (position !== expected[next]) {
      const anomaly = position === last ? 'told twice' : position < last ? 'told out of order' : 'not told';
      found.push({ anomaly, story: `${position} after ${last}, to ${id}` });
    }
    last = Math.max(last, position);
    next = indexAfter(expected, last);
  }
  const left = expected.length - next;
  if (left > 0) found.push({ anomaly: 'not told', story: `the last ${left} after ${last}, to ${id}` });
  return found;
}

/** Of the first of ascending positions that is greater. */
function indexAfter(positions: readonly number[], position: number): number {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] as number) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
