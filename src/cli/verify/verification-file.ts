import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const latestInstant = 8_640_000_000_000_000; // milliseconds, of a Date

const verification = z.object({
  /** When the run began that looked at the first event, milliseconds. */
  begunAt: z.number().int().nonnegative().max(latestInstant),
  /** Of each lane. */
  places: z.array(
    z.object({
      position: z.number().int().nonnegative(),
      root: z.string().regex(/^[0-9a-f]{64}$/),
      recordedAt: z.number().nullable(),
    }),
  ),
  /** As they were told. */
  faults: z.array(z.string()),
});

/** How far a run has come, and what it has found. */
export type Verification = z.output<typeof verification>;

export interface VerificationFile {
  /** Undefined where no run was cut off, or nothing can be read of it. */
  read(): Promise<Verification | undefined>;
  write(so: Verification): Promise<void>;
  remove(): Promise<void>;
}

/** Of one store, in a folder that is made where it is missing. */
export function verificationFile(
  folder: string,
  { id, lanes }: { readonly id: string; readonly lanes: number },
): VerificationFile {
  const path = join(folder, `verify-${id}.json`);
  const ofThisStore = verification.refine(({ places }) => places.length === lanes);
  return {
    async read() {
      try {
        return ofThisStore.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch {
        return undefined;
      }
    },
    async write(so) {
      await mkdir(folder, { recursive: true });
      const partial = `${path}.${process.pid}.partial`;
      await writeFile(partial, JSON.stringify(so));
      await rename(partial, path); // so that a kill leaves the one before, or this one
    },
    remove: () => rm(path, { force: true }),
  };
}
