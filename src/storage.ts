import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { Db } from './database/database.js';
import { openDatabase } from './database/open.js';
import { createDb, createPool } from './database/pool.js';
import { inSnapshot } from './database/transaction.js';
import type { EventArchive } from './event-sourcing/event-archive.js';
import { eventArchive } from './event-store/event-archive.js';
import { openPostgresStore, type PostgresStore, writerPool } from './event-store/postgres-store.js';
import { orderEventSchemas } from './orders/index.js';

/** What imports and exports need. */
export interface Snapshot {
  readonly db: Db;
  readonly archive: EventArchive;
}

export interface Storage extends Snapshot {
  readonly store: PostgresStore;
  /** Reads that all see the same, whatever is committed meanwhile. */
  snapshot<T>(read: (snapshot: Snapshot) => Promise<T>): Promise<T>;
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
  let closing = false;
  const onError = (error: Error) => {
    if (!closing) log.warn({ reason: error.message }, 'a database connection was lost');
  };
  const options = { onError, ...(database.role ? { role: database.role } : {}) };
  const pool = createPool(database.connection, options);
  const writers = writerPool(database.connection, options);
  const db = createDb(pool);

  async function close(): Promise<void> {
    closing = true;
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
    return {
      db,
      store,
      archive: eventArchive(db, store.lanes),
      snapshot: (read) => inSnapshot(db, (trx) => read({ db: trx, archive: eventArchive(trx, store.lanes) })),
      close: () => store.close().then(close),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
