import { execFile } from 'node:child_process';
import { chown, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import { startFailure } from './failure.js';
import { canReach, type RunAs } from './identity.js';
import type { Log } from './log.js';

const run = promisify(execFile);

export const superuser = 'retrace';

/**
 * Makes the cluster where there is none: UTF-8, code point order, data checksums. It is made
 * beside and renamed, so a crash leaves none or a whole one, and of several starters one wins.
 */
export async function ensureCluster(
  cluster: string,
  binaries: Binaries,
  runAs: RunAs,
  options: { sync: boolean; log: Log },
): Promise<void> {
  if (await exists(cluster)) return;
  const started = performance.now();
  try {
    await makeCluster(cluster, binaries, runAs, options.sync);
  } catch (error) {
    if (await exists(cluster)) return; // another starter was first
    throw startFailure(`Could not make a database cluster in ${cluster}`, error);
  }
  const milliseconds = Math.round(performance.now() - started);
  options.log.info({ cluster, milliseconds }, 'Created the database cluster');
  await removeLeftovers(cluster);
}

async function makeCluster(cluster: string, binaries: Binaries, runAs: RunAs, sync: boolean): Promise<void> {
  const fresh = await mkdtemp(`${cluster}.new-`);
  try {
    await own(fresh, runAs);
    await initdb(fresh, binaries, runAs, sync);
    await rename(fresh, cluster);
    await syncFolder(dirname(cluster));
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/**
 * How to name a cluster to a process whose working folder it is: Linux resolves the second form
 * without walking the folders above, which Postgres may not be allowed to enter when root started it.
 */
export async function dataArgument(cluster: string, runAs: RunAs): Promise<string> {
  if (await canReach(cluster, runAs)) return cluster;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new Error(
    `As root, Postgres runs under user id ${runAs.uid}, which cannot enter ${cluster}. ` +
      'Open the folders above it to that user, start as a normal user, or set DATABASE_URL.',
  );
}

async function initdb(directory: string, binaries: Binaries, runAs: RunAs, sync: boolean): Promise<void> {
  const args = [
    ['-D', await dataArgument(directory, runAs)],
    ['--username', superuser],
    ['--auth', 'trust', '--no-instructions'],
    ['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ['--data-checksums', ...(sync ? [] : ['--no-sync'])],
  ];
  await run(binaries.initdb, args.flat(), {
    ...runAs,
    cwd: directory,
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
  });
  await writeFile(join(directory, 'pg_hba.conf'), 'local all all trust\n', { flush: true });
}

async function exists(cluster: string): Promise<boolean> {
  return readFile(join(cluster, 'PG_VERSION')).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw startFailure(`Could not read ${cluster}`, error);
    },
  );
}

async function own(path: string, { uid, gid }: RunAs): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

/** Makes the rename outlast a power cut: Postgres syncs what is in its folder, not the folder's name. */
async function syncFolder(directory: string): Promise<void> {
  const handle = await open(directory);
  await handle.sync().finally(() => handle.close());
}

/**
 * What starters left that were killed before the rename. Also takes the folder from under one that
 * is still at work: it finds the cluster made and clears away the rest itself.
 */
async function removeLeftovers(cluster: string): Promise<void> {
  const parent = dirname(cluster);
  const left = (await readdir(parent)).filter((name) => name.startsWith(`${basename(cluster)}.new-`));
  await Promise.allSettled(left.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}
