import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { chooseIdentity } from '../database/embedded/identity.js';
import type { PostgresConnection } from '../database/embedded/index.js';
import { answers } from './postmaster.js';

const run = promisify(execFile);

/** Where Debian's packages put a Postgres and the tools that belong to it, the newest one. */
const programs = (() => {
  const folder = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(folder).filter((version) => existsSync(`${folder}/${version}/bin/initdb`));
    return versions.length > 0 ? `${folder}/${Math.max(...versions.map(Number))}/bin` : undefined;
  } catch {
    return undefined;
  }
})();

/** Why specs that need it cannot run here; undefined where they can. */
export const systemPostgresMissing: string | undefined =
  programs === undefined
    ? 'pg_dump is missing: install a Debian package such as postgresql-15 to run the specs of backups'
    : undefined;

export interface SystemPostgres {
  readonly connection: PostgresConnection;
  /** Runs one of its tools, such as pg_dump, on a database; answers what it says. */
  tool(program: string, database: string, ...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Postgres ends when the shell's input does: when it is told to, and when this process ends, however that is. */
const script = 'postgres "$@" > /dev/null 2>&1 & cat > /dev/null; kill -QUIT $!; wait $!';

/** A Postgres that came with the system, with a cluster of its own that forgets. */
export async function startSystemPostgres(): Promise<SystemPostgres> {
  const folder = await mkdtemp(join(tmpdir(), `retrace-test-${process.pid}-`));
  const runAs = await chooseIdentity(join(folder, 'cluster'));
  await chmod(folder, 0o755);
  if (runAs.uid !== undefined && runAs.gid !== undefined) await chown(folder, runAs.uid, runAs.gid);
  const env = { PATH: `${programs}:/usr/bin:/bin`, LC_ALL: 'C.UTF-8' };
  const options = { ...runAs, cwd: folder, env };
  const cluster = join(folder, 'cluster');
  await run(
    'initdb',
    ['-D', cluster, '-U', 'retrace', '--auth', 'trust', '-E', 'UTF8', '--no-sync'],
    options,
  );

  const settings = ['fsync=off', 'listen_addresses=', `unix_socket_directories=${folder}`];
  const args = ['-D', cluster, ...settings.flatMap((it) => ['-c', it])];
  const shell = spawn('sh', ['-c', script, 'sh', ...args], {
    ...options,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const connection = { host: folder, port: 5432, user: 'retrace', database: 'postgres', ssl: false } as const;
  await vi.waitFor(async () => {
    if (!(await answers(connection))) throw new Error('It does not answer');
  }, 30_000);
  return {
    connection,
    async tool(program, database, ...more) {
      const where = ['--host', folder, '--username', 'retrace', '--dbname', database];
      return (await run(program, [...where, ...more], { env, maxBuffer: 64 * 2 ** 20 })).stdout;
    },
    async stop() {
      shell.stdin.end();
      await once(shell, 'close');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
