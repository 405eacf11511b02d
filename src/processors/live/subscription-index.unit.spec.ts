import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Recorded } from '../../event-sourcing/event.js';
import { matches } from '../../event-sourcing/feed-cursor.js';
import { subscriptionIndex } from './subscription-index.js';

const some = (...names: string[]) => fc.subarray(names);
const filters = fc.record(
  {
    streamIds: some('s1', 's2', 's3'),
    types: some('T1', 'T2', 'T3'),
    subject: fc.constantFrom('ann', 'bob'),
  },
  { requiredKeys: [] },
);
const events = fc.record({
  streamId: fc.constantFrom('s1', 's2', 's3', 's4'),
  type: fc.constantFrom('T1', 'T2', 'T3', 'T4'),
  subject: fc.constantFrom('ann', 'bob', null),
}) as fc.Arbitrary<Recorded>;

describe('an index of subscriptions', () => {
  it('finds those whose filter an event satisfies, each once, and none that was taken out', () => {
    fc.assert(
      fc.property(fc.array(filters), fc.array(events), (wanted, feed) => {
        const index = subscriptionIndex<number>();
        const removals = wanted.map((filter, i) => index.add(filter, i));
        const kept = (i: number) => i % 3 !== 0;
        removals.forEach((remove, i) => {
          if (!kept(i)) remove();
        });
        for (const event of feed) {
          const expected = wanted.flatMap((filter, i) => (kept(i) && matches(filter, event) ? [i] : []));
          expect([...index.matching(event)].sort((a, b) => a - b)).toEqual(expected);
        }
      }),
    );
  });

  it('does not ask those that wait for another stream, subject or type', () => {
    const index = subscriptionIndex<string>();
    const asked = vi.fn(() => true);
    const types = Object.assign(['T1'], { includes: asked });
    for (let n = 0; n < 1_000; n += 1) {
      index.add({ streamIds: [`other ${n}`], types }, 'by stream');
      index.add({ subject: `other ${n}`, types }, 'by subject');
    }
    index.add({ types: ['T2'] }, 'by type');
    index.add({ streamIds: ['s1'], subject: 'ann', types }, 'mine');
    const event = { streamId: 's1', type: 'T1', subject: 'ann' } as Recorded;
    expect([...index.matching(event)]).toEqual(['mine']);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
