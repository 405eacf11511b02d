import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recorded } from '../../event-sourcing/event.js';
import { cursorAfter } from '../../event-sourcing/feed-cursor.js';
import { recentEvents } from './recent-events.js';

const lanes = 2;
const unlimited = 2 ** 30;

/** Events of two lanes in the order of the feed, each at the next position of its lane. */
const feeds = fc.array(fc.integer({ min: 0, max: lanes - 1 }), { maxLength: 60 }).map((choices) => {
  const positions = [3, 0]; // where the process began
  return choices.map((lane, i) => {
    positions[lane] = (positions[lane] ?? 0) + 1;
    return { id: `${i}`, lane, position: positions[lane], recordedAt: i } as Recorded;
  });
});

const saying = (position: number, length: number) =>
  ({ lane: 0, position, data: 'x'.repeat(length) }) as unknown as Recorded;

describe('recent events', () => {
  it('answer what the whole feed would, from any place that they reach back to, and hold a bounded number', () => {
    fc.assert(
      fc.property(
        feeds,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 10 }),
        (feed, window, limit) => {
          const recent = recentEvents([3, 0], { window, bytes: unlimited });
          for (const event of feed) recent.add([event]);
          let place: readonly number[] = [3, 0];
          for (const next of [undefined, ...feed]) {
            if (next) place = cursorAfter(place, next);
            for (const lane of [0, 1]) {
              const after = place[lane] ?? 0;
              const later = feed.filter((event) => event.lane === lane && event.position > after);
              const events = recent.read(lane, after, limit);
              expect(events === undefined).toBe(after < (recent.start[lane] ?? 0));
              if (events) expect(events).toEqual(later.slice(0, limit));
              else expect(later.length).toBeGreaterThan(window);
              if (later.length > 2 * window) expect(events).toBeUndefined();
            }
          }
        },
      ),
    );
  });

  it('hold a bounded number of bytes, however few events that are, and the newest of them', () => {
    const recent = recentEvents([0], { window: unlimited, bytes: 100_000 });
    for (let position = 1; position <= 100; position += 1) {
      recent.add([saying(position, 5_000)]); // 10,600 bytes
      const kept = position - (recent.start[0] ?? 0);
      expect(kept).toBeGreaterThanOrEqual(Math.min(position, 9));
      expect(kept).toBeLessThanOrEqual(18);
    }
    recent.add([saying(101, 1_000_000)]);
    expect(recent.start).toEqual([101]);
    expect(recent.read(0, 101, 10)).toEqual([]);
  });

  it('know nothing of a place before the process began', () => {
    const recent = recentEvents([3, 0], { window: 10, bytes: unlimited });
    expect(recent.read(0, 2, 10)).toBeUndefined();
    expect(recent.read(0, 3, 10)).toEqual([]);
  });

  it('have nothing at a place that the process has not come to yet', () => {
    const recent = recentEvents([3, 0], { window: 10, bytes: unlimited });
    expect(recent.read(0, 9, 10)).toEqual([]);
  });
});
