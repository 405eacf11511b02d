import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EventStoreError } from '../event-sourcing/errors.js';
import { type CuttingProxy, startCuttingProxy } from '../testing/cutting-proxy.js';
import { notes, noting } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
  type StoreProcessOptions,
} from '../testing/test-event-store.js';

const call = 'event_store.append(';

let database: StoreDatabase;
let proxy: CuttingProxy;
const opened: StoreProcess[] = [];

beforeAll(async () => {
  database = await createStoreDatabase();
  proxy = await startCuttingProxy(database.connection);
});

beforeEach(() => database.forgetEvents());

afterEach(async () => {
  await Promise.all(opened.splice(0).map((it) => it.close()));
});

afterAll(async () => {
  await proxy.close();
  await database.drop();
});

async function open(options?: StoreProcessOptions): Promise<StoreProcess> {
  const process = await openStoreProcess(proxy.connection, options);
  opened.push(process);
  return process;
}

const range = (length: number) => Array.from({ length }, (_, i) => i + 1);

async function feed(): Promise<{ ids: string[]; positions: number[] }> {
  const { rows } = await database.admin.query<{ event_id: string; position: number }>(
    'select event_id, position from event_store.events order by position',
  );
  return { ids: rows.map((row) => row.event_id), positions: rows.map((row) => row.position) };
}

describe('killed backends', () => {
  it('cost no caller its append or its read, and nothing is lost or doubled', async () => {
    const [{ store }, { store: other }] = await Promise.all([open(), open()]);
    let done = false;
    const killing = (async () => {
      for (let kills = 0; !done || kills < 5; kills += 1) {
        await database.admin
          .query(
            'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
          )
          .catch(() => {}); // its own pool may lose a connection too
        await delay(60); // longer than a connection's first append takes on a busy machine: else nobody gets on
      }
    })();
    const appends = range(60).map((i) =>
      noting({ expectedVersion: i % 3 === 0 ? 'any' : 0, events: notes(2) }),
    );
    try {
      for (let i = 0; i < appends.length; i += 6) {
        await Promise.all(
          appends.slice(i, i + 6).map(async (append, n) => {
            const writer = n % 2 === 0 ? store : other;
            expect(await writer.append(append)).toMatchObject({ kind: 'appended' });
            const read = await store.readStream(append.streamId);
            expect(read.map((it) => it.id)).toEqual(append.events.map((it) => it.id));
          }),
        );
      }
    } finally {
      done = true;
    }
    await killing;
    const { ids, positions } = await feed();
    expect(new Set(ids)).toEqual(new Set(appends.flatMap((append) => append.events.map((it) => it.id))));
    expect(positions).toEqual(range(120));
  });
});

describe('a lock that others hold', () => {
  const hold = async () => {
    const session = await database.admin.connect();
    await session.query('begin; select from event_store.heads for update');
    return async () => {
      await session.query('rollback');
      session.release();
    };
  };

  it('makes an append wait, and try again, until it is let go', async () => {
    const { store } = await open({ settings: { lock_timeout: '30' } });
    const letGo = await hold();
    const before = proxy.requests(call);
    const outcome = store.append(noting());
    while (proxy.requests(call) < before + 3) await delay(5);
    await letGo();
    expect(await outcome).toMatchObject({ kind: 'appended' });
  });

  it('makes an append fail as the event store when its time is over, never as a conflict', async () => {
    const { store } = await open({ settings: { lock_timeout: '30' }, deadline: 200 });
    const letGo = await hold();
    await expect(store.append(noting())).rejects.toThrow(EventStoreError);
    await letGo();
    expect((await feed()).ids).toEqual([]);
    expect(await store.append(noting())).toMatchObject({ kind: 'appended' });
  });
});

describe('a database that does not answer', () => {
  it('fails appends and reads as the event store, those too that wait behind the ones under way', async () => {
    const { store } = await open({ statementTimeout: 500, deadline: 300 });
    const before = proxy.requests(call);
    const silences = [call, call, 'lateral'].map((text) => proxy.cut('in silence', text));
    const read = store.readStream(noting().streamId);
    const appends: Promise<unknown>[] = [];
    for (const _ of range(3)) {
      appends.push(store.append(noting()));
      await delay(0); // each in a turn of its own, so that the third finds both connections taken
    }
    const outcomes = await Promise.allSettled([read, ...appends]);
    expect(outcomes).toEqual(
      outcomes.map(() => ({ status: 'rejected', reason: expect.any(EventStoreError) })),
    );
    await Promise.all(silences);
    expect(proxy.requests(call)).toBe(before + 2);
    expect(await store.append(noting())).toMatchObject({ kind: 'appended' });
  });
});
