import type { Operation, Violation } from './history.js';
import type { Truth } from './truth.js';

/** Whether each idempotency key had one effect, and the same answer each time. */
export function checkKeys(operations: readonly Operation[], truth: Truth): Violation[] {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const { idempotencyKey: key } = operation.input;
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(operation);
    else groups.set(key, [operation]);
  }
  return [...groups.values()].filter((group) => group.length > 1).flatMap((group) => checkKey(group, truth));
}

function checkKey(group: readonly Operation[], truth: Truth): Violation[] {
  const effective = group.filter((operation) => truth.effectOf(operation).length > 0);
  const story = group.map(({ id, outcome }) => `${id} ${outcome.is}`).join(', ');
  const found: Violation[] = [];
  if (effective.length > 1) found.push({ anomaly: 'key with two effects', story });
  const done = group.filter(({ outcome }) => outcome.is === 'written');
  if (new Set(done.map(answerOf)).size > 1) found.push({ anomaly: 'key with two answers', story });
  const first = done.toSorted((a, b) => a.end - b.end)[0];
  for (const { id, input, start, outcome } of group) {
    if (outcome.is !== 'refused') continue;
    const same = group.every((other) => sameCommand(other.input, input));
    if (outcome.code === 'IDEMPOTENCY_CONFLICT' ? same : first && first.end < start)
      found.push({ anomaly: 'repeated key refused', story: `${id} ${outcome.code}: ${story}` });
  }
  return found;
}

/** What makes an answer; less what later rollbacks may change in it. */
function answerOf({ input, outcome }: Operation): string {
  if (outcome.is !== 'written') return '';
  const { order, events } = outcome;
  return JSON.stringify([input, order.orderId, order.version, order.content, events]);
}

const sameCommand = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
