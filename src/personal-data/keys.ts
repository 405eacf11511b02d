import { randomBytes } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Db } from '../database/database.js';
import { withRetries } from '../database/transient.js';
import { type Erasure, toErasure } from './erasures.js';
import type { PersonalDataTables } from './tables.js';

/** What is known of a person: a key, or that it was destroyed. */
export type Person = { readonly key: Buffer } | { readonly erasure: Erasure };

export const newKey = (): Buffer => randomBytes(32);

/** Those that have, or had, a key, by id. */
export async function findPersons(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  if (ids.length === 0) return new Map();
  const found = db.selectFrom('personal_data.keys').selectAll().where(sql<boolean>`person_id = any(${ids})`);
  const rows = await withRetries(() => found.execute());
  return new Map(rows.map((row) => [row.person_id, toPerson(row)]));
}

/** As findPersons, and makes keys for those who never had one. */
export async function findOrMakePersons(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const found = await findPersons(db, ids);
  const unknown = ids.filter((id) => !found.has(id));
  if (unknown.length === 0) return found;
  // In one order, so that nobody waits in a circle.
  const rows = unknown.sort().map((person_id) => ({ person_id, key: newKey() }));
  const insert = db
    .insertInto('personal_data.keys')
    .values(rows)
    .onConflict((it) => it.doNothing());
  await withRetries(() => insert.execute());
  return findPersons(db, ids);
}

export const toPerson = (row: Selectable<PersonalDataTables['personal_data.keys']>): Person =>
  row.key === null ? { erasure: toErasure(row) } : { key: row.key };
