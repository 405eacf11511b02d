import type { Db } from '../database/database.js';
import { shareRoundTrips } from '../database/shared-round-trips.js';
import type { Erasure } from './erasures.js';
import { findOrMakePersons, findPersons, newKey, type Person } from './keys.js';
import { hasSealed, openText, sealText } from './sealed-text.js';

/**
 * Texts of persons, sealed with a key of each. No key is kept longer than a round trip, so that an erasure holds at
 * once, in all processes. What is asked at once shares round trips. Throws an EventStoreError where the keys cannot
 * be reached.
 */
export interface PersonalData {
  /**
   * Seals each text, and makes the person's key where there is none. Equal texts of a person are sealed alike; those of an
   * erased one with a key that is forgotten at once.
   */
  seal(personId: string, texts: readonly string[]): Promise<readonly string[]>;
  /**
   * Opens each text, or what is sealed in it; one in which nothing is sealed is passed on as it is. Null: it does not
   * open, because the person was erased, or because the key is not here, or is another one.
   */
  open(personId: string, texts: readonly string[]): Promise<readonly (string | null)[]>;
  /** Null where the person was not erased. */
  erasureOf(personId: string): Promise<Erasure | null>;
}

type FindPersons = (db: Db, ids: readonly string[]) => Promise<ReadonlyMap<string, Person>>;

export function createPersonalData(db: Db): PersonalData {
  const shared = (find: FindPersons) =>
    shareRoundTrips<string, Person | undefined>({
      concurrency: 2,
      limit: 1_000,
      async send(ids) {
        const persons = await find(db, [...new Set(ids)]);
        return ids.map((id) => persons.get(id));
      },
    });
  const find = shared(findPersons);
  const findOrMake = shared(findOrMakePersons);

  return {
    async seal(personId, texts) {
      if (texts.length === 0) return [];
      const person = await findOrMake(personId);
      const key = person && 'key' in person ? person.key : newKey();
      return texts.map((text) => sealText(key, personId, text));
    },
    async open(personId, texts) {
      if (!texts.some(hasSealed)) return texts;
      const person = await find(personId);
      const key = person && 'key' in person ? person.key : undefined;
      return texts.map((text) => {
        if (!hasSealed(text)) return text;
        return key ? openText(key, personId, text) : null;
      });
    },
    async erasureOf(personId) {
      const person = await find(personId);
      return person && 'erasure' in person ? person.erasure : null;
    },
  };
}
