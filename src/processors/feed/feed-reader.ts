import type { EventStore, FeedCursor, FeedPage } from '../../event-sourcing/event-store.js';
import { includes, pageOf } from '../../event-sourcing/feed-cursor.js';
import { feedPages } from './feed-pages.js';
import { type RecentEventsLimits, recentEvents } from './recent-events.js';

export interface FeedReader {
  /** The place of the newest event that was added. */
  readonly head: FeedCursor;
  /** All events after this place, up to the head, are in memory. */
  readonly recent: FeedCursor;
  /** The page of the feed after the head. */
  add(page: FeedPage): void;
  /** From memory where they are recent, else from pages that readers share. Maybe fewer than there are, but not none. */
  read(after: FeedCursor, limit: number): Promise<FeedPage>;
}

/** What a process holds of the feed for all its readers: the newest events, and some older pages. */
export function feedReader(
  store: Pick<EventStore, 'readFeed'>,
  begin: FeedCursor,
  limits: RecentEventsLimits,
): FeedReader {
  const recent = recentEvents(begin, limits);
  const pages = feedPages({ store, lanes: begin.length });
  let head = begin;
  let behind = false;
  return {
    get head() {
      return head;
    },
    get recent() {
      return recent.start;
    },
    add(page) {
      recent.add(page.events);
      head = page.cursor;
      behind = page.hasMore;
    },
    async read(after, limit) {
      const next = after.map(
        (position, lane) =>
          recent.read(lane, position, limit + 1) ??
          pages.read(lane, position, limit + 1, recent.start[lane] ?? 0),
      );
      const page = pageOf(after, await Promise.all(next), limit);
      return { ...page, hasMore: behind || !includes(page.cursor, head) };
    },
  };
}
