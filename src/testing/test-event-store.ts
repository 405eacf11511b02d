import type pg from 'pg';
import type { Db } from '../database/database.js';
import { createDb, createPool, type PoolOptions } from '../database/pool.js';
import {
  openPostgresStore,
  type PostgresStore,
  type PostgresStoreOptions,
  writerPool,
} from '../event-store/postgres-store.js';
import { noteSchemas } from './notes.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** What a server process has: a store and its own pools, under the role of the application. */
export interface StoreProcess {
  readonly store: PostgresStore;
  readonly db: Db;
  close(): Promise<void>;
}

export type StoreProcessOptions = PoolOptions &
  Partial<Pick<PostgresStoreOptions, 'schemas' | 'onUnknownType' | 'deadline' | 'listenOn'>>;

/** Opens a store as a process of its own would. Hears of other processes' appends only with `listenOn`. */
export async function openStoreProcess(
  connection: pg.PoolConfig,
  { schemas = noteSchemas, onUnknownType = () => {}, deadline, listenOn, ...pools }: StoreProcessOptions = {},
): Promise<StoreProcess> {
  const pool = createPool(connection, { role: 'retrace_app', ...pools });
  const writers = writerPool(connection, { role: 'retrace_app', ...pools });
  const db = createDb(pool);
  const optional = { ...(deadline === undefined ? {} : { deadline }), ...(listenOn ? { listenOn } : {}) };
  const store = await openPostgresStore({ pool, writers, db, schemas, onUnknownType, ...optional });
  return {
    store,
    db,
    async close() {
      await store.close();
      await Promise.all([db.destroy(), writers.end()]);
    },
  };
}

export interface StoreDatabase extends TestDatabase {
  /** As superuser, who can see and do everything. */
  readonly admin: pg.Pool;
  /** Empties the store, which its guards would refuse to anybody else. */
  forgetEvents(): Promise<void>;
}

/** A database whose store has so many lanes; one unless said otherwise. */
export async function createStoreDatabase(lanes = 1): Promise<StoreDatabase> {
  const { connection, drop } = await createTestDatabase();
  const admin = createPool(connection, { max: 3, settings: { idle_in_transaction_session_timeout: '0' } });
  await admin.query('insert into event_store.heads (lane) select generate_series(1, $1::integer - 1)', [
    lanes,
  ]);
  return {
    connection,
    admin,
    async forgetEvents() {
      await admin.query(`
        begin;
        set local session_replication_role = replica;
        delete from event_store.events;
        delete from event_store.idempotency;
        delete from event_store.claims;
        delete from event_store.snapshots;
        update event_store.heads set position = 0, recorded_at = '-infinity', root = default;
        commit`);
    },
    async drop() {
      await admin.end();
      await drop();
    },
  };
}
