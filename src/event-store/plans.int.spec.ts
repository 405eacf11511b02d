import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { notes, noting } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';

const events = 20_000;
const keys = 5_000;
const crowded = '00000000-0000-7000-8000-000000000000';

let database: StoreDatabase;
let ours: StoreProcess;

beforeAll(async () => {
  database = await createStoreDatabase();
  ours = await openStoreProcess(database.connection, { max: 1 });
  // As autovacuum leaves a new store, whose plans are then made for tables that are known to be empty.
  await database.admin.query(
    'vacuum analyze event_store.events, event_store.idempotency, event_store.claims',
  );
  await exercise(uuidv7());
  await fill();
});

afterAll(() => database.drop());

/** Many events, keys and claims that no statistics know of. */
const fill = () =>
  database.admin.query(`
    begin;
    insert into event_store.events (lane, stream_id, version, position, event_id, type, schema_version, data, actor, correlation_id, recorded_at, hash, root)
    select 0, case when n % 2 = 0 then '${crowded}' else gen_random_uuid() end, n, h.position + n, gen_random_uuid(), 'Noted', 1,
      '"a note"', 'ann', gen_random_uuid(), h.recorded_at, '', ''
    from event_store.heads h, generate_series(1, ${events}) n;
    insert into event_store.idempotency select 0, 'ann', 'key ' || n, '', '${crowded}', n, n, now() from generate_series(1, ${keys}) n;
    insert into event_store.snapshots select 0, '${crowded}', n, 'this', '' from generate_series(1, ${keys}) n;
    insert into event_store.claims select 0, 'claim ' || n, gen_random_uuid() from generate_series(1, ${keys}) n;
    update event_store.heads set position = position + ${events};
    commit`);

/** Appends and looks things up in each way there is. */
async function exercise(streamId: string): Promise<void> {
  const { store } = ours;
  const idempotencyKey = { actor: 'ann', key: streamId, fingerprint: '' };
  await store.append(noting({ streamId, events: notes(3), idempotencyKey, claim: streamId }));
  await store.append(noting({ streamId, expectedVersion: 'any' }));
  await store.append(noting({ streamId, expectedVersion: 1 }));
  await Promise.all(notes(20).map((event) => store.append(noting({ events: [event] }))));
  await store.readStream(streamId, 1, 2);
  await store.readTail({ streamId, fold: 'this' });
  await store.readTail({ streamId: crowded, fold: 'this', upTo: 210 });
  await store.findKey('ann', streamId, streamId);
  await store.findClaim(streamId);
  await store.versionAt(streamId, Date.now());
  await store.versionAt(crowded, Date.now());
  await store.readFeed(await store.head(), 10);
}

it('nothing reads whole tables as they grow, though the plans were made when they were empty', async () => {
  const before = await tuplesRead();
  for (let i = 0; i < 3; i += 1) await exercise(uuidv7());
  await ours.close();
  // Postgres counts what a session did when that has ended.
  await vi.waitFor(async () => expect(await sessions()).toEqual([]), { timeout: 10_000 });
  const after = await tuplesRead();
  const read = Object.keys(after).map((table) => (after[table] ?? 0) - (before[table] ?? 0));
  expect(read).toHaveLength(3);
  expect(Math.max(...read)).toBeLessThan(1_000);
});

/** In tables and in indexes, of which one can be read from end to end too. */
async function tuplesRead(): Promise<Record<string, number>> {
  const { rows } = await database.admin.query<{ name: string; tuples: number }>(`
    select relname as name, seq_tup_read + (
      select sum(idx_tup_read)::bigint from pg_stat_user_indexes i where i.relid = t.relid
    ) as tuples
    from pg_stat_user_tables t
    where schemaname = 'event_store' and relname in ('events', 'idempotency', 'claims')`);
  return Object.fromEntries(rows.map((row) => [row.name, row.tuples]));
}

const sessions = async () =>
  (
    await database.admin.query(
      `select from pg_stat_activity where datname = current_database() and usename = current_user
       and pid <> pg_backend_pid() and query like '%event_store.append%' and query not like '%pg_stat_activity%'`,
    )
  ).rows;
