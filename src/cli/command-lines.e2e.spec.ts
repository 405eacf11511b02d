import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createTestImports,
  runCommandLine,
  startCommandLine,
  type TestImports,
} from '../testing/test-imports.js';

// Processes start slowly where the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let store: TestImports;
beforeEach(async () => {
  store = await createTestImports();
});
afterEach(() => store?.drop());

const customer = { kind: 'customer', id: 'ALFKI', name: 'Alfreds', email: 'alfki@northwind.example' };
const product = {
  kind: 'product',
  id: 'chai',
  sku: 'NW-001',
  name: 'Chai',
  price: { amount: '18.00', currency: 'USD' },
  stockLevel: 39,
};
const change = (order: string, second: number, command: string, input: object) => ({
  kind: 'change',
  order,
  at: new Date(Date.UTC(1996, 6, 4, 8, 0, second)).toISOString(),
  actor: 'employee-5',
  command,
  input,
});
/** Orders that are created and then, when all are there, confirmed. */
const history = (orders: number): object[] => {
  const references = Array.from({ length: orders }, (_, i) => `${10_000 + i}`);
  const items = [{ productId: 'chai', quantity: 1 }];
  return [
    customer,
    product,
    ...references.map((order, i) => change(order, i, 'createOrder', { customerId: 'ALFKI', items })),
    ...references.map((order, i) => change(order, orders + i, 'updateOrderStatus', { status: 'CONFIRMED' })),
  ];
};

describe('npm run import', () => {
  it('ends with exit code 1 where a line is left out, and names it', async () => {
    const file = await store.file([...history(2), change('9', 9, 'explode', {})]);
    const { code, stdout, stderr } = await runCommandLine('import', store.databaseUrl, file);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^line 7: .*command: must be one of .*\. Order 9 is left out$/m);
    expect(stdout).toMatch(/^orders +2 +0 +1$/m);
  });

  it('takes exactly one file, which must be there', async () => {
    const runs = [[], ['/a', '/b'], ['/no/such/file']].map((files) =>
      runCommandLine('import', store.databaseUrl, ...files),
    );
    const usage = 'Usage: npm run import -- FILE';
    expect(await Promise.all(runs)).toEqual(
      [usage, usage, '/no/such/file'].map((told) => ({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining(told),
      })),
    );
  });

  it('says what is wrong with the settings, or with the database, and ends with exit code 1', async () => {
    const file = await store.file(history(1));
    const [malformed, absent] = await Promise.all([
      runCommandLine('import', 'mysql://localhost', file),
      runCommandLine('import', `${store.databaseUrl}&dbname=nowhere`.replace(/\/test_\w+/, '/nowhere'), file),
    ]);
    expect(malformed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('DATABASE_URL must be a URL'),
    });
    expect(absent).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('database "nowhere" does not exist'),
    });
  });

  it('killed in the middle, is completed by the next as if nothing had happened', async () => {
    const lines = history(600);
    const file = await store.file(lines);
    const first = startCommandLine('import', store.databaseUrl, file);
    const written = await killHalfway(first.kill);
    expect((await first.ended).code).toBeNull();
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(600);

    const { code, stdout } = await runCommandLine('import', store.databaseUrl, file);
    expect({ code, events: stdout.match(/^events +(\S+) +(\S+)$/m)?.slice(1) }).toEqual({
      code: 0,
      events: [(1_200 - written).toLocaleString('en-US'), written.toLocaleString('en-US')],
    });
    const whole = await createTestImports();
    await whole.importLines(lines);
    expect(await feedOf(store)).toEqual(await feedOf(whole));
    await whole.drop();
  });

  /** Kills while event 600 is being written; answers how many were committed before. */
  async function killHalfway(kill: () => void): Promise<number> {
    const client = new pg.Client(store.databaseUrl);
    await client.connect();
    await client.query(`
      select pg_advisory_lock(600);
      create function hold() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(600); return new; end $$;
      create trigger hold before insert on event_store.events
        for each row when (new.position = 600) execute function hold()`);
    const held = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect((await client.query(held)).rowCount).toBe(1), 20_000);
    kill();
    await client.query('select pg_advisory_unlock(600)');
    await client.query('drop function hold cascade');
    const { rows } = await client.query('select count(*)::integer from event_store.events');
    await client.end();
    return rows[0].count;
  }

  /** All that does not differ from store to store: the ids of new orders do. */
  async function feedOf({ store: { readFeed } }: TestImports) {
    const { events } = await readFeed([0], 2_000);
    return events.map(({ streamId: _, ...event }) => event);
  }
});

describe('npm run export', () => {
  it('writes a file that the import of another store takes, and that comes out of it the same', async () => {
    await store.importLines(history(3));
    const first = await store.file([]);
    const exported = await runCommandLine('export', store.databaseUrl, first);
    expect(exported).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(`^Exported 1 customers, 1 products, 6 events, 0 keys to ${first}\\. `),
    });
    const other = await createTestImports();
    expect((await runCommandLine('import', other.databaseUrl, first)).code).toBe(0);
    const second = await other.file([]);
    await runCommandLine('export', other.databaseUrl, second);
    expect(await readFile(second, 'utf8')).toBe(await readFile(first, 'utf8'));
    await other.drop();
  });

  it('writes what is personal sealed, and the keys that open it into a file of their own', async () => {
    await store.importLines(history(1));
    const other = await createTestImports();
    const [data, keys] = [await store.file([]), `${store.folder}/keys`];
    const run = async (...args: Parameters<typeof runCommandLine>) => (await runCommandLine(...args)).stdout;
    await run('export', store.databaseUrl, data);
    expect(await readFile(data, 'utf8')).not.toContain('Alfreds');
    expect(await run('import', other.databaseUrl, data)).toMatch(
      /^1 customers cannot be read without their keys: npm run import -- --keys FILE$/m,
    );
    expect(await run('export', store.databaseUrl, '--keys', keys)).toMatch(
      /^Exported the keys and erasures of 1/,
    );
    expect(await run('import', other.databaseUrl, '--keys', keys)).toMatch(/ 1 written, 0 already there$/m);
    const [{ name } = { name: '' }] = (await other.exportInClear()) as { name: string }[];
    expect(name).toBe('Alfreds');
    await other.drop();
  });

  it('leaves the old file as it was where it fails, and nothing beside it', async () => {
    const file = await store.file(['old']);
    const client = new pg.Client(store.databaseUrl);
    await client.connect();
    await client.query('alter table event_store.events rename to hidden');
    await client.end();
    const { code, stderr } = await runCommandLine('export', store.databaseUrl, file);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('event_store.events') });
    expect(await readFile(file, 'utf8')).toBe('old\n');
    expect(await readdir(dirname(file))).toEqual([basename(file)]);
  });

  it('says so where the file cannot be written', async () => {
    const { code, stderr } = await runCommandLine('export', store.databaseUrl, '/no/such/folder/file');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('ENOENT') });
  });
});
