import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { findBinaries, findPackage, type PlatformPackage } from './binaries.js';

const run = promisify(execFile);
const runsAsRoot = process.getuid?.() === 0;
const another = runsAsRoot ? { uid: 65534, gid: 65534 } : {};

let parent: string;
let project: string;
let platformPackage: PlatformPackage;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'retrace-project-'));
  const { native, version } = await findPackage();
  platformPackage = { native: join(project, 'native'), version };
  await cp(native, platformPackage.native, { recursive: true, verbatimSymlinks: true });
});

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'retrace-binaries-'));
  await chmod(parent, 0o755);
  await mkdir(join(parent, 'tmp'));
  vi.stubEnv('TMPDIR', join(parent, 'tmp'));
  await run('chmod', ['-R', 'go=rX', project]);
  await removeLinks();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(parent, { recursive: true, force: true });
});

afterAll(() => rm(project, { recursive: true, force: true }));

it('makes the links between libraries and runs the package in place', async () => {
  const { postgres } = await findBinaries(platformPackage, parent, another);
  expect(postgres).toBe(join(platformPackage.native, 'bin/postgres'));
  await expectToRun(postgres);
});

it('copies it into the data folder for a user who cannot reach the project', async (test) => {
  if (!runsAsRoot) test.skip(skipReason());
  await chmod(project, 0o700);
  const { postgres } = await findBinaries(platformPackage, parent, another);
  expect(postgres).toBe(join(parent, `retrace-postgres-${platformPackage.version}/bin/postgres`));
  await expectToRun(postgres);
});

it('copies it to the temporary folder when the data lies in the closed project, whatever the modes', async (test) => {
  if (!runsAsRoot) test.skip(skipReason());
  await run('chmod', ['-R', 'go=', project]);
  const { postgres } = await findBinaries(platformPackage, project, another);
  expect(postgres.startsWith(join(parent, 'tmp'))).toBe(true);
  await expectToRun(postgres);
});

it('keeps a whole copy, and replaces one from which a cleaner has taken files', async (test) => {
  if (!runsAsRoot) test.skip(skipReason());
  await chmod(project, 0o700);
  const copy = join(parent, `retrace-postgres-${platformPackage.version}`);
  await findBinaries(platformPackage, parent, another);
  const { ino } = await lstat(copy);
  await findBinaries(platformPackage, parent, another);
  expect((await lstat(copy)).ino).toBe(ino);

  await rm(join(copy, 'share/postgresql/timezone/Europe'), { recursive: true });
  await findBinaries(platformPackage, parent, another);
  expect(await readdir(join(copy, 'share/postgresql/timezone/Europe'))).toContain('Berlin');
  expect((await readdir(parent)).sort()).toEqual([`retrace-postgres-${platformPackage.version}`, 'tmp']);
});

it.each([
  ['a folder that others may write to', (copy: string) => mkdir(copy).then(() => chmod(copy, 0o777))],
  ['a link', (copy: string) => symlink(project, copy)],
])('does not run from %s in the place of the copy', async (_, plant) => {
  if (!runsAsRoot) return console.log(skipReason());
  await chmod(project, 0o700);
  await plant(join(parent, `retrace-postgres-${platformPackage.version}`));
  await expect(findBinaries(platformPackage, parent, another)).rejects.toThrow(/was not made by this user/);
});

async function expectToRun(postgres: string): Promise<void> {
  const { stdout } = await run(postgres, ['--version'], { ...another, cwd: '/' });
  expect(stdout).toContain('postgres (PostgreSQL)');
}

async function removeLinks(): Promise<void> {
  const lib = join(platformPackage.native, 'lib');
  const links = (await readdir(lib, { withFileTypes: true })).filter((entry) => entry.isSymbolicLink());
  await Promise.all(links.map(({ name }) => rm(join(lib, name))));
}

function skipReason(): string {
  return 'skipped: only root runs Postgres as another user';
}
