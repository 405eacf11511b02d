import type { FeedCursor } from '../../event-sourcing/event-store.js';

/** A consumer did not keep up with the feed. It has had everything up to the cursor, and may go on from there. */
export class SlowConsumerError extends Error {
  override readonly name = 'SlowConsumerError';
  /** By the clock of `performance.now()`. */
  readonly since = performance.now();

  constructor(readonly cursor: FeedCursor) {
    super('The consumer is too slow for the feed');
  }
}

export interface LiveQueue<Item> {
  push(item: Item): void;
  /** The next item, when there is one. Asking says that the one before has been dealt with. One asks at a time. */
  next(): Promise<IteratorResult<Item, undefined>>;
  /** Forgets what waits. Whoever asks is told why, or only that this is the end. */
  end(reason?: Error): void;
}

/** What may wait for a consumer, unless said otherwise. */
export const defaultQueueLimit = 1_000;

const done = { done: true, value: undefined } as const;

/**
 * Between the feed and one consumer. Where more than `limit` items wait, it forgets them and ends with a
 * SlowConsumerError. `onEnd` is called once, however it ends.
 */
export function liveQueue<Item extends { readonly cursor: FeedCursor }>(
  begin: FeedCursor,
  limit: number,
  onEnd: () => void,
): LiveQueue<Item> {
  const waiting: Item[] = [];
  let given = begin;
  let asking:
    | { resolve(result: IteratorResult<Item, undefined>): void; reject(error: Error): void }
    | undefined;
  let ended: { readonly reason: Error | undefined } | undefined;

  function give(item: Item): IteratorResult<Item, undefined> {
    given = item.cursor;
    return { done: false, value: item };
  }

  function end(reason?: Error): void {
    if (ended) return;
    ended = { reason: asking ? undefined : reason }; // the reason is told once
    waiting.length = 0;
    if (reason) asking?.reject(reason);
    else asking?.resolve(done);
    onEnd();
  }

  return {
    end,
    push(item) {
      if (ended) return;
      if (asking) {
        const { resolve } = asking;
        asking = undefined;
        return resolve(give(item));
      }
      if (waiting.length === limit) return end(new SlowConsumerError(given));
      waiting.push(item);
    },
    async next() {
      if (ended) {
        const { reason } = ended;
        ended = { reason: undefined };
        if (reason) throw reason;
        return done;
      }
      const item = waiting.shift();
      if (item) return give(item);
      return new Promise((resolve, reject) => {
        asking = { resolve, reject };
      });
    },
  };
}
