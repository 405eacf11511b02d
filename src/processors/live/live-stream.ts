import type { FeedCursor } from '../../event-sourcing/event-store.js';

/** What is told to a consumer, and perhaps to many. */
export interface Told {
  /** The place in the feed after it. */
  readonly cursor: FeedCursor;
  /** What is told under one key is the same, whomever it is told to. */
  readonly key: string;
  /** An answer made of it for another consumer serves this one too if that knew everything up to here. */
  readonly since: FeedCursor;
}

const live = Symbol('live');

/** Ends at once when its consumer does, also while that waits for the next. */
export interface LiveStream<Item extends Told> extends AsyncIterableIterator<Item, undefined, undefined> {
  readonly [live]: true;
  return(): Promise<IteratorResult<Item, undefined>>;
}

export const isLiveStream = (value: object): value is LiveStream<Told> => live in value;

/** What of a stream passes a check, which each item has to when it is taken. */
export function passing<Item extends Told>(
  stream: LiveStream<Item>,
  check: (item: Item) => boolean | Promise<boolean>,
): LiveStream<Item> {
  async function next(): Promise<IteratorResult<Item, undefined>> {
    for (;;) {
      const told = await stream.next();
      if (told.done || (await check(told.value))) return told;
    }
  }
  return liveStream(next, () => void stream.return());
}

/** `end` must make a `next` that waits resolve. */
export function liveStream<Item extends Told>(
  next: () => Promise<IteratorResult<Item, undefined>>,
  end: () => void,
): LiveStream<Item> {
  const stream: LiveStream<Item> = {
    [live]: true,
    next,
    async return() {
      end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
