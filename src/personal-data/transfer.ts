import type { Db } from '../database/database.js';
import { inBatches } from '../master-data/index.js';
import type { Erasure } from './erasures.js';
import { findPersons, type Person, toPerson } from './keys.js';

/** A person's key, or how they were erased, as it is carried to another store. */
export type PersonRecord = Person & { readonly id: string };

/** All of them in the order of the persons' ids, read a batch at a time. */
export function exportPersons(db: Db): AsyncGenerator<PersonRecord, void> {
  const all = db.selectFrom('personal_data.keys').selectAll().orderBy('person_id');
  return inBatches(async (after, limit) => {
    const page = after === undefined ? all : all.where('person_id', '>', after);
    const rows = await page.limit(limit).execute();
    return rows.map((row) => ({ id: row.person_id, ...toPerson(row) }));
  });
}

export interface ImportedPersons {
  /** How many were new here. */
  readonly written: number;
  /** Those who have another key here, which stays. */
  readonly refused: ReadonlySet<string>;
}

/** Takes keys and erasures over. An erasure wins over a key, whichever of the two was here first. */
export async function importPersons(db: Db, persons: readonly PersonRecord[]): Promise<ImportedPersons> {
  const keys = persons.flatMap((it) => ('key' in it ? { person_id: it.id, key: it.key } : []));
  const erasures = persons.flatMap((it) => ('erasure' in it ? it.erasure : []));
  const written = (await writeErasures(db, erasures)) + (await writeKeys(db, keys));
  const here = await findPersons(
    db,
    keys.map(({ person_id }) => person_id),
  );
  const others = keys.filter(({ person_id, key }) => {
    const person = here.get(person_id);
    return person && 'key' in person && !person.key.equals(key);
  });
  return { written, refused: new Set(others.map(({ person_id }) => person_id)) };
}

async function writeErasures(db: Db, erasures: readonly Erasure[]): Promise<number> {
  if (erasures.length === 0) return 0;
  const rows = erasures.map(({ personId, at, actor, reason }) => ({
    ...{ person_id: personId, key: null, erased_at: new Date(at), erased_by: actor, reason },
  }));
  const write = db.insertInto('personal_data.keys').values(rows);
  const { numInsertedOrUpdatedRows } = await write
    .onConflict((it) =>
      it
        .column('person_id')
        .doUpdateSet((row) => ({
          key: null,
          erased_at: row.ref('excluded.erased_at'),
          erased_by: row.ref('excluded.erased_by'),
          reason: row.ref('excluded.reason'),
        }))
        .where('personal_data.keys.key', 'is not', null),
    )
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows);
}

async function writeKeys(
  db: Db,
  rows: readonly { readonly person_id: string; readonly key: Buffer }[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const write = db.insertInto('personal_data.keys').values(rows);
  const { numInsertedOrUpdatedRows } = await write
    .onConflict((it) => it.doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows);
}
