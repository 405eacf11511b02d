import type { Recorded } from '../event-sourcing/event.js';
import type { FeedCursor, FeedPage } from '../event-sourcing/event-store.js';
import { pageOf } from '../event-sourcing/feed-cursor.js';

export interface RecentEvents {
  /** The next events of the feed, without a gap. */
  add(events: readonly Recorded[]): void;
  /** Undefined where the place lies before what is kept. */
  read(after: FeedCursor, limit: number): FeedPage | undefined;
}

/**
 * The newest events of each lane since `start`: `window` of them, and up to twice as many. Positions have
 * no gap, so a place is found by subtraction.
 */
export function recentEvents(start: FeedCursor, window: number): RecentEvents {
  const lanes: Recorded[][] = start.map(() => []);
  const before = [...start];

  return {
    add(events) {
      for (const event of events) lanes[event.lane]?.push(event);
      for (const [i, lane] of lanes.entries()) {
        // In halves, so that an event is moved once on average.
        if (lane.length <= 2 * window) continue;
        const dropped = lane.splice(0, lane.length - window);
        before[i] = dropped.at(-1)?.position ?? 0;
      }
    },
    read(after, limit) {
      if (before.some((position, lane) => (after[lane] ?? 0) < position)) return undefined;
      const next = lanes.map((lane, i) => {
        const from = (after[i] ?? 0) - (before[i] ?? 0);
        return lane.slice(from, from + limit + 1);
      });
      return pageOf(after, next, limit);
    },
  };
}
