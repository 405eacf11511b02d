import type { Recorded } from '../event-sourcing/event.js';
import type { EventStore, FeedCursor, FeedFilter } from '../event-sourcing/event-store.js';
import { cursorAfter, includes, matches } from '../event-sourcing/feed-cursor.js';
import { type Feed, follow } from '../processors/feed.js';
import type { OrderSnapshot } from './domain/state.js';
import type { Orders } from './orders.js';

export interface LiveEvent {
  /** The place after the event. */
  readonly cursor: FeedCursor;
  readonly event: Recorded;
  /** Whether the event is newer than the subscription. */
  readonly caughtUp: boolean;
}

interface Source {
  readonly store: EventStore;
  readonly feed: Feed;
}

const historyPage = 200;

/**
 * Events after a place, or from now on, each once and in feed order, until the signal aborts. History comes
 * from the store, already filtered; at the store's head of the beginning it goes over to the feed.
 */
export async function* liveEvents(
  { store, feed }: Source,
  after: FeedCursor | undefined,
  filter: FeedFilter,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent> {
  const began = await store.head();
  let cursor = after ?? began;
  while (!includes(cursor, began) && !signal.aborted) {
    const page = await store.readFeed(cursor, historyPage, filter);
    yield* inPage(cursor, page.events, began);
    cursor = page.cursor;
  }
  for await (const page of follow(feed, cursor, signal)) {
    yield* inPage(
      cursor,
      page.events.filter((event) => matches(filter, event)),
      began,
    );
    cursor = page.cursor;
  }
}

function* inPage(from: FeedCursor, events: readonly Recorded[], began: FeedCursor): Generator<LiveEvent> {
  let cursor = from;
  for (const event of events) {
    cursor = cursorAfter(cursor, event);
    yield { cursor, event, caughtUp: event.position > (began[event.lane] ?? 0) };
  }
}

/** The order's state as given, and again after each later event. */
export async function* liveOrder(
  { feed }: Pick<Source, 'feed'>,
  orders: Orders,
  current: OrderSnapshot,
  signal: AbortSignal,
): AsyncGenerator<OrderSnapshot> {
  let shown = current;
  yield shown;
  const from = feed.head.with(current.lane, current.position);
  for await (const page of follow(feed, from, signal)) {
    for (const event of page.events) {
      if (event.streamId !== current.streamId || event.version <= shown.version) continue;
      shown = await orders.advance(shown, [event]);
      yield shown;
    }
  }
}
