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

/**
 * The order as it is, and again after each later event, until the signal aborts. `from` is a place in the feed
 * where one was before `current` was read, so that no change falls between the two.
 */
export async function* liveOrder(
  { feed, orders }: Pick<Source, 'feed'> & { readonly orders: Orders },
  current: OrderSnapshot,
  from: FeedCursor,
  signal: AbortSignal,
): AsyncGenerator<OrderSnapshot> {
  let shown = current;
  yield shown;
  for await (const page of follow(feed, from, signal)) {
    const { streamId, version } = shown;
    const news = page.events.filter((event) => event.streamId === streamId && event.version > version);
    for (const change of byAppend(news)) {
      shown = await orders.advance(shown, change);
      yield shown;
    }
  }
}

/** Events that were written together: nobody ever saw the order between them. */
function byAppend(events: readonly Recorded[]): Recorded[][] {
  const appends: Recorded[][] = [];
  for (const event of events) {
    const open = appends.at(-1);
    if (open?.[0] && ofOneAppend(open[0], event)) open.push(event);
    else appends.push([event]);
  }
  return appends;
}

const ofOneAppend = (a: Recorded, b: Recorded): boolean =>
  a.recordedAt === b.recordedAt && a.correlationId === b.correlationId && a.requestId === b.requestId;
