import { z } from 'zod';
import type { Db } from '../../database/database.js';
import { importPersons } from '../../personal-data/index.js';
import { inChunks } from '../chunks.js';
import {
  endOfKeysLine,
  erasureLine,
  type PersonLine,
  personKeyLine,
  toPersonRecord,
} from '../person-keys-format.js';
import type { Problems } from './problems.js';
import { recordsOf } from './records.js';

const wellFormed = z.discriminatedUnion('kind', [personKeyLine, erasureLine, endOfKeysLine], {
  error: 'must be one of person-key, erasure, end',
});

export interface ImportedKeys {
  readonly written: number;
  readonly there: number;
}

/**
 * Takes the keys and erasures of a file over; an erasure wins over a key. Lines that cannot be taken are added to the
 * problems. Throws, before anything is written, where the file was cut off.
 */
export async function importPersonKeys(path: string, db: Db, problems: Problems): Promise<ImportedKeys> {
  await refuseCutOff(path);
  let [written, all, refused] = [0, 0, 0];
  for await (const chunk of inChunks(personsOf(path, problems), 1_000)) {
    const outcome = await importPersons(
      db,
      chunk.map(({ person }) => toPersonRecord(person)),
    );
    for (const { line, person } of chunk.filter((it) => outcome.refused.has(it.person.person))) {
      const why = `the store has another key of ${person.person}, with which it has sealed texts already`;
      problems.add({ line, why, kind: 'person-key', order: undefined });
    }
    written += outcome.written;
    all += chunk.length;
    refused += outcome.refused.size;
  }
  return { written, there: all - refused - written };
}

async function refuseCutOff(path: string): Promise<void> {
  let [persons, announced] = [0, -1];
  for await (const { record } of recordsOf(path, wellFormed)) {
    if (record.kind === 'end') announced = record.persons;
    else persons += 1;
  }
  if (announced === -1)
    throw new Error('Nothing was written. The file was cut off: its last line is missing');
  if (announced !== persons)
    throw new Error(`Nothing was written. The file says it has ${announced} persons, but it has ${persons}`);
}

async function* personsOf(
  path: string,
  problems: Problems,
): AsyncGenerator<{ readonly line: number; readonly person: PersonLine }, void> {
  for await (const { line, record } of recordsOf(path, wellFormed)) {
    if (record.kind === 'malformed')
      problems.add({ line, why: record.why, kind: record.wanted, order: undefined });
    else if (record.kind !== 'end') yield { line, person: record };
  }
}
