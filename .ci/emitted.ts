import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = new URL('../', import.meta.url);

/** Writes a generated file of the project; with `--check` only compares it, and fails where it is stale. */
export async function emit(path: string, text: string): Promise<void> {
  const file = fileURLToPath(new URL(path, project));
  if (!process.argv.includes('--check')) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } else if ((await readFile(file, 'utf8').catch(() => undefined)) !== text) {
    console.error(`${path} is stale: npm run emit, and commit it with its source`);
    process.exitCode = 1;
  }
}
