import { sql, type Transaction } from 'kysely';
import type { Database, Db } from '../database/database.js';
import { inTransaction } from '../database/transaction.js';
import type { EventStore, FeedCursor } from '../event-sourcing/event-store.js';
import { feedStart } from '../event-sourcing/feed-cursor.js';
import type { Projection } from '../event-sourcing/projection.js';
import { moveCheckpoint, takeCheckpoint } from './checkpoint.js';
import type { Feed } from './feed.js';

export interface Projecting {
  readonly db: Db;
  readonly projection: Projection<Transaction<Database>>;
  readonly lanes: number;
  /** Events in one transaction at the most. */
  readonly batch?: number;
}

const defaultBatch = 500;

export type StepOutcome =
  | { readonly kind: 'moved'; readonly hasMore: boolean }
  | { readonly kind: 'busy elsewhere' }
  /** There was nothing after this place. */
  | { readonly kind: 'idle'; readonly at: FeedCursor };

/** Applies the next batch of the feed: rows and checkpoint in one transaction. */
export const projectNext = (
  { db, projection, batch = defaultBatch }: Projecting,
  feed: Pick<Feed, 'read'>,
): Promise<StepOutcome> =>
  inTransaction(db, async (trx) => {
    const cursor = await takeCheckpoint(trx, projection.name);
    if (!cursor) return { kind: 'busy elsewhere' };
    const page = await feed.read(cursor, batch);
    if (page.events.length === 0) return { kind: 'idle', at: cursor };
    // Rows and checkpoint are lost together in a crash of Postgres, and made again: not worth a wait for the disk.
    await sql`set local synchronous_commit = off`.execute(trx);
    await projection.apply(trx, page.events);
    await moveCheckpoint(trx, projection.name, page.cursor);
    return { kind: 'moved', hasMore: page.hasMore };
  });

/** Makes all rows anew from the start of the feed, in one transaction. Waits for whoever is projecting. */
export const projectAnew = (
  { db, projection, lanes, batch = defaultBatch }: Projecting,
  store: Pick<EventStore, 'readFeed'>,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    await takeCheckpoint(trx, projection.name, true);
    await projection.clear(trx);
    let cursor = feedStart(lanes);
    for (let hasMore = true; hasMore; ) {
      const page = await store.readFeed(cursor, batch);
      await projection.apply(trx, page.events);
      ({ cursor, hasMore } = page);
    }
    await moveCheckpoint(trx, projection.name, cursor);
  });
