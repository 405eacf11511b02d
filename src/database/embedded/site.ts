import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Binaries, findBinaries, findPackage } from './binaries.js';
import { startFailure } from './failure.js';
import { chooseIdentity, type RunAs } from './identity.js';
import { ensureCluster } from './initdb.js';
import type { Log } from './log.js';
import { defaultSettings } from './settings.js';
import { chooseSocketDirectory } from './socket.js';

/** All that it takes to find or launch the Postgres of one data folder. */
export interface Site {
  readonly cluster: string;
  /** Device and inode: the same by whichever path it is reached, another for a copy. */
  readonly identity: string;
  readonly socketDirectory: string;
  readonly logFile: string;
  readonly runAs: RunAs;
  readonly binaries: Binaries;
  readonly settings: Readonly<Record<string, string>>;
}

/** Finds out who runs Postgres from where, and makes the cluster if there is none yet. */
export async function prepareSite(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  log: Log,
): Promise<Site> {
  if (process.platform === 'win32') {
    throw new Error(
      'The embedded Postgres runs on Linux and macOS only. Set DATABASE_URL to use another Postgres.',
    );
  }
  const home = await makeFolder(dataDir);
  const cluster = join(home, 'cluster');
  const runAs = await chooseIdentity(cluster);
  const binaries = await findBinaries(await findPackage(), home, runAs);
  await ensureCluster(cluster, binaries, runAs, { sync: settings.fsync !== 'off', log });
  const { dev, ino } = await stat(cluster, { bigint: true });
  return {
    cluster,
    identity: `${dev}:${ino}`,
    socketDirectory: await chooseSocketDirectory(home, runAs),
    logFile: join(home, 'postgres.log'),
    runAs,
    binaries,
    settings: { ...defaultSettings, ...settings },
  };
}

async function makeFolder(dataDir: string): Promise<string> {
  try {
    await mkdir(resolve(dataDir), { recursive: true });
    await access(dataDir, constants.W_OK | constants.X_OK);
    return await realpath(dataDir);
  } catch (error) {
    throw startFailure(`Could not use the data folder ${resolve(dataDir)}`, error);
  }
}
