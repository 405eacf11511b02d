import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Db } from '../database/database.js';
import { withRetries } from '../database/transient.js';
import { type Rejection, reject } from '../event-sourcing/errors.js';
import type { Instant } from '../event-sourcing/event.js';
import type { PageRequest } from '../graphql/pagination.js';
import type { PersonalDataTables } from './tables.js';

/** That a person was erased: all that remains of them, and it remains for ever. */
export interface Erasure {
  readonly personId: string;
  readonly at: Instant;
  /** Who did it. */
  readonly actor: string;
  /** In the words of whoever did it: nothing personal. */
  readonly reason: string;
}

type Row = Selectable<PersonalDataTables['personal_data.keys']>;

export const toErasure = ({ person_id, erased_at, erased_by, reason }: Row): Erasure => ({
  personId: person_id,
  at: (erased_at as Date).getTime(),
  actor: erased_by as string,
  reason: reason as string,
});

/** Refuses what cannot be answered any more, for want of the person's key. */
export function erased({ personId, at, actor, reason }: Erasure, consequence = ''): Rejection {
  const instant = new Date(at).toISOString();
  const details = { customerId: personId, at: instant, actor, reason };
  return reject('ERASED', `Customer ${personId} was erased at ${instant}: ${reason}${consequence}`, details);
}

/**
 * Destroys a person's key: whatever was sealed with it is closed from the commit on, here, in every process, and in
 * every copy. Answers how the person was erased, the first time.
 */
export async function erase(db: Db, erasure: Omit<Erasure, 'at'>): Promise<Erasure> {
  const { personId, actor, reason } = erasure;
  const now = sql<Date>`date_trunc('milliseconds', clock_timestamp())`;
  const tombstone = { key: null, erased_at: now, erased_by: actor, reason };
  await db
    .insertInto('personal_data.keys')
    .values({ person_id: personId, ...tombstone })
    .onConflict((it) =>
      it.column('person_id').doUpdateSet(tombstone).where('personal_data.keys.key', 'is not', null),
    )
    .execute();
  const found = db.selectFrom('personal_data.keys').selectAll().where('person_id', '=', personId);
  return toErasure(await found.executeTakeFirstOrThrow());
}

/** Whether the person named by a column is erased, for use in statements about other tables. */
export const isErased = (personId: string): RawBuilder<boolean> =>
  sql`exists (select from personal_data.keys k where k.person_id = ${sql.ref(personId)} and k.erased_at is not null)`;

/** Whether the person named by a column has a key here, or had one. */
export const isKnown = (personId: string): RawBuilder<boolean> =>
  sql`exists (select from personal_data.keys k where k.person_id = ${sql.ref(personId)})`;

/** The newest first: up to one more than the request's size, in its direction. */
export async function listErasures(
  db: Db,
  { size, backward, from }: PageRequest<readonly [at: Instant, personId: string]>,
): Promise<Erasure[]> {
  const all = erasedOnes(db).selectAll();
  const comparison = sql.raw(backward ? '>' : '<');
  const beyond = from
    ? all.where(
        sql<boolean>`(erased_at, person_id) ${comparison} (${new Date(from[0])}::timestamptz, ${from[1]})`,
      )
    : all;
  const direction = backward ? 'asc' : 'desc';
  const page = beyond
    .orderBy('erased_at', direction)
    .orderBy('person_id', direction)
    .limit(size + 1);
  return (await withRetries(() => page.execute())).map(toErasure);
}

export async function countErasures(db: Db): Promise<number> {
  const all = erasedOnes(db).select((row) => row.fn.countAll<number>().as('count'));
  return (await withRetries(() => all.executeTakeFirstOrThrow())).count;
}

const erasedOnes = (db: Db) => db.selectFrom('personal_data.keys').where('erased_at', 'is not', null);
