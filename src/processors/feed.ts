import type { Recorded } from '../event-sourcing/event.js';
import type { EventStore, FeedCursor, FeedPage } from '../event-sourcing/event-store.js';
import { includes, pageOf } from '../event-sourcing/feed-cursor.js';

export interface Feed {
  /** The place of the newest event that this process has seen. */
  readonly head: FeedCursor;
  /** The next events after a place: from memory where they are recent, else from the store. */
  read(after: FeedCursor, limit: number): Promise<FeedPage>;
  /** Resolves when there are events after a place, or when the signal aborts. */
  changed(after: FeedCursor, signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export interface FeedOptions {
  readonly store: EventStore;
  /** Newest events kept in memory for all readers of this process. */
  readonly window?: number;
  /** Milliseconds between two looks at the store where nothing wakes the feed. */
  readonly pollInterval?: number;
  onError(error: unknown): void;
}

const batch = 1_000;

/**
 * The one reader of new events in this process. Readers keep a cursor of their own and pull, so a slow one
 * costs nothing but its own delay: once it has fallen out of the window it reads from the store.
 */
export async function startFeed({
  store,
  window = 10_000,
  pollInterval = 400,
  onError,
}: FeedOptions): Promise<Feed> {
  let head = await store.head();
  const recent = recentEvents(head, window);
  const waiting = new Set<() => void>();
  const stopped = new AbortController();
  let wakeUp = () => {};
  let woken = false;
  const stopListening = store.onAppended(() => {
    woken = true;
    wakeUp();
  });

  async function advance(): Promise<boolean> {
    const page = await store.readFeed(head, batch);
    if (page.events.length === 0) return false;
    recent.add(page.events);
    head = page.cursor;
    for (const resolve of waiting) resolve();
    waiting.clear();
    return page.hasMore;
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      woken = false;
      try {
        while (await advance());
      } catch (error) {
        if (!stopped.signal.aborted) onError(error);
      }
      if (!woken) await pause();
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollInterval);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
      if (stopped.signal.aborted) wakeUp();
    });
  }

  const running = run();
  return {
    get head() {
      return head;
    },
    read: async (after, limit) => recent.read(after, limit) ?? store.readFeed(after, limit),
    changed(after, signal) {
      if (!includes(after, head) || signal.aborted || stopped.signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const done = () => {
          signal.removeEventListener('abort', done);
          waiting.delete(done);
          resolve();
        };
        signal.addEventListener('abort', done);
        waiting.add(done);
      });
    },
    async stop() {
      stopped.abort();
      stopListening();
      wakeUp();
      for (const resolve of waiting) resolve();
      await running;
    },
  };
}

/** The newest events of each lane. Positions have no gap, so a place is found by subtraction. */
function recentEvents(start: FeedCursor, window: number) {
  const lanes: Recorded[][] = start.map(() => []);
  const before = [...start];

  return {
    add(events: readonly Recorded[]): void {
      for (const event of events) lanes[event.lane]?.push(event);
      lanes.forEach((lane, i) => {
        // In halves, so that an event is moved once on average.
        if (lane.length <= 2 * window) return;
        const dropped = lane.splice(0, lane.length - window);
        before[i] = dropped.at(-1)?.position ?? 0;
      });
    },
    /** Undefined where the place lies before the window. */
    read(after: FeedCursor, limit: number): FeedPage | undefined {
      if (before.some((position, lane) => (after[lane] ?? 0) < position)) return undefined;
      const next = lanes.map((lane, i) => {
        const from = (after[i] ?? 0) - (before[i] ?? 0);
        return lane.slice(from, from + limit + 1);
      });
      return pageOf(after, next, limit);
    },
  };
}

/** All events after a place, then new ones as they come, page by page, until the signal aborts. */
export async function* follow(
  feed: Feed,
  after: FeedCursor,
  signal: AbortSignal,
  limit = 200,
): AsyncGenerator<FeedPage> {
  let cursor = after;
  while (!signal.aborted) {
    const page = await feed.read(cursor, limit);
    if (page.events.length > 0) yield page;
    cursor = page.cursor;
    if (page.events.length === 0) await feed.changed(cursor, signal);
  }
}
