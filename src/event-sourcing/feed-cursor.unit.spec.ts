import { describe, expect, it } from 'vitest';
import type { Recorded } from './event.js';
import { cursorAfter, feedStart, includes, pageOf } from './feed-cursor.js';

const event = (lane: number, position: number, recordedAt = position) =>
  ({ lane, position, recordedAt }) as Recorded;
const places = (events: readonly Recorded[]) => events.map((it) => [it.lane, it.position]);

describe('a cursor', () => {
  it('moves past one event in its lane only', () => {
    expect(cursorAfter(feedStart(3), event(1, 7))).toEqual([0, 7, 0]);
  });

  it('includes a place where no lane of it is behind', () => {
    expect(includes([3, 4], [3, 4])).toBe(true);
    expect(includes([3, 4], [2, 4])).toBe(true);
    expect(includes([3, 4], [4, 0])).toBe(false);
    expect(includes([9], [9, 1])).toBe(false);
  });
});

describe('a page', () => {
  it('merges lanes by time, and keeps the order of each whatever the time', () => {
    const first = [event(0, 1, 10), event(0, 2, 30), event(0, 3, 30)];
    const second = [event(1, 1, 20), event(1, 2, 30)];
    expect(places(pageOf([0, 0], [first, second], 10).events)).toEqual([
      [0, 1],
      [1, 1],
      [0, 2],
      [0, 3],
      [1, 2],
    ]);
  });

  it('stops at its limit in each lane, and says that there is more', () => {
    const page = pageOf(
      [5, 2],
      [
        [event(0, 6, 1), event(0, 7, 4)],
        [event(1, 3, 2), event(1, 4, 3)],
      ],
      3,
      [9, 9],
    );
    expect(places(page.events)).toEqual([
      [0, 6],
      [1, 3],
      [1, 4],
    ]);
    expect(page).toMatchObject({ cursor: [6, 9], hasMore: true });
  });

  it('moves past what was searched in vain, and never back', () => {
    expect(pageOf([5, 2], [[], [event(1, 4)]], 3, [9, 3])).toMatchObject({ cursor: [9, 4], hasMore: false });
    expect(pageOf([5, 2], [[], []], 3, [1, 1])).toMatchObject({ cursor: [5, 2], hasMore: false });
  });
});
