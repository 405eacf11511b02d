import { randomUUID } from 'node:crypto';
import { chmod, copyFile, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { startFailure } from './failure.js';

/** Only for building against Postgres. */
const unneeded = /\.a$|(^|\/)(pkgconfig|pgxs)(\/|$)/;

/**
 * Copies a Postgres to where everyone can read and nobody else can write, whatever the umask or
 * the modes of the original. Atomic: beside, then rename. A whole copy is kept; one that a cleaner
 * of temporary files has thinned is replaced.
 *
 * @throws Error when something of another user stands at `copy`.
 */
export async function copyBinaries(native: string, copy: string): Promise<void> {
  const files = await filesOf(native);
  if (await isWhole(copy, files)) return;
  const fresh = `${copy}.${randomUUID()}`;
  try {
    await copyInto(fresh, native, files).catch((error) => {
      throw startFailure(`Could not copy Postgres to ${copy}`, error);
    });
    await rename(copy, `${fresh}.old`).catch(() => undefined);
    await rename(fresh, copy).catch(async (error) => {
      if (!(await isWhole(copy, files))) throw error; // else another process was as quick
    });
  } finally {
    await Promise.all([fresh, `${fresh}.old`].map((path) => rm(path, { recursive: true, force: true })));
  }
}

async function filesOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .filter((path) => !unneeded.test(path));
}

async function isWhole(copy: string, files: readonly string[]): Promise<boolean> {
  const found = await lstat(copy).catch(() => undefined);
  if (!found) return false;
  if (!found.isDirectory() || found.uid !== process.geteuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${copy} was not made by this user. Remove it and start again, or set TMPDIR.`);
  }
  const present = new Set(await filesOf(copy));
  return files.every((file) => present.has(file));
}

async function copyInto(target: string, source: string, files: readonly string[]): Promise<void> {
  const folders = new Set(['', ...files.flatMap(foldersAbove)]);
  for (const folder of folders) {
    await mkdir(join(target, folder));
    await chmod(join(target, folder), 0o755);
  }
  for (const file of files) {
    await copyFile(join(source, file), join(target, file));
    await chmod(join(target, file), 0o755);
  }
}

/** `a/b/c` lies under `a` and `a/b`, outermost first. */
function foldersAbove(file: string): string[] {
  const names = file.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
