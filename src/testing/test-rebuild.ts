import pg from 'pg';
import { expect, vi } from 'vitest';
import { createDb } from '../database/pool.js';
import type { PostgresStore } from '../event-store/postgres-store.js';
import { bulkPool } from '../event-store/read-streams.js';
import { rebuild } from '../processors/rebuild/rebuild.js';
import type { RebuildRecord } from '../processors/rebuild/rebuild-record.js';
import type { Rebuilding } from '../processors/rebuild/rebuilding.js';
import { noteProjection } from './note-projection.js';
import { openStoreProcess } from './test-event-store.js';
import type { ProjectorTest } from './test-projector.js';

export interface RebuildingProcess extends Rebuilding {
  readonly store: PostgresStore;
  /** Ends with the test, like a process that is told to stop. */
  rebuild(): Promise<RebuildRecord>;
}

/** A process that can rebuild the notes, which is gone after the test. */
export async function openRebuilding(
  test: ProjectorTest,
  changes: Partial<Omit<Rebuilding, 'store'>> = {},
): Promise<RebuildingProcess> {
  const { connection } = test.database;
  const { store, close } = await openStoreProcess(connection);
  test.after(close);
  const bulk = createDb(bulkPool(connection, { role: 'retrace_app' }));
  test.after(() => bulk.destroy());
  const stopping = new AbortController();
  test.after(async () => stopping.abort());
  const rebuilding = { bulk, store, projection: noteProjection, code: 'these', ...changes };
  return { ...rebuilding, rebuild: () => rebuild(rebuilding, stopping.signal) };
}

export interface Hold {
  /** Resolves when a rebuild stands still there. */
  reached(): Promise<void>;
  /** Resolves when another transaction waits for the one that stands still. */
  awaited(): Promise<void>;
  /** Lets it go on, and all that come after it. */
  release(): Promise<void>;
}

/** Makes rebuilds stand still in the transaction that is about to leave such a record. */
export async function holdRebuild(connection: pg.ClientConfig, when: string): Promise<Hold> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  await client.query(`
    select pg_advisory_lock(8);
    create function hold() returns trigger language plpgsql as $$
    begin
      perform set_config('lock_timeout', '0', true), pg_advisory_xact_lock(8);
      return new;
    end $$;
    create trigger hold before update on event_store.rebuilds for each row when (${when}) execute function hold()`);
  const waitersFor = (lock: 'advisory' | 'transactionid') => async () => {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = $1`,
      [lock],
    );
    expect(rowCount).toBeGreaterThan(0);
  };
  const patience = { timeout: 20_000, interval: 5 };
  return {
    reached: () => vi.waitFor(waitersFor('advisory'), patience),
    awaited: () => vi.waitFor(waitersFor('transactionid'), patience),
    async release() {
      await client.query('select pg_advisory_unlock(8)');
      await client.query('drop function hold cascade');
      await client.end();
    },
  };
}
