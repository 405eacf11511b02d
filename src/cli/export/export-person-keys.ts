import type { Db } from '../../database/database.js';
import { exportPersons } from '../../personal-data/index.js';
import { toPersonLine } from '../person-keys-format.js';
import { writeWholeFile } from './whole-file.js';

/** Writes all keys and erasures into a file that nobody else can read. Answers how many there are. */
export async function exportPersonKeys(db: Db, path: string): Promise<number> {
  let persons = 0;
  async function* text(): AsyncGenerator<string, void> {
    for await (const person of exportPersons(db)) {
      persons += 1;
      yield `${JSON.stringify(toPersonLine(person))}\n`;
    }
    yield `${JSON.stringify({ kind: 'end', persons })}\n`;
  }
  await writeWholeFile(path, text(), 0o600);
  return persons;
}
