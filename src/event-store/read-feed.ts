import type { Db } from '../database/database.js';
import { shareRoundTrips } from '../database/shared-round-trips.js';
import type { EventStore, FeedCursor } from '../event-sourcing/event-store.js';
import { pageOf } from '../event-sourcing/feed-cursor.js';
import { readHead } from './look-up.js';
import { readLane } from './read-lane.js';
import type { Reading } from './read-stream.js';
import { toRecorded } from './recorded-event.js';

/** Those who ask for the head while it is being read share the next read. */
export function feedReader(
  db: Db,
  { readData, retried }: Pick<Reading, 'readData' | 'retried'>,
): Pick<EventStore, 'head' | 'readFeed'> {
  const tryHead = shareRoundTrips<undefined, FeedCursor>({
    concurrency: 2,
    limit: Number.POSITIVE_INFINITY,
    async send(asked) {
      const newest = await readHead(db);
      return asked.map(() => newest);
    },
  });
  const head = () => retried((until) => tryHead(undefined, until));

  return {
    head,
    async readFeed(after, limit, filter) {
      const scanned = filter ? await head() : after;
      const rows = await Promise.all(
        after.map((position, lane) => retried(() => readLane(db, lane, position, limit + 1, filter))),
      );
      const next = rows.map((lane) => lane.map((row) => toRecorded(row, readData)));
      return pageOf(after, next, limit, scanned);
    },
  };
}
