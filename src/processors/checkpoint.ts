import { sql, type Transaction } from 'kysely';
import type { Database, Db } from '../database/database.js';
import type { FeedCursor } from '../event-sourcing/event-store.js';

/** Makes sure that a processor has a checkpoint: the start of the feed where it is new. */
export async function ensureCheckpoint(db: Db, processor: string, start: FeedCursor): Promise<void> {
  await db
    .insertInto('event_store.checkpoints')
    .values({ processor, cursor: [...start] })
    .onConflict((conflict) => conflict.column('processor').doNothing())
    .execute();
}

/** Where a processor has come to, as committed. */
export async function readCheckpoint(
  db: Db,
  processor: string,
): Promise<{ cursor: FeedCursor; updatedAt: number }> {
  const row = await db
    .selectFrom('event_store.checkpoints')
    .select(['cursor', 'updated_at'])
    .where('processor', '=', processor)
    .executeTakeFirstOrThrow();
  return { cursor: row.cursor.map(Number), updatedAt: row.updated_at.getTime() };
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
