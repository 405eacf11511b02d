import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Db } from '../database/database.js';
import { createDb, createPool } from '../database/pool.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { countErasures, erase, listErasures } from './erasures.js';
import { createPersonalData, type PersonalData } from './personal-data.js';
import { isSealed } from './sealed-text.js';

let database: TestDatabase;
let db: Db;
let here: PersonalData;
let statements: string[] = [];
/** Another process, as far as this one can tell. */
let there: PersonalData;
let otherDb: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: createPool(database.connection, { role: 'retrace_app' }) }),
    log: ({ query }) => void statements.push(query.sql),
  });
  here = createPersonalData(db);
  otherDb = createDb(createPool(database.connection, { role: 'retrace_app' }));
  there = createPersonalData(otherDb);
});

afterAll(async () => {
  await Promise.all([db?.destroy(), otherDb?.destroy()]);
  await database?.drop();
});

const erased = (personId: string) => erase(db, { personId, actor: 'anna', reason: 'Article 17' });

describe('seal and open', () => {
  it('seals texts that every process opens', async () => {
    const sealed = await here.seal('ada', ['Ada', 'ada@example.com', 'Ada']);
    expect(sealed.every(isSealed)).toBe(true);
    expect(sealed[2]).toBe(sealed[0]);
    expect(await there.seal('ada', ['Ada'])).toEqual([sealed[0]]);
    expect(await there.open('ada', [...sealed, 'in clear'])).toEqual([
      ...['Ada', 'ada@example.com', 'Ada'],
      'in clear',
    ]);
  });

  it('makes one key for a person, however many ask for the first at a time', async () => {
    const asked = Array.from({ length: 40 }, (_, i) => (i % 2 ? here : there).seal('racer', ['x']));
    expect(new Set((await Promise.all(asked)).flat()).size).toBe(1);
  });

  it('shares round trips, and needs none where nothing is sealed', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `many-${i % 100}`);
    const sealed = await Promise.all(ids.map((id) => here.seal(id, [id])));
    statements = [];
    const open = await Promise.all(ids.map((id, i) => here.open(id, sealed[i] ?? [])));
    expect(open.flat()).toEqual(ids);
    expect(statements).toHaveLength(1);
    expect(await here.open('ada', ['in clear'])).toEqual(['in clear']);
    expect(await here.seal('nobody', [])).toEqual([]);
    expect(statements).toHaveLength(1);
  });

  it('opens nothing of a person without a key, who was not erased', async () => {
    expect(await here.open('unknown', await here.seal('ada', ['Ada']))).toEqual([null]);
    expect(await here.erasureOf('unknown')).toBeNull();
  });
});

describe('erase', () => {
  it('holds at once, in all processes', async () => {
    const sealed = await there.seal('grace', ['Grace']);
    const erasure = await erased('grace');
    expect(await Promise.all([here.open('grace', sealed), there.open('grace', sealed)])).toEqual([
      [null],
      [null],
    ]);
    expect(await there.erasureOf('grace')).toEqual(erasure);
  });

  it('goes on sealing, with a key that nobody has', async () => {
    await here.seal('hedy', ['Hedy']);
    await erased('hedy');
    const [[first], [second]] = [await here.seal('hedy', ['Hedy']), await here.seal('hedy', ['Hedy'])];
    expect([first, second].every((it) => isSealed(it ?? ''))).toBe(true);
    expect(first).not.toBe(second);
    expect(await here.open('hedy', [first ?? '', 'in clear'])).toEqual([null, 'in clear']);
  });

  it('wins over whoever makes a key at the same time', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `raced-${i}`);
    const sealed = await Promise.all(
      ids.map(async (id) => (await Promise.all([there.seal(id, ['x']), erased(id)]))[0]),
    );
    expect((await Promise.all(ids.map((id, i) => here.open(id, sealed[i] ?? [])))).flat()).toEqual(
      ids.map(() => null),
    );
  });

  it('is listed, the last one first', async () => {
    await erased('list-a');
    await erased('list-b');
    const page = { size: 1, backward: false };
    const [last, before] = await listErasures(db, page);
    expect([last?.personId, before?.personId]).toEqual(['list-b', 'list-a']);
    const from = [last?.at ?? 0, 'list-b'] as const;
    expect((await listErasures(db, { ...page, from }))[0]).toEqual(before);
    expect(await listErasures(db, { ...page, from, backward: true })).toEqual([]);
    expect(await countErasures(db)).toBeGreaterThan(2);
  });
});

describe('the database', () => {
  const change = (values: object) =>
    db.updateTable('personal_data.keys').set(values).where('person_id', '=', 'emmy').execute();

  it('lets nobody replace a key, take one back from an erasure, or change an erasure', async () => {
    await here.seal('emmy', ['Emmy']);
    const refused = /the key of emmy can be destroyed, once, and not be changed/;
    await expect(change({ key: Buffer.alloc(32) })).rejects.toThrow(refused);
    await erased('emmy');
    const key = { key: Buffer.alloc(32), erased_at: null, erased_by: null, reason: null };
    await expect(change(key)).rejects.toThrow(refused);
    await expect(change({ reason: 'another' })).rejects.toThrow(refused);
  });

  it('does not let the application remove an erasure', async () => {
    await expect(db.deleteFrom('personal_data.keys').execute()).rejects.toThrow('permission denied');
  });
});
