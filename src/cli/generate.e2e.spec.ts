import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createTestImports,
  runCommandLine,
  startCommandLine,
  type TestImports,
} from '../testing/test-imports.js';
import { generateStore } from './generate/generate-store.js';

// Processes start slowly where the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let store: TestImports;
beforeEach(async () => {
  store = await createTestImports();
});
afterEach(() => store?.drop());

const run = (...args: string[]) => runCommandLine('generate', store.databaseUrl, ...args);

describe('npm run generate', () => {
  it('killed in the middle, is completed by the next as if nothing had happened', async () => {
    const args = ['--orders', '2400', '--seed', '5'];
    const first = startCommandLine('generate', store.databaseUrl, ...args);
    const written = await killWhileWriting(7_000, first.kill);
    expect((await first.ended).code).toBeNull();
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(7_000);

    const { code, stdout } = await run(...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^Generated .* of 2,400 orders; ${written.toLocaleString('en-US')} were there already\n$`),
    );
    const whole = await createTestImports();
    await generateStore(2_400, 5, whole);
    expect(await store.exportInClear()).toEqual(await whole.exportInClear());
    await whole.drop();
  });

  /** Kills while the event at that position is being written; answers how many were committed before. */
  async function killWhileWriting(position: number, kill: () => void): Promise<number> {
    const client = new pg.Client(store.databaseUrl);
    await client.connect();
    await client.query(`
      select pg_advisory_lock(1);
      create function hold() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(1); return new; end $$;
      create trigger hold before insert on event_store.events
        for each row when (new.position = ${position}) execute function hold()`);
    const held = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect((await client.query(held)).rowCount).toBe(1), 60_000);
    kill();
    await client.query('select pg_advisory_unlock(1)');
    await client.query('drop function hold cascade');
    const { rows } = await client.query('select position::integer from event_store.heads');
    await client.end();
    return rows[0].position;
  }

  it('says in one line what is wrong, and ends with exit code 1', async () => {
    await generateStore(1, 1, store);
    const [none, tooMany, taken] = await Promise.all([
      run(),
      run('--orders', '10000001'),
      run('--orders', '5', '--seed', '2'),
    ]);
    const told = (line: RegExp) => ({ code: 1, stdout: '', stderr: expect.stringMatching(line) });
    expect(none).toEqual(told(/^Usage: npm run generate [^\n]*\n$/));
    expect(tooMany).toEqual(told(/^--orders must be a whole number from 1 to 10,000,000[^\n]*\n$/));
    expect(taken).toEqual(told(/^Nothing was written: [^\n]* name a new folder in DATA_DIR[^\n]*\n$/));
  });
});
