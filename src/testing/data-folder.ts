import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { postmasterOf } from './postmaster.js';

/** A new, empty folder for an embedded Postgres. */
export async function makeDataFolder(name = 'retrace-proof'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  await chmod(folder, 0o755); // Postgres runs as another user when the tests run as root
  return folder;
}

/** Removes it when its Postgres has gone, which it must by itself. */
export async function removeDataFolder(folder: string): Promise<void> {
  await expectNoPostgres(folder);
  await rm(folder, { recursive: true });
}

/** A server that was killed takes a moment to take its Postgres with it. */
export const expectNoPostgres = (folder: string): Promise<void> =>
  vi.waitFor(async () => expect(await postmasterOf(folder)).toBeUndefined(), {
    timeout: 60_000,
    interval: 20,
  });
