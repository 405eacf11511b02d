import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The user that Postgres runs under, in the terms of `spawn`; empty means the user of this process. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Postgres refuses to run as root, so root hands it to the owner of the cluster, or for a new
 * one to `postgres` or `nobody`. Everyone else runs it themselves.
 *
 * @throws Error when the cluster belongs to somebody else and this process is not root.
 */
export async function chooseIdentity(cluster: string): Promise<RunAs> {
  const self = process.geteuid?.();
  const owner = await stat(cluster).catch(() => undefined);
  if (self !== 0) {
    if (owner && owner.uid !== self) throw new Error(belongsToAnother(cluster, owner.uid));
    return {};
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await lookUp('postgres')) ?? (await lookUp('nobody')) ?? { uid: 65534, gid: 65534 };
}

/** Whether that user gets through every folder above `path` and may execute (or enter) it. */
export async function canReach(path: string, runAs: RunAs): Promise<boolean> {
  const trial =
    runAs.uid === undefined
      ? access(path, constants.X_OK)
      : run('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...runAs, cwd: '/' });
  return trial.then(
    () => true,
    () => false,
  );
}

async function lookUp(user: string): Promise<RunAs | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

function belongsToAnother(cluster: string, uid: number): string {
  return (
    `The database in ${cluster} belongs to the user with id ${uid} (Postgres gets a user of its own when started as root). ` +
    'Start as root or as that user, choose another DATA_DIR, or set DATABASE_URL.'
  );
}
