import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldFiles, foldFingerprint } from './fold-fingerprint.js';

/** All files that a file imports, and those that they import; types too, as they tell what is stored. */
function importedBy(file: URL, found = new Map<string, URL>()): Map<string, URL> {
  if (found.has(file.href)) return found;
  found.set(file.href, file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)\.js'/g)) {
    importedBy(new URL(`${name}.ts`, file), found);
  }
  return found;
}

describe('the fingerprint of the fold', () => {
  it('covers all code that the decider imports', () => {
    const covered = foldFiles().map((file) => file.href);
    const imported = importedBy(new URL('./domain/order-decider.ts', import.meta.url));
    expect(imported.size).toBeGreaterThan(15);
    expect([...imported.keys()].filter((file) => !covered.includes(file))).toEqual([]);
  });

  it('is the same each time, and of no test', () => {
    expect(foldFingerprint()).toMatch(/^[\w-]{22}$/);
    expect(foldFingerprint()).toBe(foldFingerprint());
    expect(foldFiles().filter((file) => file.href.includes('.spec.'))).toEqual([]);
  });
});
