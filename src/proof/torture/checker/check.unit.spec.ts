import { describe, expect, it } from 'vitest';
import { seeded } from '../random.js';
import { damages } from '../simulated/damage.js';
import { simulate } from '../simulated/simulate.js';
import { check } from './check.js';
import type { Operation, Sight } from './history.js';

const seeds = [1, 2, 3];

const orderOf = ({ outcome }: Operation): Sight | undefined =>
  outcome.is === 'written' ? outcome.order : undefined;

/** The order as the write before this one answered it. */
function orderBefore(write: Operation, writes: readonly Operation[]): Sight | undefined {
  const after = orderOf(write);
  return writes
    .map(orderOf)
    .find((order) => order?.orderId === after?.orderId && order?.version === (after?.version ?? 0) - 1);
}

describe('the consistency checker', () => {
  it.each(seeds)('finds nothing in a history in which nothing is wrong (seed %i)', (seed) => {
    expect(check(simulate(2_000, seed))).toEqual([]);
  });

  it('knows no order among the fields of one request, which run side by side', () => {
    const history = simulate(600, 1);
    const writes = history.operations.filter(
      ({ end, outcome }) => outcome.is === 'written' && end < Infinity,
    );
    const change = writes.find((write) => orderBefore(write, writes)) as Operation;
    const sights = [orderOf(change), orderBefore(change, writes)] as Sight[];
    const reads = sights.map(
      (order, i): Operation => ({
        ...{
          id: `side-by-side.${i}`,
          session: 'side by side',
          server: 0,
          name: 'order',
          input: { id: order.orderId },
        },
        ...{ start: change.start - 0.5 + i / 10, end: change.end, outcome: { is: 'seen', order } },
      }),
    );
    expect(check({ ...history, operations: [...history.operations, ...reads] })).toEqual([]);
    const [first, second] = reads as [Operation, Operation];
    const later = { ...second, start: first.end + 1, end: first.end + 2 };
    expect(check({ ...history, operations: [...history.operations, first, later] })).not.toEqual([]);
  });

  it.each(damages)('where %s, finds: %s', (_, anomaly, damage) => {
    for (const seed of seeds) {
      const history = simulate(600, seed);
      damage(history, seeded(seed));
      expect(check(history).map((violation) => violation.anomaly)).toContain(anomaly);
    }
  });
});
