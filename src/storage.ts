import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { Db } from './database/database.js';
import { openDatabase } from './database/open.js';
import { createDb, createPool } from './database/pool.js';
import { openPostgresStore, type PostgresStore, writerPool } from './event-store/postgres-store.js';
import { orderEventSchemas } from './orders/index.js';

export interface Storage {
  readonly db: Db;
  readonly store: PostgresStore;
  close(): Promise<void>;
}

/** The migrated database and the event store on it, for the server and for command lines. */
export async function openStorage(config: Config, log: Logger): Promise<Storage> {
  const database = await openDatabase({
    url: config.DATABASE_URL,
    adminUrl: config.DATABASE_ADMIN_URL,
    dataDir: config.DATA_DIR,
    log,
  });
  const onError = (error: Error) => log.warn({ reason: error.message }, 'a database connection was lost');
  const options = { onError, ...(database.role ? { role: database.role } : {}) };
  const pool = createPool(database.connection, options);
  const writers = writerPool(database.connection, options);
  const db = createDb(pool);

  async function close(): Promise<void> {
    await Promise.all([db.destroy(), writers.end()]);
    await database.close();
  }
  try {
    const store = await openPostgresStore({
      pool,
      writers,
      db,
      listenOn: database.connection,
      schemas: orderEventSchemas,
      onUnknownType: (type) =>
        log.warn({ type }, 'events of an unknown type are passed on, and skipped in replay'),
    });
    return { db, store, close: () => store.close().then(close) };
  } catch (error) {
    await close();
    throw error;
  }
}
