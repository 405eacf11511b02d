import { LRUCache } from 'lru-cache';
import type { Recorded } from '../../event-sourcing/event.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import { eventSize } from './event-size.js';

export interface FeedPages {
  /** At most `limit` events of a lane after a position. What is there up to `upTo` is not left out. */
  read(lane: number, after: number, limit: number, upTo: number): Promise<readonly Recorded[]>;
}

export interface FeedPagesOptions {
  readonly store: Pick<EventStore, 'readFeed'>;
  readonly lanes: number;
  /** Events of a page. */
  readonly size?: number;
  /** Bytes, about, that pages may take. */
  readonly bytes?: number;
}

const otherLanes = Number.MAX_SAFE_INTEGER;

/**
 * Older events, read in pages that begin at multiples of their size. Committed history never changes, so many
 * readers, wherever each begins and whatever it filters, share few pages, and one read of each.
 */
export function feedPages(options: FeedPagesOptions): FeedPages {
  const { store, lanes, size = 250, bytes = 16 * 1024 * 1024 } = options;
  const pages = new LRUCache<string, readonly Recorded[]>({
    maxSize: bytes,
    sizeCalculation: (events) => events.reduce((sum, event) => sum + eventSize(event), 100),
  });
  const underWay = new Map<string, Promise<readonly Recorded[]>>();

  async function load(key: string, lane: number, begin: number): Promise<readonly Recorded[]> {
    const after = Array<number>(lanes).fill(otherLanes).with(lane, begin);
    try {
      const { events } = await store.readFeed(after, size);
      pages.set(key, events);
      return events;
    } finally {
      underWay.delete(key);
    }
  }

  /** The events after `begin`: all of a page, or all up to `upTo` at least. */
  async function page(lane: number, begin: number, upTo: number): Promise<readonly Recorded[]> {
    const key = `${lane} ${begin}`;
    const suffices = (events: readonly Recorded[]) => begin + events.length >= Math.min(upTo, begin + size);
    const known = pages.get(key);
    if (known && suffices(known)) return known;
    const joined = underWay.get(key);
    const reading = joined ?? load(key, lane, begin);
    underWay.set(key, reading);
    const events = await reading;
    // What was under way may have begun before the newest of it was there.
    return joined && !suffices(events) ? page(lane, begin, upTo) : events;
  }

  async function read(
    lane: number,
    after: number,
    limit: number,
    upTo: number,
  ): Promise<readonly Recorded[]> {
    const begin = after - (after % size);
    const events = await page(lane, begin, upTo);
    const next = events.slice(after - begin, after - begin + limit);
    if (next.length === limit || events.length < size) return next;
    return [...next, ...(await read(lane, begin + size, limit - next.length, upTo))];
  }

  return { read };
}
