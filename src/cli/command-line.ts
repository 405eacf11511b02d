import { readConfig, userPath } from '../config.js';
import { createLog } from '../log.js';
import { openStorage, type Storage } from '../storage.js';

type FileWork = (path: string) => Promise<boolean>;

/** Runs `npm run NAME -- FILE`, where FILE is of data or, after `--keys`, of the keys of persons. */
export const commandLine = (
  name: string,
  work: { readonly data: FileWork; readonly keys: FileWork },
): Promise<void> =>
  runCommand(async (args) => {
    const isOfKeys = args[0] === '--keys';
    const [file, ...more] = isOfKeys ? args.slice(1) : args;
    if (file === undefined || more.length > 0)
      throw new Error(`Usage: npm run ${name} -- FILE, or npm run ${name} -- --keys FILE`);
    return work[isOfKeys ? 'keys' : 'data'](userPath(file));
  });

/**
 * Runs a command line. The exit code is 0 where the work answers true; 1 where it answers false or throws,
 * which is told on standard error.
 */
export async function runCommand(work: (args: readonly string[]) => Promise<boolean>): Promise<void> {
  try {
    process.exitCode = (await work(process.argv.slice(2))) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
  }
}

/** Works on the store that the settings name; a server may be running on it at the same time. */
export async function withStorage<T>(work: (storage: Storage) => Promise<T>): Promise<T> {
  const config = readConfig();
  // What a server reports of its running would only be in the way here.
  const log = createLog(config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL);
  const storage = await openStorage(config, log);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return error.message + cause;
}
