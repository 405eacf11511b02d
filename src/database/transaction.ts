import { sql, type Transaction } from 'kysely';
import type { Database, Db } from './database.js';

/**
 * Runs work in a transaction that is committed when this resolves, and rolled back when it throws.
 * Postgres answers COMMIT with ROLLBACK, and Kysely resolves, where the work swallowed an SQL error;
 * any statement in such a transaction fails, so a last one tells before COMMIT does not.
 */
export function inTransaction<T>(db: Db, work: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    const result = await work(trx);
    await sql`select 1`.execute(trx);
    return result;
  });
}

/** Runs reads that all see the same: what had been committed when the first of them began, and nothing later. */
export const inSnapshot = <T>(db: Db, work: (snapshot: Db) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
