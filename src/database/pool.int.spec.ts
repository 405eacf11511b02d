import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CuttingProxy, startCuttingProxy } from '../testing/cutting-proxy.js';
import { createStoreDatabase, type StoreDatabase } from '../testing/test-event-store.js';
import { createDb, createPool, type PoolOptions } from './pool.js';

let database: StoreDatabase;
let proxy: CuttingProxy;
const pools: pg.Pool[] = [];

beforeAll(async () => {
  database = await createStoreDatabase();
  proxy = await startCuttingProxy(database.connection);
});

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
});

afterAll(async () => {
  await proxy.close();
  await database.drop();
});

function open(options: PoolOptions = {}): pg.Pool {
  const pool = createPool(proxy.connection, { max: 1, ...options });
  pools.push(pool);
  return pool;
}

const one = async (pool: pg.Pool, text: string): Promise<unknown> =>
  Object.values((await pool.query<Record<string, unknown>>(text)).rows[0] ?? {})[0];

const terminate = (pid: unknown) => database.admin.query('select pg_terminate_backend($1)', [pid]);

describe('a session', () => {
  it('has the role, the settings and the time-outs that were asked for', async () => {
    const pool = open({ role: 'retrace_app', statementTimeout: 1_234, settings: { enable_seqscan: 'off' } });
    const settings = ['role', 'TimeZone', 'statement_timeout', 'enable_seqscan'].map((it) =>
      one(pool, `show ${it}`),
    );
    expect(await Promise.all(settings)).toEqual(['retrace_app', 'UTC', '1234ms', 'off']);
    expect(await one(pool, 'select current_user')).toBe('retrace_app');
  });

  it('is broken off by Postgres where a statement takes too long', async () => {
    const pool = open({ statementTimeout: 50 });
    await expect(pool.query('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
  });

  it('reads large integers as numbers and JSON as its text', async () => {
    const pool = open();
    expect(await one(pool, `select ${Number.MAX_SAFE_INTEGER}::bigint`)).toBe(Number.MAX_SAFE_INTEGER);
    expect(await one(pool, `select '{ "b":1.0, "b":2 }'::json`)).toBe('{ "b":1.0, "b":2 }');
  });
});

describe('a lost connection', () => {
  it('that was idle is reported, and replaced', async () => {
    const onError = vi.fn();
    const pool = open({ onError });
    await terminate(await one(pool, 'select pg_backend_pid()'));
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce());
    expect(await one(pool, 'select 1')).toBe(1);
  });

  it('that was checked out fails its user only, between statements too', async () => {
    const pool = open();
    const client = await pool.connect();
    const { rows } = await client.query('select pg_backend_pid() as pid');
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    await terminate(rows[0].pid);
    await ended;
    await expect(client.query('select 1')).rejects.toThrow(/not queryable/);
    client.release();
    expect(await one(pool, 'select 1')).toBe(1);
  });

  it('in the middle of a statement fails it, and is replaced', async () => {
    const pool = open();
    const cut = proxy.cut('during the request', 'pg_sleep');
    await expect(pool.query('select pg_sleep(0.1)')).rejects.toThrow(/Connection terminated/);
    await cut;
    expect(await one(pool, 'select 1')).toBe(1);
  });

  it('that nobody hears of fails after a time-out, and is replaced', async () => {
    const pool = open({ statementTimeout: 300 });
    const db = createDb(pool);
    for (const ask of [() => pool.query('select 7'), () => sql`select 7`.execute(db)]) {
      const cut = proxy.cut('in silence', 'select 7');
      await expect(ask()).rejects.toThrow('Query read timeout');
      await cut;
      expect(await one(pool, 'select 1')).toBe(1);
    }
  });
});
