import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recorded } from '../event-sourcing/event.js';
import { cursorAfter, pageOf } from '../event-sourcing/feed-cursor.js';
import { recentEvents } from './recent-events.js';

const lanes = 2;

/** Events of two lanes in the order of the feed, each at the next position of its lane. */
const feeds = fc.array(fc.integer({ min: 0, max: lanes - 1 }), { maxLength: 60 }).map((choices) => {
  const positions = [3, 0]; // where the process began
  return choices.map((lane, i) => {
    positions[lane] = (positions[lane] ?? 0) + 1;
    return { id: `${i}`, lane, position: positions[lane], recordedAt: i } as Recorded;
  });
});

describe('recent events', () => {
  it('answer what the whole feed would, from any place that they reach back to, and hold a bounded number', () => {
    fc.assert(
      fc.property(
        feeds,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 10 }),
        (feed, window, limit) => {
          const recent = recentEvents([3, 0], window);
          for (const event of feed) recent.add([event]);
          let place: readonly number[] = [3, 0];
          for (const next of [undefined, ...feed]) {
            if (next) place = cursorAfter(place, next);
            const later = [0, 1].map((lane) =>
              feed.filter((event) => event.lane === lane && event.position > (place[lane] ?? 0)),
            );
            const page = recent.read(place, limit);
            if (page) expect(page).toEqual(pageOf(place, later, limit));
            else expect(Math.max(...later.map((lane) => lane.length))).toBeGreaterThan(window);
            if (later.some((lane) => lane.length > 2 * window)) expect(page).toBeUndefined();
          }
        },
      ),
    );
  });

  it('know nothing of a place before the process began', () => {
    const recent = recentEvents([3, 0], 10);
    expect(recent.read([2, 0], 10)).toBeUndefined();
    expect(recent.read([3, 0], 10)).toEqual({ events: [], cursor: [3, 0], hasMore: false });
  });

  it('have nothing at a place that the process has not come to yet', () => {
    const recent = recentEvents([3, 0], 10);
    expect(recent.read([9, 0], 10)).toEqual({ events: [], cursor: [9, 0], hasMore: false });
  });
});
