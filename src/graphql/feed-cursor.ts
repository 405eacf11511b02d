import { type Rejection, reject } from '../event-sourcing/errors.js';
import type { EventStore, FeedCursor } from '../event-sourcing/event-store.js';
import { includes } from '../event-sourcing/feed-cursor.js';

/** The place that a client sent back; a rejection, always the same, where this store never gave it out. */
export async function readFeedCursor(
  store: Pick<EventStore, 'head' | 'openCursor'>,
  sealed: string,
): Promise<FeedCursor | Rejection> {
  const cursor = store.openCursor(sealed);
  if (!cursor) return unknownCursor;
  const head = await store.head();
  if (cursor.length !== head.length || !includes(head, cursor)) return unknownCursor;
  return cursor;
}

const unknownCursor = reject(
  'VALIDATION_ERROR',
  'The cursor is not a place in this feed. Send one back as an answer gave it, or none to begin at the start',
);
