import { isRejection, type Rejection, reject } from '../event-sourcing/errors.js';
import type { EventStore, FeedCursor } from '../event-sourcing/event-store.js';
import { includes } from '../event-sourcing/feed-cursor.js';
import { encodeCursor } from './encode-cursor.js';

/** A place in the feed as clients get it. */
export const encodeFeedCursor = (cursor: FeedCursor): string => encodeCursor('feed', cursor);

/** The place that a client sent back; a rejection where this store never gave it out. */
export async function readFeedCursor(
  store: Pick<EventStore, 'head'>,
  encoded: string,
): Promise<FeedCursor | Rejection> {
  const cursor = decode(encoded);
  if (isRejection(cursor)) return cursor;
  const head = await store.head();
  if (cursor.length !== head.length || !includes(head, cursor)) return unknownCursor;
  return cursor;
}

const unknownCursor = reject(
  'VALIDATION_ERROR',
  'The cursor is not a place in this feed. Send one back as an answer gave it, or none to begin at the start',
);

function decode(encoded: string): FeedCursor | Rejection {
  try {
    const [kind, ...positions] = JSON.parse(Buffer.from(encoded, 'base64url').toString());
    const valid =
      kind === 'feed' && positions.every((it: unknown) => Number.isSafeInteger(it) && (it as number) >= 0);
    return valid && encodeFeedCursor(positions) === encoded ? positions : unknownCursor;
  } catch {
    return unknownCursor;
  }
}
