import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Db } from './database.js';

export interface PoolOptions {
  /** Largest number of connections. */
  readonly max?: number;
  /** The role to act under, so that history is append-only by grants too; see sql/migrations/0001. */
  readonly role?: string;
  /** Milliseconds after which Postgres gives up a statement; 0: never. */
  readonly statementTimeout?: number;
  /** And after which it gives up waiting for a lock, and a transaction in which nothing is asked. */
  readonly lockTimeout?: number;
  readonly idleInTransactionTimeout?: number;
  /** Further settings of Postgres for each session. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What to do with errors of idle connections, such as a restart of Postgres. */
  readonly onError?: (error: Error) => void;
}

// Else instants before about 1900 are shifted by the seconds of the local time of their day.
pg.defaults.parseInputDatesAsUTC = true;

const int8 = 20;
const json = 114;

/** A pool whose lost connections end neither the process nor each other; errors reach the caller of a query. */
export function createPool(connection: pg.PoolConfig, options: PoolOptions = {}): pg.Pool {
  const { statementTimeout = 5_000, lockTimeout = 2_000, idleInTransactionTimeout = 5_000, role } = options;
  const settings = {
    TimeZone: 'UTC',
    statement_timeout: statementTimeout,
    lock_timeout: lockTimeout,
    idle_in_transaction_session_timeout: idleInTransactionTimeout,
    ...(role ? { role } : {}),
    ...options.settings,
  };
  const pool = new pg.Pool({
    ...connection,
    max: options.max ?? 10,
    connectionTimeoutMillis: 3_000,
    // The server's own time-out answers first; this one is for a server that does not answer at all.
    query_timeout: statementTimeout === 0 ? 0 : statementTimeout + 2_000,
    keepAlive: true,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: { getTypeParser },
  });
  // A connection that is lost while checked out reports to itself, and without a listener ends the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', (error) => options.onError?.(error));
  // After a time-out Kysely gives back a connection that still waits for its answer: the next user would wait too.
  pool.on('release', (_error, client) => {
    if (!(client as Partial<Answering>).readyForQuery)
      (client as pg.PoolClient & pg.Client).end().catch(() => {});
  });
  return pool;
}

/** What pg knows of a connection, but does not declare. */
interface Answering {
  readonly readyForQuery: boolean;
}

/** Kysely over a pool. Destroying it ends the pool. */
export const createDb = (pool: pg.Pool): Db => new Kysely({ dialect: new PostgresDialect({ pool }) });

/** bigint as a number (positions and minor units stay below 2^53), json as its own bytes. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === int8) return Number;
  if (oid === json) return (text: string) => text;
  return pg.types.getTypeParser(oid, format as 'text');
}
