import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  type EmbeddedPostgres,
  type PostgresConnection,
  startEmbeddedPostgres,
} from '../database/embedded/index.js';
import { migrate } from '../database/migrate.js';

const log = { info() {}, warn: report, error: report };
const forgetful = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' };

/** A Postgres of its own that forgets: `stop` ends it and removes its data. */
export async function startTemporaryPostgres(): Promise<EmbeddedPostgres> {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), `retrace-test-${process.pid}-`));
  await chmod(dataDir, 0o755); // Postgres runs as another user when the tests run as root
  const postgres = await startEmbeddedPostgres({ dataDir, log, settings: forgetful });
  return {
    connection: postgres.connection,
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A new database with the newest schema. */
export async function createMigratedDatabase(
  connection: PostgresConnection,
  database: string,
): Promise<PostgresConnection> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
  const migrated = { ...connection, database };
  await migrate(migrated);
  return migrated;
}

/** Of runs that were killed or stopped by Ctrl-C; the number in the name is their process. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = /^retrace-test-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid)))
      await rm(join(tmpdir(), name), { recursive: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function report(details: object, message: string): void {
  console.error(message, details);
}
