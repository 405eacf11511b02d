import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { sealCustomers } from './customers/index.js';
import type { Db } from './database/database.js';
import { openDatabase } from './database/open.js';
import { createDb, createPool } from './database/pool.js';
import { inSnapshot } from './database/transaction.js';
import type { BulkLoader } from './event-sourcing/bulk-loader.js';
import type { EventArchive } from './event-sourcing/event-archive.js';
import type { VerifyFeed } from './event-sourcing/feed-verifier.js';
import { bulkLoader, loaderPool } from './event-store/bulk-load.js';
import { eventArchive } from './event-store/event-archive.js';
import { openPostgresStore, type PostgresStore, writerPool } from './event-store/postgres-store.js';
import { bulkPool } from './event-store/read-streams.js';
import { feedVerifier } from './event-store/verify-feed.js';
import type { PoolCounts } from './metrics/store-metrics.js';
import { orderEventSchemas } from './orders/index.js';
import { createPersonalData, type PersonalData } from './personal-data/index.js';

/** What imports and exports need. */
export interface Snapshot {
  readonly db: Db;
  readonly archive: EventArchive;
}

export interface Storage extends Snapshot {
  readonly store: PostgresStore;
  readonly personalData: PersonalData;
  readonly bulkLoader: BulkLoader;
  /** For work on whole tables. Costs nothing while nobody uses it. */
  readonly bulk: Db;
  readonly verify: VerifyFeed;
  /** Where processes count together what callers spend. Costs nothing while nobody uses it. */
  readonly counters: object;
  /** How busy connections are, by what they are for. */
  readonly pools: Readonly<Record<'reads' | 'appends', PoolCounts>>;
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
  const options = {
    onError,
    statementTimeout: config.STATEMENT_TIMEOUT_MS,
    lockTimeout: config.LOCK_TIMEOUT_MS,
    idleInTransactionTimeout: config.IDLE_IN_TRANSACTION_TIMEOUT_MS,
    ...(database.role ? { role: database.role } : {}),
  };
  const pool = createPool(database.connection, options);
  const writers = writerPool(database.connection, options);
  const loaders = loaderPool(database.connection, options);
  const counters = createPool(database.connection, { ...options, max: 2 });
  const db = createDb(pool);
  const bulk = createDb(bulkPool(database.connection, options));

  async function close(): Promise<void> {
    closing = true;
    // A statement on a whole table may take minutes. It is undone where nobody waits for it.
    await Promise.race([bulk.destroy(), delay(1_000)]);
    await Promise.all([db.destroy(), writers.end(), loaders.end(), counters.end()]);
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
    const personalData = createPersonalData(db);
    await sealCustomers({ db, personalData });
    return {
      ...{ db, bulk, store, personalData, counters },
      verify: feedVerifier(bulk),
      pools: { reads: pool, appends: writers },
      archive: eventArchive(db, store.lanes),
      bulkLoader: bulkLoader(loaders, store.lanes),
      snapshot: (read) => inSnapshot(db, (trx) => read({ db: trx, archive: eventArchive(trx, store.lanes) })),
      close: () => store.close().then(close),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
