import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestImports, type TestImports } from '../testing/test-imports.js';
import { onRecord } from './on-record.js';

let store: TestImports;
beforeAll(async () => {
  store = await createTestImports();
});
afterAll(() => store.drop());

const newest = () =>
  store.db
    .selectFrom('audit.entries')
    .select(['actor', 'action', 'subject', 'outcome', 'message'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

const actor = `cli:${userInfo().username}`;

it.each([
  [true, 'DONE'],
  [false, 'FAILED'],
])('says who ran a command line that answered %s', async (answer, outcome) => {
  expect(await onRecord(store, 'projections rebuild', 'orders', async () => answer)).toBe(answer);
  expect(await newest()).toEqual({
    actor,
    action: 'projections rebuild',
    subject: 'orders',
    outcome,
    message: null,
  });
});

it('says that one has failed, not why, and passes its error on', async () => {
  const work = () => Promise.reject(new Error('line 7: ada@example.org is taken'));
  await expect(onRecord(store, 'import', null, work)).rejects.toThrow('is taken');
  expect(await newest()).toMatchObject({ actor, action: 'import', outcome: 'FAILED', message: null });
});

it('passes the first error on where the database is gone', async () => {
  const gone = await createTestImports();
  await gone.drop();
  const work = () => Promise.reject(new Error('the disk is full'));
  await expect(onRecord(gone, 'import', null, work)).rejects.toThrow('the disk is full');
});
