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
