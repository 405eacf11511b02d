import pg from 'pg';
import { type EmbeddedPostgres, type Log, startEmbeddedPostgres } from './embedded/index.js';
import { migrate } from './migrate.js';
import { withRetries } from './transient.js';

export interface DatabaseSettings {
  /** Any Postgres from 14 on; absent: an embedded one. */
  readonly url?: string | undefined;
  /** Owner of the schema, where `url` names a role that may not change it. */
  readonly adminUrl?: string | undefined;
  /** Folder of the embedded Postgres. */
  readonly dataDir: string;
  readonly log: Log;
}

export interface OpenDatabase {
  readonly connection: pg.PoolConfig;
  /** The role under which history cannot be changed; absent where this database has not granted it. */
  readonly role?: string;
  close(): Promise<void>;
}

const applicationRole = 'retrace_app';
const startDeadline = 30_000;

/** A database with the newest schema, embedded or given. */
export async function openDatabase(settings: DatabaseSettings): Promise<OpenDatabase> {
  const embedded: EmbeddedPostgres | undefined = settings.url
    ? undefined
    : await startEmbeddedPostgres(settings);
  const connection: pg.PoolConfig = embedded?.connection ?? { connectionString: settings.url };
  if (!embedded) settings.log.info({}, `Connecting to the database, for up to ${startDeadline / 1_000} s`);
  try {
    await withRetries(
      () => migrate(settings.adminUrl ? { connectionString: settings.adminUrl } : connection),
      startDeadline,
    );
    const granted = await withRetries(() => inspect(connection, settings.log), startDeadline);
    return {
      connection,
      ...(granted ? { role: applicationRole } : {}),
      close: async () => embedded?.stop(),
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Warns of what weakens the promises, and answers whether the application role may be taken. */
async function inspect(connection: pg.PoolConfig, log: Log): Promise<boolean> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ granted: boolean; fsync: string; commit: string; pages: string }>(`
      select pg_has_role(current_user, '${applicationRole}', 'member') as granted,
        current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit,
        current_setting('full_page_writes') as pages`);
    const found = rows[0];
    if (found?.fsync === 'off' || found?.pages === 'off' || found?.commit === 'off') {
      log.warn(
        found,
        'Postgres may LOSE acknowledged events in a crash: turn on fsync, full_page_writes and synchronous_commit',
      );
    }
    if (!found?.granted) {
      log.warn(
        {},
        `The role ${applicationRole} is not granted to this user: history is guarded by triggers only`,
      );
    }
    return found?.granted === true;
  } finally {
    await client.end();
  }
}
