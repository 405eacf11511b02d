import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CuttingProxy, startCuttingProxy } from '../testing/cutting-proxy.js';
import { createStoreDatabase, type StoreDatabase } from '../testing/test-event-store.js';
import type { Db } from './database.js';
import { createDb, createPool } from './pool.js';
import { inTransaction } from './transaction.js';

let database: StoreDatabase;
let proxy: CuttingProxy;
let db: Db;

beforeAll(async () => {
  database = await createStoreDatabase();
  await database.admin.query('create table noted (text text not null)');
  proxy = await startCuttingProxy(database.connection);
  db = createDb(createPool(proxy.connection, { max: 1 }));
});

beforeEach(() => database.admin.query('truncate noted'));

afterAll(async () => {
  await db.destroy();
  await proxy.close();
  await database.drop();
});

const insert = sql`insert into noted values ('a note')`;
const noted = async () => (await database.admin.query('select text from noted')).rows.map((row) => row.text);

describe('a transaction', () => {
  it('is committed when its work is done', async () => {
    const answer = await inTransaction(db, async (trx) => {
      await insert.execute(trx);
      return 'done';
    });
    expect(answer).toBe('done');
    expect(await noted()).toEqual(['a note']);
  });

  it('is rolled back when its work throws', async () => {
    const refusal = new Error('no');
    const transaction = inTransaction(db, async (trx) => {
      await insert.execute(trx);
      throw refusal;
    });
    await expect(transaction).rejects.toBe(refusal);
    expect(await noted()).toEqual([]);
  });

  it('fails where its work swallowed an error of Postgres, which rolls back all of it', async () => {
    const transaction = inTransaction(db, async (trx) => {
      await insert.execute(trx);
      await sql`insert into noted values (null)`.execute(trx).catch(() => undefined);
      return 'done';
    });
    await expect(transaction).rejects.toThrow(/current transaction is aborted/);
    expect(await noted()).toEqual([]);
  });

  it.each([
    ['before the request', 0],
    ['before the answer', 1],
  ] as const)(
    'fails, and the process lives, where the connection is lost %s to commit',
    async (moment, written) => {
      const cut = proxy.cut(moment, 'commit');
      const transaction = inTransaction(db, (trx) => insert.execute(trx));
      await expect(transaction).rejects.toThrow();
      await cut;
      expect(await noted()).toHaveLength(written);
      await inTransaction(db, (trx) => insert.execute(trx));
      expect(await noted()).toHaveLength(written + 1);
    },
  );
});
