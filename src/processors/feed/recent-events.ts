import type { Recorded } from '../../event-sourcing/event.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import { eventSize } from './event-size.js';

export interface RecentEvents {
  /** All after this place are kept. */
  readonly start: FeedCursor;
  /** The next events of the feed, without a gap. */
  add(events: readonly Recorded[]): void;
  /** At most `limit` events of a lane after a position; undefined where that lies before what is kept. */
  read(lane: number, after: number, limit: number): readonly Recorded[] | undefined;
}

export interface RecentEventsLimits {
  /** Events of a lane that are kept, and up to twice as many. */
  readonly window: number;
  /** Bytes, about, of a lane's events that are kept, and up to twice as many. */
  readonly bytes: number;
}

/** The newest events of each lane since a place. Positions have no gap, so a place is found by subtraction. */
export function recentEvents(since: FeedCursor, limits: RecentEventsLimits): RecentEvents {
  const lanes = since.map((before) => recentOfLane(before, limits));
  return {
    get start() {
      return lanes.map((lane) => lane.before);
    },
    add(events) {
      for (const event of events) lanes[event.lane]?.push(event);
      for (const lane of lanes) lane.trim();
    },
    read: (lane, after, limit) => lanes[lane]?.read(after, limit),
  };
}

function recentOfLane(since: number, { window, bytes }: RecentEventsLimits) {
  const events: Recorded[] = [];
  const sizes: number[] = [];
  let total = 0;
  let before = since;
  return {
    get before() {
      return before;
    },
    push(event: Recorded): void {
      const size = eventSize(event);
      events.push(event);
      sizes.push(size);
      total += size;
    },
    trim(): void {
      // In halves, so that an event is moved once on average.
      if (events.length <= 2 * window && total <= 2 * bytes) return;
      let dropped = 0;
      while (events.length - dropped > window || total > bytes) total -= sizes[dropped++] ?? 0;
      before = events[dropped - 1]?.position ?? before;
      events.splice(0, dropped);
      sizes.splice(0, dropped);
    },
    read(after: number, limit: number): readonly Recorded[] | undefined {
      if (after < before) return undefined;
      return events.slice(after - before, after - before + limit);
    },
  };
}
