import { sql, type Transaction } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../database/database.js';
import type { PoolOptions } from '../database/pool.js';
import { EventStoreError } from '../event-sourcing/errors.js';
import type { Projection } from '../event-sourcing/projection.js';
import { type CuttingProxy, startCuttingProxy } from '../testing/cutting-proxy.js';
import { note, notes, noting } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';
import { startFeed } from './feed.js';
import { projectionLag } from './projection-lag.js';
import { type Projector, type ProjectorOptions, startProjector } from './projector.js';

type Trx = Transaction<Database>;

const soon = { timeout: 10_000, interval: 5 };

let database: StoreDatabase;
let proxy: CuttingProxy;
/** Writes, and has no projector. */
let writer: StoreProcess;
const ending: (() => Promise<void>)[] = [];

beforeEach(async () => {
  database = await createStoreDatabase();
  await database.admin.query(`
    create table read_model.applied (position bigint not null, n serial);
    grant all on all tables in schema read_model to retrace_app;
    grant all on all sequences in schema read_model to retrace_app`);
  proxy = await startCuttingProxy(database.connection);
  writer = await openStoreProcess(database.connection);
  ending.push(database.drop, proxy.close, writer.close);
});

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** Writes down each event that it is given: one that was applied twice stands there twice. */
const applied: Projection<Trx> = {
  name: 'applied',
  async apply(trx, events) {
    for (const event of events)
      await sql`insert into read_model.applied (position) values (${event.position})`.execute(trx);
  },
  clear: async (trx) => void (await sql`delete from read_model.applied`.execute(trx)),
};

interface Process extends StoreProcess {
  readonly projector: Projector;
  readonly onError: ReturnType<typeof vi.fn>;
}

async function openProcess(
  options: Partial<ProjectorOptions> = {},
  pools: PoolOptions = {},
): Promise<Process> {
  const process = await openStoreProcess(proxy.connection, { listenOn: database.connection, ...pools });
  ending.push(process.close);
  const feed = await startFeed({ store: process.store, pollInterval: 50, onError: () => {} });
  ending.push(feed.stop);
  const onError = vi.fn();
  const { db, store } = process;
  const projector = await startProjector({
    db,
    feed,
    store,
    projection: applied,
    lanes: 1,
    onError,
    ...options,
  });
  ending.push(projector.stop);
  return { ...process, projector, onError };
}

const range = (length: number) => Array.from({ length }, (_, i) => i + 1);

const rows = async () =>
  (
    await database.admin.query<{ position: number }>('select position from read_model.applied order by n')
  ).rows.map((row) => row.position);

const write = async (appends: number, events = 1) => {
  for (const _ of range(appends)) await writer.store.append(noting({ events: notes(events) }));
};

describe('a projector', () => {
  it('applies all events in order, those from before its time too, and goes on where it stopped', async () => {
    await write(3, 2);
    const first = await openProcess({ batch: 4 });
    await first.projector.reaches([6]);
    await write(2);
    await first.projector.reaches([8]);
    await first.projector.stop();
    expect(first.projector.state).toBe('STOPPED');
    await write(2);
    const { projector } = await openProcess();
    await projector.reaches([10]);
    expect(await rows()).toEqual(range(10));
    expect(await projector.checkpoint()).toMatchObject({ cursor: [10] });
    expect(projector.state).toBe('RUNNING');
  });

  it('applies nothing twice when it fails after it has written, says so, and recovers', async () => {
    let failures = 3;
    const projection: Projection<Trx> = {
      ...applied,
      async apply(trx, events) {
        await applied.apply(trx, events);
        if (failures > 0) throw new Error(`failure ${failures--}`);
      },
    };
    await write(5);
    const { projector, onError } = await openProcess({ projection });
    await vi.waitFor(() => expect(projector.state).toBe('FAILING'), soon);
    expect(await rows()).toEqual([]);
    await projector.reaches([5]);
    expect(projector.state).toBe('RUNNING');
    expect(onError.mock.calls.map(([error]) => error.message)).toEqual([
      'failure 3',
      'failure 2',
      'failure 1',
    ]);
    expect(await rows()).toEqual(range(5));
  });

  it.each(['before the request', 'before the answer', 'during the request'] as const)(
    'applies nothing twice where its connection is lost %s to commit',
    async (moment) => {
      const { projector } = await openProcess();
      await projector.reaches([0]);
      const cuts = range(3).map(() => proxy.cut(moment, 'commit'));
      await write(10);
      await Promise.all(cuts);
      await projector.reaches([10]);
      expect(await rows()).toEqual(range(10));
    },
  );

  it('keeps nothing of a batch in which an error of Postgres was swallowed', async () => {
    const projection: Projection<Trx> = {
      ...applied,
      async apply(trx, events) {
        await applied.apply(trx, events);
        await sql`select no_such_function()`.execute(trx).catch(() => undefined);
      },
    };
    await write(2);
    const { projector, onError } = await openProcess({ projection });
    await vi.waitFor(() => expect(onError.mock.calls.length).toBeGreaterThan(1), soon);
    expect(projector.state).toBe('FAILING');
    expect(await rows()).toEqual([]);
    expect((await projector.checkpoint()).cursor).toEqual([0]);
  });

  it('stops with its feed', async () => {
    const feed = await startFeed({ store: writer.store, onError: () => {} });
    const { projector } = await openProcess({ feed });
    await feed.stop();
    await vi.waitFor(() => expect(projector.state).toBe('STOPPED'), soon);
  });
});

describe('projectors of one projection', () => {
  it('share the work without doubling any, and one goes on when the other stops midway', async () => {
    const [ours, theirs] = [await openProcess({ batch: 3 }), await openProcess({ batch: 3 })];
    for (const round of range(10)) {
      await Promise.all(range(10).map(() => writer.store.append(noting({ events: notes(2) }))));
      if (round === 5) await ours.projector.stop();
    }
    await theirs.projector.reaches([200], 20_000);
    expect(await rows()).toEqual(range(200));
    expect(ours.onError).not.toHaveBeenCalled();
    expect(theirs.onError).not.toHaveBeenCalled();
  });

  it('are both told how far the rows are, whoever wrote them', async () => {
    const [ours, theirs] = [await openProcess(), await openProcess()];
    await write(5);
    await Promise.all([ours.projector.reaches([5]), theirs.projector.reaches([5])]);
    expect(await ours.projector.checkpoint()).toEqual(await theirs.projector.checkpoint());
  });
});

describe('a reader', () => {
  it('waits until the rows contain a place', async () => {
    const { projector } = await openProcess();
    const reached = vi.fn();
    const waiting = projector.reaches([2], 20_000).then(reached);
    await write(1);
    await projector.reaches([1]);
    expect(reached).not.toHaveBeenCalled();
    await write(1);
    await waiting;
    expect(await rows()).toEqual([1, 2]);
  });

  it('is told that the event store fails where they do not in time', async () => {
    const { projector } = await openProcess();
    await expect(projector.reaches([1], 30)).rejects.toThrow(EventStoreError);
  });

  it('can see how far they are behind', async () => {
    const gate = createGate();
    const projection = { ...applied, apply: () => gate.opened };
    const { projector, store } = await openProcess({ projection });
    expect(await projectionLag(projector, store)).toEqual({ cursor: [0], lagEvents: 0, lagSeconds: 0 });
    await store.append(noting({ events: [note({ recordedAt: Date.now() - 60_000 }), ...notes(2)] }));
    const lag = await projectionLag(projector, store);
    expect(lag).toMatchObject({ cursor: [0], lagEvents: 3 });
    expect(lag.lagSeconds).toBeGreaterThanOrEqual(60);
    gate.open();
    await projector.reaches([3]);
    expect(await projectionLag(projector, store)).toEqual({ cursor: [3], lagEvents: 0, lagSeconds: 0 });
  });
});

describe('a rebuild', () => {
  it('makes the rows that following the feed has made', async () => {
    const { projector } = await openProcess({ batch: 3 });
    await write(10);
    await projector.reaches([10]);
    const live = await rows();
    await database.admin.query(
      'delete from read_model.applied where position = 7; update read_model.applied set position = 0 where position = 3',
    );
    await projector.rebuild();
    expect(await rows()).toEqual(live);
    await write(1);
    await projector.reaches([11]);
    expect(await rows()).toEqual(range(11));
  });

  it('shows the old rows until it is done, and misses nothing that comes meanwhile', async () => {
    const gate = createGate();
    let rebuilding = false;
    const projection: Projection<Trx> = {
      ...applied,
      async clear(trx) {
        rebuilding = true;
        await applied.clear(trx);
        await gate.opened;
      },
    };
    const { projector } = await openProcess({ projection });
    await write(3);
    await projector.reaches([3]);
    const rebuilt = projector.rebuild();
    await vi.waitFor(() => expect(rebuilding).toBe(true), soon);
    await write(2);
    expect(await rows()).toEqual(range(3));
    gate.open();
    await rebuilt;
    await projector.reaches([5]);
    expect(await rows()).toEqual(range(5));
  });

  it('waits for another', async () => {
    const [ours, theirs] = [await openProcess(), await openProcess()];
    await write(20);
    const outcomes = await Promise.allSettled([ours, theirs, ours].map((it) => it.projector.rebuild()));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(range(3).map(() => 'fulfilled'));
    expect(await rows()).toEqual(range(20));
  });

  it('fails as the event store where another takes too long', async () => {
    const { projector } = await openProcess({}, { settings: { lock_timeout: '10' } });
    await projector.reaches([0]);
    const session = await database.admin.connect();
    await session.query('begin; select from event_store.checkpoints for update');
    await expect(projector.rebuild()).rejects.toThrow(EventStoreError);
    await session.query('rollback');
    session.release();
  });
});

function createGate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
