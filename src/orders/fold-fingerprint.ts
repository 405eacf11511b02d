import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

/** All code that an order's state can depend on: the domain imports nothing else. */
const folders = ['./domain/', './domain/fulfilment/', '../event-sourcing/', '../money/'];

/**
 * A digest of the code that folds orders, as it runs. A state that was made under another one may be another state,
 * and is not used. More code than the fold itself goes into it, so that no change of the fold is missed.
 */
export function foldFingerprint(): string {
  const digest = createHash('sha256');
  for (const file of foldFiles())
    digest.update(`${file.pathname.split('/').at(-1)}\n`).update(readFileSync(file));
  return digest.digest('base64url').slice(0, 22);
}

/** The files behind the fingerprint, in a fixed order. */
export function foldFiles(): URL[] {
  const own = extname(import.meta.url); // .js where it was compiled
  return folders.flatMap((folder) => {
    const url = new URL(folder, import.meta.url);
    const names = readdirSync(url).filter((name) => name.endsWith(own) && !name.endsWith(`.spec${own}`));
    return names.sort().map((name) => new URL(name, url));
  });
}
