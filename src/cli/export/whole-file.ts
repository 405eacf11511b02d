import { open, rename, rm, writeFile } from 'node:fs/promises';

/** Writes a file that stands under its name only when all of it is on the disk; until then the old one does. `mode`: who may read it. */
export async function writeWholeFile(path: string, text: AsyncIterable<string>, mode = 0o666): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = await open(partial, 'wx', mode);
    try {
      await writeFile(file, text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
