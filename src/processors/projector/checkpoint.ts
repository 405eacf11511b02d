import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database, Db } from '../../database/database.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';

/** Makes sure that a processor has a checkpoint: the start of the feed where it is new. */
export async function ensureCheckpoint(db: Db, processor: string, start: FeedCursor): Promise<void> {
  await db
    .insertInto('event_store.checkpoints')
    .values({ processor, cursor: [...start] })
    .onConflict((conflict) => conflict.column('processor').doNothing())
    .execute();
}

export interface Checkpoint {
  readonly cursor: FeedCursor;
  /** Grows whenever it is moved or taken: what was prepared at an older one must not be written. */
  readonly revision: number;
  /** Milliseconds since it was moved, by the clock of Postgres. */
  readonly age: number;
}

/** Where a processor has come to, as committed; with `settled`, after whoever holds it now is done. */
export async function readCheckpoint(db: Db, processor: string, settled = false): Promise<Checkpoint> {
  const row = await db
    .selectFrom('event_store.checkpoints')
    .select(['cursor', 'revision'])
    .select(sql<number>`1000 * extract(epoch from clock_timestamp() - updated_at)::float`.as('age'))
    .where('processor', '=', processor)
    .$if(settled, (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
  return { ...row, cursor: row.cursor.map(Number) };
}

/**
 * Moves a checkpoint, and writes with it, in one statement: the `parts` of its WITH clause, each of which joins with
 * `taken`, whose one row is there only where the checkpoint still has that revision. Answers whether it has; else
 * nothing was written. The checkpoint's lock is skipped rather than waited for: whoever holds it may be waiting for
 * a table that the parts use. What a crash of Postgres loses of it, parts and checkpoint, is made again, so it does
 * not wait for the disk.
 */
export async function moveCheckpointWith(
  db: Db,
  processor: string,
  from: Omit<Checkpoint, 'age'>,
  to: FeedCursor,
  parts: readonly RawBuilder<unknown>[],
): Promise<boolean> {
  const taken = sql`taken as (
    select from event_store.checkpoints
    where processor = ${processor} and revision = ${from.revision} and cursor = ${from.cursor}::bigint[]
    for update skip locked
  )`;
  const moved = await sql`
    with ${sql.join([taken, ...parts])}
    update event_store.checkpoints
    set cursor = ${to}::bigint[], revision = revision + 1, updated_at = clock_timestamp()
    from taken where processor = ${processor}
    returning set_config('synchronous_commit', 'off', true)`.execute(db);
  return moved.rows.length > 0;
}

/**
 * Holds a processor's checkpoint until the transaction ends, and undoes what anybody has prepared but not
 * written. Answers where it stands.
 */
export async function takeCheckpoint(trx: Transaction<Database>, processor: string): Promise<FeedCursor> {
  const { cursor } = await trx
    .updateTable('event_store.checkpoints')
    .set((row) => ({ revision: row('revision', '+', 1) }))
    .where('processor', '=', processor)
    .returning('cursor')
    .executeTakeFirstOrThrow();
  return cursor.map(Number);
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
