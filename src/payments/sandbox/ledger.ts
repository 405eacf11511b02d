import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AskedOperation } from './asked-operation.js';
import { type Book, createBook, type Entry } from './book.js';

export interface Ledger {
  /** Runs alone, on a book with all entries that any process has made. */
  read<T>(look: (book: Book) => T): Promise<T>;
  /**
   * The entry that the operation made before, or else the one that it makes now, which is then durable. Passes on
   * what `decide` throws, and writes nothing.
   */
  write(
    asked: AskedOperation,
    decide: (asked: AskedOperation, book: Book) => Pick<Entry, 'fact' | 'token'>,
  ): Promise<{ readonly entry: Entry; readonly isNew: boolean }>;
}

/**
 * A log in a folder that several processes may share: a file for each entry, numbered without a gap. Of those who
 * make the next file one wins; the others read it and decide anew. So a key takes effect once, and no two
 * operations spend the same money.
 */
export async function openLedger(folder: string): Promise<Ledger> {
  await mkdir(folder, { recursive: true });
  const book = createBook();
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  const nextFile = () => join(folder, `${String(book.entries.length + 1).padStart(8, '0')}.json`);

  async function readOn(): Promise<void> {
    for (let entry = await readEntry(nextFile()); entry; entry = await readEntry(nextFile())) book.add(entry);
  }

  return {
    read: (look) => inTurn(() => readOn().then(() => look(book))),
    write: (asked, decide) =>
      inTurn(async () => {
        for (;;) {
          await readOn();
          const before = book.find(asked);
          if (before !== undefined) return { entry: before, isNew: false };
          const entry: Entry = { ...decide(asked, book), asked, at: new Date().toISOString() };
          if (!(await createFile(nextFile(), folder, entry))) continue;
          book.add(entry);
          return { entry, isNew: true };
        }
      }),
  };
}

async function readEntry(file: string): Promise<Entry | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** All of the file or nothing; false where it is there already. */
async function createFile(file: string, folder: string, entry: Entry): Promise<boolean> {
  const draft = join(folder, `.${randomUUID()}`);
  await writeFile(draft, `${JSON.stringify(entry, null, 2)}\n`, { flag: 'wx' });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}
