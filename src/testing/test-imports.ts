import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { exportRecords } from '../cli/export/export-records.js';
import { readImportFile } from '../cli/import/import-file.js';
import { type ImportOutcome, importIntoStore } from '../cli/import/import-into-store.js';
import { createProblems, listProblems } from '../cli/import/problems.js';
import { openStorage, type Storage } from '../storage.js';
import { programOf } from './server-process.js';
import { databaseUrl, testConfig } from './test-app.js';
import { createTestDatabase } from './test-database.js';

export type Lines = readonly (object | string)[];

export interface Imported extends ImportOutcome {
  /** What is wrong, in the words of the command line. */
  readonly problems: readonly string[];
}

export interface TestImports extends Storage {
  readonly databaseUrl: string;
  /** This store's own. */
  readonly folder: string;
  /** Writes lines, objects as JSON, into a file of this store's own; answers its path. */
  file(lines: Lines): Promise<string>;
  /** Imports lines as the command line would, but in this process. */
  importLines(lines: Lines): Promise<Imported>;
  exportLines(): Promise<string[]>;
  /** The lines of an export with names and emails opened: each store seals them with keys of its own. */
  exportInClear(): Promise<object[]>;
  /** Closes and drops all. */
  drop(): Promise<void>;
}

/** An empty store in a database of its own, to import into and to export from. */
export async function createTestImports(): Promise<TestImports> {
  const database = await createTestDatabase();
  const storage = await openStorage(testConfig(database), pino({ level: 'silent' }));
  const folder = await mkdtemp(join(tmpdir(), 'retrace-import-'));
  let files = 0;

  async function file(lines: Lines): Promise<string> {
    files += 1;
    const path = join(folder, `${files}.jsonl`);
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    await writeFile(path, texts.map((it) => `${it}\n`).join(''));
    return path;
  }

  const exportLines = () =>
    storage.snapshot(async (snapshot) => {
      const lines: string[] = [];
      for await (const record of exportRecords(snapshot)) lines.push(JSON.stringify(record));
      return lines;
    });

  return {
    ...storage,
    databaseUrl: databaseUrl(database.connection),
    folder,
    file,
    async importLines(lines) {
      const problems = createProblems();
      const outcome = await importIntoStore(
        await readImportFile(await file(lines), problems),
        storage,
        problems,
      );
      return { ...outcome, problems: listProblems(problems) };
    },
    exportLines,
    async exportInClear() {
      const lines = (await exportLines()).map((line) => JSON.parse(line));
      return Promise.all(
        lines.map(async (line) => {
          if (line.kind !== 'customer') return line;
          const [name, email] = await storage.personalData.open(line.id, [line.name, line.email]);
          return { ...line, name, email };
        }),
      );
    },
    async drop() {
      await storage.close();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

type CommandLine = 'import' | 'export' | 'generate' | 'projections' | 'verify';

/** The URL of a database, or more than that. */
type Settings = string | Readonly<Record<string, string>>;

/** Starts a command line as a process of its own. */
export function startCommandLine(name: CommandLine, settings: Settings, ...args: string[]) {
  const [node, ...program] = programOf(`cli/${name}`);
  const child = spawn(node, [...program, ...args], {
    env: { LOG_LEVEL: 'silent', ...(typeof settings === 'string' ? { DATABASE_URL: settings } : settings) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({ code: code as number | null, stdout, stderr }),
  );
  return { kill: () => child.kill('SIGKILL'), ended };
}

/** Runs a command line to its end. */
export const runCommandLine = (name: CommandLine, settings: Settings, ...args: string[]) =>
  startCommandLine(name, settings, ...args).ended;
