import type { Recorded } from '../../event-sourcing/event.js';
import type { FeedCursor, FeedFilter } from '../../event-sourcing/event-store.js';
import { cursorAfter } from '../../event-sourcing/feed-cursor.js';
import { createBell } from '../feed/bell.js';
import { type Feed, follow } from '../feed/feed.js';
import { type LiveEvent, liveEvent } from './live-event.js';
import { subscriptionIndex } from './subscription-index.js';

/** An event as it is told to all who wait for it: they came before it. */
export interface DispatchedEvent extends LiveEvent {
  /** Whether it is the last of those that were written together. */
  readonly endsAppend: boolean;
}

export interface Dispatcher {
  /** Everything up to here has been told. */
  readonly place: FeedCursor;
  /** Tells every event after `place` that satisfies the filter, in feed order; answers how to end it. Must not throw. */
  watch(filter: FeedFilter, tell: (dispatched: DispatchedEvent) => void): () => void;
}

export interface DispatcherOptions {
  readonly feed: Feed;
  onError(error: unknown): void;
}

const batch = 1_000;
const pauseMs = 400;

/** Follows the feed once for all who watch it in this process, until the feed stops. */
export function startDispatcher({ feed, onError }: DispatcherOptions): Dispatcher {
  const index = subscriptionIndex<(dispatched: DispatchedEvent) => void>();
  let place = feed.head;

  function dispatch(append: readonly Recorded[]): void {
    for (const [i, event] of append.entries()) {
      const before = place;
      place = cursorAfter(place, event);
      const dispatched = {
        ...liveEvent(event, place, before),
        since: place,
        endsAppend: i === append.length - 1,
      };
      for (const tell of index.matching(event)) tell(dispatched);
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    let held: readonly Recorded[] = [];
    for await (const page of follow(feed, place, signal, batch)) {
      const appends = byAppend([...held, ...page.events]);
      held = page.hasMore ? (appends.pop() ?? []) : []; // more of it may come
      for (const append of appends) dispatch(append);
    }
  }

  async function keepRunning(): Promise<void> {
    const { signal } = new AbortController();
    while (!feed.stopped) {
      await run(signal).catch(onError);
      if (!feed.stopped) await createBell().wait({ milliseconds: pauseMs });
    }
  }

  void keepRunning();
  return {
    get place() {
      return place;
    },
    watch: index.add,
  };
}

/** Events that were written together: nobody ever saw their stream between them. */
function byAppend(events: readonly Recorded[]): Recorded[][] {
  const appends: Recorded[][] = [];
  let last: Recorded | undefined;
  for (const event of events) {
    if (last && ofOneAppend(last, event)) appends.at(-1)?.push(event);
    else appends.push([event]);
    last = event;
  }
  return appends;
}

const ofOneAppend = (a: Recorded, b: Recorded): boolean =>
  a.streamId === b.streamId &&
  a.recordedAt === b.recordedAt &&
  a.correlationId === b.correlationId &&
  a.requestId === b.requestId;
