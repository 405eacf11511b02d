import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Append } from '../event-sourcing/event-store.js';
import { type CuttingProxy, type Moment, startCuttingProxy } from '../testing/cutting-proxy.js';
import { note, notes, noting } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';

const call = 'event_store.append(';
const moments: Moment[] = ['before the request', 'during the request', 'before the answer'];

let database: StoreDatabase;
let proxy: CuttingProxy;
/** Reaches Postgres through the proxy. */
let ours: StoreProcess;
/** Reaches it without. */
let undisturbed: StoreProcess;

beforeAll(async () => {
  database = await createStoreDatabase();
  proxy = await startCuttingProxy(database.connection);
  ours = await openStoreProcess(proxy.connection);
  undisturbed = await openStoreProcess(database.connection);
});

beforeEach(() => database.forgetEvents());

afterAll(async () => {
  await ours.close();
  await undisturbed.close();
  await proxy.close();
  await database.drop();
});

const idempotencyKey = { actor: 'ann', key: 'key 1', fingerprint: 'input 1' };
const day = (n: number) => note({ recordedAt: Date.UTC(1996, 6, n) });

const kinds: [string, Partial<Append>][] = [
  ['to a new stream', { expectedVersion: 0 }],
  ['at an exact version', { expectedVersion: 2 }],
  ['at any version', { expectedVersion: 'any' }],
  ['of several events to a new stream', { expectedVersion: 0, events: notes(3) }],
  ['of several events at an exact version', { expectedVersion: 2, events: notes(3) }],
  ['of several events at any version', { expectedVersion: 'any', events: notes(3) }],
  ['with a key to a new stream', { expectedVersion: 0, idempotencyKey }],
  ['with a key at an exact version', { expectedVersion: 2, events: notes(2), idempotencyKey }],
  ['with a key at any version', { expectedVersion: 'any', events: notes(2), idempotencyKey }],
  ['with a claim', { expectedVersion: 0, claim: 'reference 1' }],
  ['of imported events', { expectedVersion: 0, events: [day(4), day(6), day(8)], idempotencyKey }],
];

const streamOf = async (streamId: string) =>
  (await undisturbed.store.readStream(streamId)).map((it) => it.id);
const positions = async () => (await undisturbed.store.readFeed([0], 1_000)).events.map((it) => it.position);
const range = (length: number) => Array.from({ length }, (_, i) => i + 1);

describe.each(moments)('an append whose connection is lost %s', (moment) => {
  it.each(kinds)('succeeds once: %s', async (_, kind) => {
    const streamId = uuidv7();
    const before = kind.expectedVersion === 0 ? [] : [day(1), day(2)];
    await undisturbed.store.append(noting({ streamId, expectedVersion: 'any', events: before }));
    const append = noting({
      streamId,
      ...kind,
      events: (kind.events ?? [note()]).map((it) => ({ ...it, id: uuidv7() })),
    });

    const cut = proxy.cut(moment, call);
    const outcome = await ours.store.append(append);
    await cut;
    const written = await undisturbed.store.readStream(streamId, before.length);
    expect(outcome).toEqual({ kind: 'appended', events: written });
    expect(await streamOf(streamId)).toEqual([...before, ...append.events].map((it) => it.id));
    expect(await positions()).toEqual(range(before.length + append.events.length));
  });

  it('succeeds once however often that happens', async () => {
    const cuts = range(3).map(() => proxy.cut(moment, call));
    const append = noting({ expectedVersion: 'any', events: notes(2) });
    expect(await ours.store.append(append)).toMatchObject({ kind: 'appended' });
    await Promise.all(cuts);
    expect(await streamOf(append.streamId)).toEqual(append.events.map((it) => it.id));
  });

  it('succeeds once for each of those that went together', async () => {
    const appends = range(30).map((i) =>
      noting(kinds[i % 6]?.[1].expectedVersion === 'any' ? { expectedVersion: 'any' } : {}),
    );
    const rival = noting();
    await undisturbed.store.append(rival);
    const late = noting({ streamId: rival.streamId });
    const cut = proxy.cut(moment, call);
    const outcomes = await Promise.all([...appends, late].map((append) => ours.store.append(append)));
    await cut;
    expect(outcomes.map((outcome) => outcome.kind)).toEqual([...appends.map(() => 'appended'), 'conflict']);
    for (const append of appends) expect(await streamOf(append.streamId)).toHaveLength(1);
    expect(await positions()).toEqual(range(31));
  });

  it('of no event with a key records the key once', async () => {
    const streamId = uuidv7();
    const cut = proxy.cut(moment, call);
    const outcome = await ours.store.append({ streamId, expectedVersion: 0, events: [], idempotencyKey });
    await cut;
    const record = { streamId, fingerprint: 'input 1', firstVersion: 1, lastVersion: 0 };
    // Nothing tells its own first try from an earlier command: either is the answer that the key stands for.
    expect([
      { kind: 'appended', events: [] },
      { kind: 'repeated', record },
    ]).toContainEqual(outcome);
    expect(await undisturbed.store.findKey('ann', 'key 1', streamId)).toEqual(record);
  });

  it('is answered as a conflict where it was one', async () => {
    const { streamId } = noting();
    await undisturbed.store.append(noting({ streamId, events: notes(2) }));
    const cut = proxy.cut(moment, call);
    expect(await ours.store.append(noting({ streamId, expectedVersion: 1 }))).toEqual({
      kind: 'conflict',
      currentVersion: 2,
    });
    await cut;
    expect(await streamOf(streamId)).toHaveLength(2);
  });
});

describe('a lost append that Postgres is still at work on', () => {
  it.each(kinds)('is written once: %s', async (_, kind) => {
    const streamId = uuidv7();
    const before = kind.expectedVersion === 0 ? [] : [day(1), day(2)];
    await undisturbed.store.append(noting({ streamId, expectedVersion: 'any', events: before }));
    const append = noting({
      streamId,
      ...kind,
      events: (kind.events ?? [note()]).map((it) => ({ ...it, id: uuidv7() })),
    });

    const holder = await holdHead();
    const cut = proxy.cut('during the request', call);
    const outcome = ours.store.append(append);
    await cut;
    await vi.waitFor(async () => expect(await waitingAppends()).toBe(2), { timeout: 5_000, interval: 5 });
    await holder.letGo();
    expect(await outcome).toMatchObject({ kind: 'appended' });
    await vi.waitFor(async () => expect(await waitingAppends()).toBe(0), { timeout: 5_000, interval: 5 });
    expect(await streamOf(streamId)).toEqual([...before, ...append.events].map((it) => it.id));
    expect(await positions()).toEqual(range(before.length + append.events.length));
  });

  it.each(kinds.filter(([, kind]) => !kind.idempotencyKey && !kind.claim))(
    'may come after the next try: the same append again is the same success: %s',
    async (_, kind) => {
      const streamId = uuidv7();
      if (kind.expectedVersion !== 0) await undisturbed.store.append(noting({ streamId, events: notes(2) }));
      const append = noting({ streamId, ...kind });
      const first = await undisturbed.store.append(append);
      await undisturbed.store.append(noting({ streamId, expectedVersion: 'any' }));
      expect(await ours.store.append(append)).toEqual(first);
    },
  );

  it('is told from what others wrote behind it', async () => {
    const append = noting({ events: notes(2) });
    const cut = proxy.cut('before the answer', call);
    const outcome = ours.store.append(append);
    await cut;
    await undisturbed.store.append(noting({ streamId: append.streamId, expectedVersion: 'any' }));
    expect(await outcome).toMatchObject({
      kind: 'appended',
      events: append.events.map(({ id }) => ({ id })),
    });
    expect(await streamOf(append.streamId)).toHaveLength(3);
  });
});

/** The lock that each append of the lane needs. */
async function holdHead(): Promise<{ letGo(): Promise<void> }> {
  const session = await database.admin.connect();
  await session.query('begin; select from event_store.heads for update');
  return {
    async letGo() {
      await session.query('commit');
      session.release();
    },
  };
}

async function waitingAppends(): Promise<number> {
  const { rows } = await database.admin.query(
    `select from pg_stat_activity where datname = current_database() and state = 'active' and query like '%event_store.append(%'
     and wait_event_type = 'Lock'`,
  );
  return rows.length;
}
