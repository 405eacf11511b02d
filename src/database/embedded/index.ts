import { ensureDatabase } from './ensure-database.js';
import { superuser } from './initdb.js';
import { keepRunning } from './keep-running.js';
import type { Log } from './log.js';
import { prepareSite } from './site.js';
import { port } from './socket.js';
import { untilRunning } from './until-running.js';

export type { Log } from './log.js';

/** Settings for `pg`: the superuser, over a Unix socket. */
export interface PostgresConnection {
  /** The folder of the socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly ssl: false;
}

export interface EmbeddedPostgres {
  /** Stays the same when Postgres is restarted or another process takes over. */
  readonly connection: PostgresConnection;
  /**
   * Ends Postgres if this process launched it (within 10 s), else only lets go of it.
   * Processes that share it then launch it anew. Never rejects.
   */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Made if missing. Holds the cluster, its log, and where possible its socket. */
  readonly dataDir: string;
  readonly log: Log;
  /** Laid over the defaults of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

const database = 'retrace';

/**
 * Resolves when a Postgres on `dataDir` answers and has the database `retrace`: one that another
 * process runs there is shared, else one is launched. Until `stop()`, it is brought back within
 * about a second whenever it goes away, by whichever process is first. It ends with the process
 * that launched it, however that dies; nothing acknowledged is lost by any of this.
 *
 * @throws Error that says what to do next, when there is no Postgres for this platform or it does
 *   not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, settings = {} } = options;
  const started = performance.now();
  const site = await prepareSite(dataDir, settings, log);
  const stopping = new AbortController();
  const first = await untilRunning(site, stopping.signal);
  await ensureDatabase(first.monitor.client, database).catch(async (error) => {
    await first.own?.stop();
    throw error;
  });
  const place = {
    socketDirectory: first.socketDirectory,
    milliseconds: Math.round(performance.now() - started),
  };
  log.info(
    place,
    first.own
      ? 'Embedded Postgres is running'
      : 'Sharing the Postgres of another process on this data folder',
  );

  const kept = keepRunning({ ...site, socketDirectory: first.socketDirectory }, first, stopping.signal, log);
  return {
    connection: { host: first.socketDirectory, port, user: superuser, database, ssl: false },
    async stop() {
      stopping.abort();
      const last = await kept;
      last?.monitor.client.end().catch(() => undefined);
      await last?.own?.stop();
    },
  };
}
