import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStore, FeedCursor, FeedFilter, FeedPage } from '../../event-sourcing/event-store.js';
import { cursorAfter, includes, matches } from '../../event-sourcing/feed-cursor.js';
import type { Feed } from '../feed/feed.js';
import type { Dispatcher } from './dispatcher.js';
import { type LiveEvent, liveEvent } from './live-event.js';
import { defaultQueueLimit, type LiveQueue, liveQueue, SlowConsumerError } from './live-queue.js';
import { type LiveStream, liveStream } from './live-stream.js';

export interface LiveSource {
  readonly store: Pick<EventStore, 'head' | 'readFeed'>;
  readonly feed: Feed;
  readonly dispatcher: Dispatcher;
  /** Items that may wait for a consumer. */
  readonly queueLimit?: number;
  /** Milliseconds for which a consumer may leave a full queue alone. */
  readonly patience?: number;
}

/**
 * Events after a place, or from now on, each once and in feed order. History is read in pages as the consumer
 * takes it; what comes then is told by the dispatcher. A consumer whose queue is full takes up history again where it
 * is, so a burst does not end it; one that takes nothing for a while gets a SlowConsumerError.
 */
export function liveEvents(
  source: LiveSource,
  after: FeedCursor | undefined,
  filter: FeedFilter,
): LiveStream<LiveEvent> {
  const { patience = 1_000 } = source;
  let ended = false;
  let began: FeedCursor | undefined;
  let queue: LiveQueue<LiveEvent> | undefined;
  let history: AsyncGenerator<LiveEvent, void> | undefined = readHistory(after);

  async function* readHistory(from: FeedCursor | undefined): AsyncGenerator<LiveEvent, void> {
    began ??= await source.store.head();
    let cursor = from ?? began;
    while (!ended && !includes(cursor, source.dispatcher.place)) {
      const page = await readPage(source, cursor, filter);
      for (const event of page.events) {
        cursor = cursorAfter(cursor, event);
        yield liveEvent(event, cursor, began);
      }
      cursor = page.cursor;
      await nextTurn();
    }
    // Here no event can fall between what was read and what will be told.
    if (!ended) queue = attach(source, cursor, began, filter);
  }

  async function fromHistory(): Promise<IteratorResult<LiveEvent, undefined>> {
    const next = await history?.next();
    if (next && !next.done) return next;
    history = undefined;
    return queue ? fromQueue(queue) : { done: true, value: undefined };
  }

  async function fromQueue(full: LiveQueue<LiveEvent>): Promise<IteratorResult<LiveEvent, undefined>> {
    try {
      return await full.next();
    } catch (error) {
      if (!(error instanceof SlowConsumerError) || performance.now() - error.since > patience) throw error;
      history = readHistory(error.cursor);
      return fromHistory();
    }
  }

  return liveStream(
    () => (history || !queue ? fromHistory() : fromQueue(queue)),
    () => {
      ended = true;
      queue?.end();
    },
  );
}

const historyPage = 250;
/** Events that a filtered reader looks through in pages that all share, rather than asking the store for its own. */
const near = 2_000;

/** The next events of a consumer that is not live yet; its own, filtered by the store, where it is far behind. */
async function readPage(
  { store, feed }: LiveSource,
  after: FeedCursor,
  filter: FeedFilter,
): Promise<FeedPage> {
  const distance = feed.recent.reduce((sum, start, lane) => sum + Math.max(0, start - (after[lane] ?? 0)), 0);
  if (distance > near && Object.keys(filter).length > 0) return store.readFeed(after, historyPage, filter);
  const page = await feed.read(after, historyPage);
  return { ...page, events: page.events.filter((event) => matches(filter, event)) };
}

/** Takes what is told after the cursor. */
function attach(
  { dispatcher, queueLimit = defaultQueueLimit }: LiveSource,
  begin: FeedCursor,
  began: FeedCursor,
  filter: FeedFilter,
): LiveQueue<LiveEvent> {
  const queue = liveQueue<LiveEvent>(begin, queueLimit, () => stop());
  const stop = dispatcher.watch(filter, (told) => {
    const { event, cursor } = told;
    if (event.position <= (begin[event.lane] ?? 0)) return; // another process told the consumer
    const shared = includes(cursor, begin) && event.position > (began[event.lane] ?? 0);
    queue.push(shared ? told : liveEvent(event, furthest(cursor, begin), began));
  });
  return queue;
}

const furthest = (a: FeedCursor, b: FeedCursor): FeedCursor =>
  a.map((position, lane) => Math.max(position, b[lane] ?? 0));
