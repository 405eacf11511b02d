import type { Instant, NewEvent } from './event.js';
import type { StreamPlace } from './event-archive.js';
import type { FeedCursor } from './event-store.js';

/** An event of a history that is whole, at its place in its stream. */
export interface HistoryEvent extends StreamPlace {
  readonly event: NewEvent & { readonly recordedAt: Instant };
  /** The name that the stream claims with it. */
  readonly claim: string | undefined;
}

/** The short way into a store for a history that nobody else adds to. */
export interface BulkLoader {
  /** An id made by `make` in the lane that guards a claim, so that one transaction covers both. */
  fitId(make: () => string, guardedBy?: string): string;
  /**
   * Writes events that follow each other along the feed in this order: all of them, or none. Answers where the
   * feed ends then. It trusts that the versions of each stream run on from those that are there.
   * Throws where the feed does not end at `after`, and a TimeOrderError where instants run backwards or lie in
   * the future. Not repeated by itself: whether it was written, `head` tells.
   */
  load(after: FeedCursor, events: readonly HistoryEvent[]): Promise<FeedCursor>;
}
