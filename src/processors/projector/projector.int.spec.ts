import { uuidv7 } from 'uuidv7';
import { describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../../database/transaction.js';
import { EventStoreError, ReadModelLag } from '../../event-sourcing/errors.js';
import { startCuttingProxy } from '../../testing/cutting-proxy.js';
import { noteRows, replayedNotes } from '../../testing/note-projection.js';
import { note, notes, noting } from '../../testing/notes.js';
import { openStoreProcess } from '../../testing/test-event-store.js';
import { projectorTests } from '../../testing/test-projector.js';
import { startFeed } from '../feed/feed.js';
import { takeCheckpoint } from './checkpoint.js';
import { projectionHealth } from './projection-health.js';

const soon = { timeout: 10_000, interval: 5 };
const test = projectorTests();
const { open } = test;

const range = (length: number) => Array.from({ length }, (_, i) => i + 1);
const rows = () => noteRows(test.database.admin);
const replayed = () => replayedNotes(test.writer.store);

/** Appends of two events each, to six streams in turn. */
async function write(appends: number, streamIds = range(6).map(() => uuidv7())): Promise<void> {
  for (const i of range(appends)) {
    const streamId = streamIds[i % streamIds.length] as string;
    await test.writer.store.append(noting({ streamId, expectedVersion: 'any', events: notes(2) }));
  }
}

/** Holds the checkpoint as a swap or a replay does, until it is told to end. */
async function holdCheckpoint(): Promise<() => Promise<void>> {
  const session = await test.database.admin.connect();
  await session.query('begin; select from event_store.checkpoints for update');
  return async () => {
    await session.query('rollback');
    session.release();
  };
}

describe('a projector', () => {
  it('applies all events in order, those from before its time too, and goes on where it stopped', async () => {
    await write(3);
    const first = await open({ batch: 4 });
    await first.projector.reaches([6]);
    await write(1);
    await first.projector.reaches([8]);
    await first.projector.stop();
    expect(first.projector.state).toBe('STOPPED');
    await write(1);
    const { projector } = await open();
    await projector.reaches([10]);
    expect(await rows()).toEqual(await replayed());
    expect(await projector.checkpoint()).toMatchObject({ cursor: [10] });
    expect(projector.state).toBe('RUNNING');
  });

  it('goes back to the start of a stream where a rollback does', async () => {
    const { projector } = await open({ batch: 2 });
    const streamId = uuidv7();
    const texts = ['"a"', '"b"', '"c"', '2', '"d"', '4', '"e"', '1'];
    for (const [expectedVersion, json] of texts.entries()) {
      await test.writer.store.append(noting({ streamId, expectedVersion, events: [note({ json })] }));
      await projector.reaches([expectedVersion + 1]);
      expect(await rows()).toEqual(await replayed());
    }
    expect(await rows()).toEqual({ [streamId]: { version: 8, notes: ['1 a'] } });
  });

  it('has no row for a stream until there is something to show', async () => {
    const { projector } = await open();
    const streamId = uuidv7();
    const later = ['"a"', '"b"'].map((json) => note({ json }));
    await test.writer.store.append(noting({ streamId, events: [note({ type: 'Foreign' })] }));
    await projector.reaches([1]);
    expect(await rows()).toEqual({});
    await test.writer.store.append(noting({ streamId, expectedVersion: 1, events: later }));
    await projector.reaches([3]);
    expect(await rows()).toEqual({ [streamId]: { version: 3, notes: ['2 a', '3 b'] } });
  });

  it.each(['before the request', 'before the answer', 'during the request'] as const)(
    'applies nothing twice where its connection is lost %s to write',
    async (moment) => {
      const proxy = await startCuttingProxy(test.database.connection);
      test.after(proxy.close);
      const { projector } = await open({ batch: 4 }, { connection: proxy.connection });
      const cuts = range(3).map(() => proxy.cut(moment, 'taken as'));
      await write(10);
      await projector.reaches([20], 20_000);
      await Promise.all(cuts);
      expect(await rows()).toEqual(await replayed());
    },
  );

  it('says that it fails while the database does, and recovers', async () => {
    const { projector, onTrouble } = await open();
    await test.database.admin.query('alter table read_model.notes rename to gone');
    await write(1);
    await vi.waitFor(() => expect(projector.state).toBe('FAILING'), soon);
    expect(projector.lastError).toBe('relation "read_model.notes" does not exist');
    expect(onTrouble).toHaveBeenCalledWith('fails; trying again', expect.any(Error));
    await test.database.admin.query('alter table read_model.gone rename to notes');
    await projector.reaches([2]);
    expect(projector).toMatchObject({ state: 'RUNNING', lastError: null });
    expect(await rows()).toEqual(await replayed());
  });

  it('writes nothing that it prepared before somebody took the checkpoint', async () => {
    const streamId = uuidv7();
    const { store, db } = test.writer;
    await store.append(noting({ streamId, events: notes(2) }));
    const gate = createGate();
    const readStream = vi.fn(async (...range: Parameters<typeof store.readStream>) => {
      await gate.opened;
      return store.readStream(...range);
    });
    const { projector } = await open({ store: { ...store, readStream } });
    await projector.reaches([2]);
    const rollback = note({ json: '1' });
    await store.append(noting({ streamId, expectedVersion: 2, events: [rollback] }));
    await vi.waitFor(() => expect(readStream).toHaveBeenCalledOnce(), soon);
    await inTransaction(db, (trx) => takeCheckpoint(trx, 'notes'));
    gate.open();
    await projector.reaches([3]);
    expect(readStream).toHaveBeenCalledTimes(2);
    expect(await rows()).toEqual(await replayed());
  });

  it('stops with its feed', async () => {
    const feed = await startFeed({ store: test.writer.store, onError: () => {} });
    const { projector } = await open({ feed });
    await feed.stop();
    await vi.waitFor(() => expect(projector.state).toBe('STOPPED'), soon);
    await write(1);
    await expect(projector.reaches([2])).rejects.toThrow('The projection "notes" has stopped');
  });
});

describe('projectors of one projection', () => {
  it('share the work without doubling any, and one goes on when the other stops midway', async () => {
    const [ours, theirs] = [await open({ batch: 3 }), await open({ batch: 3 })];
    for (const round of range(10)) {
      await write(10);
      if (round === 5) await ours.projector.stop();
    }
    await theirs.projector.reaches([200], 20_000);
    expect(await rows()).toEqual(await replayed());
    expect(ours.onTrouble).not.toHaveBeenCalled();
    expect(theirs.onTrouble).not.toHaveBeenCalled();
  });

  it('leave it to one of them, as long as nobody needs rows of another', async () => {
    const proxies = await Promise.all(range(2).map(() => startCuttingProxy(test.database.connection)));
    for (const proxy of proxies) {
      test.after(proxy.close);
      await open({}, { connection: proxy.connection });
    }
    const streamIds = [uuidv7()];
    let head = 0;
    const steps = () => proxies.map((proxy) => proxy.requests('taken as'));
    const untilRows = () =>
      vi.waitFor(async () => expect(Object.values(await rows())[0]?.version).toBe(head), soon);
    while (Math.min(...steps()) + Math.max(...steps()) < 20) {
      await write(1, streamIds);
      head += 2;
      await untilRows();
    }
    expect(Math.min(...steps())).toBeLessThan(5);
  });

  it('serve their readers at once, each in the way of the other', async () => {
    const pair = [await open(), await open()];
    const streamIds = range(3).map(() => uuidv7());
    for (const round of range(60)) {
      await write(2, streamIds);
      await Promise.all(pair.map(({ projector }) => projector.reaches([4 * round])));
    }
    expect(await rows()).toEqual(await replayed());
    for (const { projector, onTrouble } of pair) {
      expect(projector.state).toBe('RUNNING');
      expect(onTrouble).not.toHaveBeenCalled();
    }
  });

  it('are both told how far the rows are, whoever wrote them', async () => {
    const [ours, theirs] = [await open(), await open()];
    await write(5);
    await Promise.all([ours.projector.reaches([10]), theirs.projector.reaches([10])]);
    expect((await ours.projector.checkpoint()).cursor).toEqual((await theirs.projector.checkpoint()).cursor);
  });
});

describe('a reader', () => {
  it('waits until the rows contain a place', async () => {
    const { projector } = await open();
    const reached = vi.fn();
    const waiting = projector.reaches([4], 20_000).then(reached);
    await write(1);
    await projector.reaches([2]);
    expect(reached).not.toHaveBeenCalled();
    await write(1);
    await waiting;
    expect(await rows()).toEqual(await replayed());
  });

  it('makes its process look at the feed and take its turn, where nothing tells of the write', async () => {
    const { store, close } = await openStoreProcess(test.database.connection);
    test.after(close);
    const feed = await startFeed({ store, pollInterval: 2 ** 30, onError: () => {} });
    test.after(feed.stop);
    const { projector } = await open({ feed, store });
    for (const head of [2, 4, 6]) {
      await write(1);
      await projector.reaches([head]);
    }
    expect(await rows()).toEqual(await replayed());
  });

  it('has a step made again that a crash of Postgres has lost', async () => {
    const { projector } = await open();
    await write(1);
    await projector.reaches([2]);
    await projector.reaches([2]);
    await test.database.admin.query(`
      begin; delete from read_model.notes; update event_store.checkpoints set cursor = '{0}'; commit`);
    await projector.reaches([2], 2_000);
    expect(await rows()).toEqual(await replayed());
  });

  it('waits for whoever holds the checkpoint, and is woken when that one is done', async () => {
    const { projector } = await open();
    const letGo = await holdCheckpoint();
    const reached = vi.fn();
    await write(1);
    const waiting = projector.reaches([2]).then(reached);
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), soon);
    expect(reached).not.toHaveBeenCalled();
    await letGo();
    await waiting;
    expect(await rows()).toEqual(await replayed());
  });

  it('asks the database when it comes and when it is woken, and not in between', async () => {
    const proxy = await startCuttingProxy(test.database.connection);
    test.after(proxy.close);
    const { projector } = await open({}, { connection: proxy.connection });
    const letGo = await holdCheckpoint();
    await write(1);
    const waiting = projector.reaches([2]);
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), soon);
    const before = proxy.requests('event_store"."checkpoints"');
    await test.database.admin.query('select pg_sleep(0.5)');
    expect(proxy.requests('event_store"."checkpoints"')).toBe(before);
    await letGo();
    await waiting;
  });

  it('is told which projection lags, and what to do, where the rows do not contain the place in time', async () => {
    const { projector } = await open();
    await projector.reaches([0]);
    const letGo = await holdCheckpoint();
    await write(2);
    const refused = projector.reaches([4], 300);
    await expect(refused).rejects.toThrow(EventStoreError);
    await expect(refused).rejects.toThrow(ReadModelLag);
    await expect(refused).rejects.toThrow(
      'The projection "notes" lags by more than 300 ms. Try again in a moment, or read without waiting for it.',
    );
    await letGo();
  });

  it('can see how far they are behind, and for how long they have stood still', async () => {
    const { store, db } = test.writer;
    const { projector } = await open();
    const health = () => projectionHealth({ db, store }, projector);
    const none = { lagEvents: 0, lagSeconds: 0, stalledSeconds: 0, parked: 0 };
    expect(await health()).toEqual({
      name: 'notes',
      cursor: [0],
      state: 'RUNNING',
      lastError: null,
      ...none,
    });
    const letGo = await holdCheckpoint();
    await store.append(noting({ events: [note({ recordedAt: Date.now() - 60_000 }), ...notes(2)] }));
    const behind = await health();
    expect(behind).toMatchObject({ cursor: [0], lagEvents: 3 });
    expect(behind.lagSeconds).toBeGreaterThanOrEqual(60);
    expect(behind.stalledSeconds).toBeGreaterThan(0);
    expect(behind.stalledSeconds).toBeLessThan(60);
    await letGo();
    await projector.reaches([3]);
    expect(await health()).toMatchObject({ cursor: [3], ...none });
  });
});

const waitingForLocks = async () =>
  (
    await test.database.admin.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).rows.length;

function createGate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
