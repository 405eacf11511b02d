import type { EventStore, FeedCursor, FeedPage } from '../../event-sourcing/event-store.js';
import { includes } from '../../event-sourcing/feed-cursor.js';
import { createBell } from './bell.js';
import { feedReader } from './feed-reader.js';

export interface Feed {
  /** The place of the newest event that this process has seen. */
  readonly head: FeedCursor;
  /** All events after this place are in memory. */
  readonly recent: FeedCursor;
  /**
   * The next events after a place: from memory where they are recent, else from pages that readers share.
   * Fewer than the limit does not mean that there are no more; none does, as far as this process has seen.
   */
  read(after: FeedCursor, limit: number): Promise<FeedPage>;
  /** Resolves when there are events after a place, or when the signal aborts. May resolve for nothing. */
  changed(after: FeedCursor, signal: AbortSignal): Promise<void>;
  /** Looks for new events now, whether or not anything tells of them. */
  look(): void;
  readonly stopped: boolean;
  /** Ends all who follow or wait, and reads no more. */
  stop(): Promise<void>;
}

export interface FeedOptions {
  readonly store: Pick<EventStore, 'head' | 'readFeed' | 'onAppended'>;
  /** Newest events of a lane kept in memory for all readers of this process. */
  readonly window?: number;
  /** Bytes, about, that these may take. */
  readonly windowBytes?: number;
  /** Milliseconds between two looks at the store where nothing wakes the feed. */
  readonly pollInterval?: number;
  onError(error: unknown): void;
}

const batch = 1_000;

/**
 * The one reader of new events in this process. Readers keep a cursor of their own and pull, so a slow one
 * costs nothing but its own delay: once it has fallen out of the window it reads older pages.
 */
export async function startFeed(options: FeedOptions): Promise<Feed> {
  const { store, window = 10_000, windowBytes = 16 * 1024 * 1024, pollInterval = 400, onError } = options;
  const reader = feedReader(store, await store.head(), { window, bytes: windowBytes });
  const stopping = new AbortController();
  const { signal } = stopping;
  const advanced = createBell();
  const appended = createBell();
  let woken = false;
  const stopListening = store.onAppended(look);

  function look(): void {
    woken = true;
    appended.ring();
  }

  async function advance(): Promise<boolean> {
    const page = await store.readFeed(reader.head, batch);
    if (page.events.length === 0) return false;
    reader.add(page);
    advanced.ring();
    return page.hasMore && !signal.aborted;
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      woken = false;
      try {
        while (await advance());
      } catch (error) {
        woken = false; // else a store that fails would be asked again without a pause
        if (!signal.aborted) onError(error);
      }
      if (!woken) await appended.wait({ milliseconds: pollInterval, signal });
    }
  }

  const running = run();
  return {
    get head() {
      return reader.head;
    },
    get recent() {
      return reader.recent;
    },
    read: reader.read,
    async changed(after, aborted) {
      if (includes(after, reader.head) && !signal.aborted) await advanced.wait({ signal: aborted });
    },
    look,
    get stopped() {
      return signal.aborted;
    },
    async stop() {
      stopping.abort();
      stopListening();
      advanced.ring();
      await running;
    },
  };
}

/** All events after a place, then new ones as they come, page by page, until the signal aborts or the feed stops. */
export async function* follow(
  feed: Feed,
  after: FeedCursor,
  signal: AbortSignal,
  limit = 200,
): AsyncGenerator<FeedPage> {
  let cursor = after;
  while (!signal.aborted && !feed.stopped) {
    const page = await feed.read(cursor, limit);
    if (page.events.length > 0) yield page;
    cursor = page.cursor;
    if (page.events.length === 0) await feed.changed(cursor, signal);
  }
}
