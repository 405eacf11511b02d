import { sql, type Transaction } from 'kysely';
import type { Database, Db } from '../database/database.js';
import { withRetries } from '../database/transient.js';
import { EventStoreError } from '../event-sourcing/errors.js';
import type { FeedCursor } from '../event-sourcing/event-store.js';
import { includes } from '../event-sourcing/feed-cursor.js';

/** Makes sure that a processor has a checkpoint: the start of the feed where it is new. */
export async function ensureCheckpoint(db: Db, processor: string, start: FeedCursor): Promise<void> {
  const insertion = db
    .insertInto('event_store.checkpoints')
    .values({ processor, cursor: [...start] })
    .onConflict((conflict) => conflict.column('processor').doNothing());
  await withRetries(() => insertion.execute());
}

export interface Checkpoint {
  readonly cursor: FeedCursor;
  readonly updatedAt: number;
}

/** Where a processor has come to, as committed. Throws an EventStoreError where the database fails. */
export async function readCheckpoint(db: Db, processor: string): Promise<Checkpoint> {
  const row = await withRetries(() =>
    db
      .selectFrom('event_store.checkpoints')
      .select(['cursor', 'updated_at'])
      .where('processor', '=', processor)
      .executeTakeFirstOrThrow(),
  );
  return { cursor: row.cursor.map(Number), updatedAt: row.updated_at.getTime() };
}

/**
 * Resolves when a processor has come to a place in the feed, at which it looks again after each pause.
 * Throws an EventStoreError after `timeout` milliseconds.
 */
export async function untilCheckpoint(
  db: Db,
  processor: string,
  place: FeedCursor,
  timeout: number,
  pause: () => Promise<void>,
): Promise<void> {
  const end = performance.now() + timeout;
  while (!includes((await readCheckpoint(db, processor)).cursor, place)) {
    if (performance.now() > end) throw new EventStoreError(`${processor} lags by more than ${timeout} ms`);
    await pause();
  }
}

/**
 * Takes a processor's checkpoint for this transaction. Undefined where another process holds it;
 * with `wait`, until that one is done.
 */
export async function takeCheckpoint(
  trx: Transaction<Database>,
  processor: string,
  wait = false,
): Promise<FeedCursor | undefined> {
  const row = await trx
    .selectFrom('event_store.checkpoints')
    .select('cursor')
    .where('processor', '=', processor)
    .forUpdate()
    .$if(!wait, (query) => query.skipLocked())
    .executeTakeFirst();
  return row?.cursor.map(Number);
}

/** Moves a checkpoint that this transaction has taken. */
export async function moveCheckpoint(
  trx: Transaction<Database>,
  processor: string,
  cursor: FeedCursor,
): Promise<void> {
  await trx
    .updateTable('event_store.checkpoints')
    .set({ cursor: [...cursor], updated_at: sql`clock_timestamp()` })
    .where('processor', '=', processor)
    .execute();
}
