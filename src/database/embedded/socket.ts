import { createHash } from 'node:crypto';
import { chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canReach, type RunAs } from './identity.js';

export const port = 5432;

/** The kernel's limit for the path of a socket, in bytes, less the closing zero. */
const longest = process.platform === 'linux' ? 107 : 103;

/**
 * Where the socket goes: beside the cluster, or where that path is too long or closed to the
 * user of Postgres, in a short folder whose name follows from `dataDir`. postmaster.pid tells
 * other starters which it was.
 */
export async function chooseSocketDirectory(dataDir: string, runAs: RunAs): Promise<string> {
  const short = `retrace-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  for (const directory of [join(dataDir, 'socket'), join(tmpdir(), short), join('/tmp', short)]) {
    const fits = Buffer.byteLength(join(directory, `.s.PGSQL.${port}`)) <= longest;
    if (fits && (await canReach(dirname(directory), runAs))) return directory;
  }
  throw new Error(
    `No folder is short and open enough for the socket of Postgres: neither ${dataDir} nor ${tmpdir()} nor /tmp. ` +
      'Set TMPDIR to one, or set DATABASE_URL.',
  );
}

/**
 * Makes the folder for the user of Postgres alone. Whoever may enter it is a superuser of the
 * database, so a folder that somebody else put there is refused.
 */
export async function ensureSocketDirectory(directory: string, runAs: RunAs): Promise<void> {
  await mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const self = process.geteuid?.();
  const found = await lstat(directory);
  const ours = found.isDirectory() && (found.uid === self || found.uid === runAs.uid);
  if (!ours || (found.mode & 0o077) !== 0) {
    throw new Error(
      `${directory} is not a private folder of this user. Remove it and start again, or set TMPDIR.`,
    );
  }
  if (runAs.uid !== undefined && runAs.gid !== undefined) await chown(directory, runAs.uid, runAs.gid);
}
