import { uuidv7 } from 'uuidv7';
import { describe, expect, it, vi } from 'vitest';
import { createGate } from '../../testing/greeting-schema.js';
import { noteRows, replayedNotes } from '../../testing/note-projection.js';
import { note, noting } from '../../testing/notes.js';
import { projectorTests } from '../../testing/test-projector.js';
import { holdRebuild, openRebuilding, type RebuildingProcess } from '../../testing/test-rebuild.js';
import { countParked, readParked } from '../projector/parked-events.js';
import { beginOrJoin } from './begin-or-join.js';
import { rebuild } from './rebuild.js';
import { rebuildProgress } from './rebuild-progress.js';
import { rebuildSteps } from './steps.js';

const range = (length: number) => Array.from({ length }, (_, i) => i + 1);
const random = (below: number) => Math.floor(Math.random() * below);

describe.each([1, 3])('in a store with %i lanes', (lanes) => {
  const test = projectorTests(lanes);

  it('makes of random histories what following the feed has made of them', async () => {
    const { projector } = await test.open({ batch: 7 });
    await writeHistories(test, 40);
    const { store } = test.writer;
    await projector.reaches(await store.head(), 20_000);
    const live = await everything();
    expect(Object.keys(await noteRows(test.database.admin)).length).toBeGreaterThan(20);
    expect(live.parked.length).toBeGreaterThan(0);
    const record = await (await openRebuilding(test)).rebuild();
    expect(record).toMatchObject({ phase: 'DONE', drift: 0, drifted: [] });
    expect(await everything()).toEqual(live);
  });

  /** Rows with their columns as bytes, and what is parked for which reason. */
  async function everything() {
    const { admin } = test.database;
    const { rows } = await admin.query('select n::text as row from read_model.notes n order by stream_id');
    const { rows: parked } = await admin.query(`
      select processor, lane, position, stream_id, version, event_id, type,
        replace(error, 'notes_next', 'notes') as error, attempts > 0 as tried
      from event_store.parked_events order by lane, position`);
    return { rows, parked };
  }
});

describe('a rebuild', () => {
  const test = projectorTests();

  const write = async (streams: number, json = '"a note"') => {
    const ids = range(streams).map(() => uuidv7());
    for (const streamId of ids)
      await test.writer.store.append(noting({ streamId, events: [note({ json })] }));
    return ids.sort();
  };
  const query = (text: string, values?: unknown[]) => test.database.admin.query(text, values);

  it('finds rows that are wrong, missing or without a stream, and mends them', async () => {
    const { projector } = await test.open();
    const [wrong, missing] = await write(20);
    await projector.reaches([20]);
    const right = await noteRows(test.database.admin);
    const stray = uuidv7();
    await query(`update read_model.notes set notes = '{forged}' where stream_id = $1`, [wrong]);
    await query('delete from read_model.notes where stream_id = $1', [missing]);
    await query(
      `insert into read_model.notes select $1, notes, lane, version, position, snapshot from read_model.notes limit 1`,
      [stray],
    );
    const record = await (await openRebuilding(test)).rebuild();
    expect(record).toMatchObject({ drift: 3, drifted: [wrong, missing, stray].sort() });
    expect(await noteRows(test.database.admin)).toEqual(right);
  });

  it('does not call a row wrong that one of the tables has not come to yet', async () => {
    const { projector } = await test.open();
    const [streamId] = await write(5);
    await projector.reaches([5]);
    await projector.stop();
    const more = noting({ streamId: streamId as string, expectedVersion: 1 });
    await test.writer.store.append(more);
    await write(1);
    const { rebuild, store } = await openRebuilding(test);
    expect(await rebuild()).toMatchObject({ drift: 0, cursor: [7] });
    expect(await noteRows(test.database.admin)).toEqual(await replayedNotes(store));
  });

  it('takes in what is written while it goes on, and holds up nobody who projects', async () => {
    const { projector } = await test.open();
    const [first] = await write(20);
    await projector.reaches([20]);
    const { rebuild, store } = await openRebuilding(test);
    let done = 0;
    for (const phase of ['INDEXING', 'CATCHING_UP', 'COMPARING', 'SWAPPING']) {
      const hold = await holdRebuild(test.database.connection, `new.phase = '${phase}'`);
      const running = rebuild().then(() => done++);
      await hold.reached();
      await test.writer.store.append(noting({ streamId: first as string, expectedVersion: 'any' }));
      await write(3);
      await projector.reaches(await store.head());
      expect(await noteRows(test.database.admin)).toEqual(await replayedNotes(store));
      await hold.release();
      await running;
      expect(await noteRows(test.database.admin)).toEqual(await replayedNotes(store));
    }
    expect(done).toBe(4);
    await write(1);
    await projector.reaches(await store.head());
    expect(await noteRows(test.database.admin)).toEqual(await replayedNotes(store));
  });

  it('in two processes at once is one rebuild, whose steps are each taken once', async () => {
    await write(20);
    const hold = await holdRebuild(test.database.connection, `new.phase = 'CATCHING_UP'`);
    const [ours, theirs] = [await openRebuilding(test), await openRebuilding(test)];
    const both = [ours, theirs].map(watched);
    await hold.reached();
    // One stands still; the other has joined it when it has asked more than to join takes.
    await vi.waitFor(() => expect(Math.min(...both.map((it) => it.answers))).toBeGreaterThan(toJoin));
    await hold.release();
    const [one, other] = await Promise.all(both.map(({ record }) => record));
    expect(one).toMatchObject({ phase: 'DONE', events: 20 });
    expect(other).toEqual(one);
    expect(Object.keys(await noteRows(test.database.admin))).toHaveLength(20);
  });

  it('that was done by another process, which began the next one at once, is not given up', async () => {
    await write(5);
    const hold = await holdRebuild(test.database.connection, `new.phase = 'CATCHING_UP'`);
    const ours = await openRebuilding(test);
    const first = ours.rebuild();
    await hold.reached();
    // Theirs joins, sees how far ours is, and is slow to look again.
    const [asking, gate] = [createGate(), createGate()];
    let looks = 0;
    const theirs = await openRebuilding(test);
    const bulk = theirs.bulk.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (!result.rows.some((row) => row.phase !== undefined)) return result;
        looks += 1;
        if (looks < 2) return result;
        asking.open();
        await gate.opened;
        return result;
      },
    });
    const joined = rebuild({ ...theirs, bulk }, new AbortController().signal);
    await asking.opened;
    await hold.release();
    const done = await first;
    const next = await ours.rebuild();
    expect(next.id).not.toBe(done.id);
    gate.open();
    expect(await joined).toMatchObject({ id: expect.any(String), phase: 'DONE', events: 5 });
  });

  it('goes on behind what another process has loaded, whatever was read ahead', async () => {
    await write(20);
    const [ours, theirs] = [
      await openRebuilding(test, { batch: 2 }),
      await openRebuilding(test, { batch: 2 }),
    ];
    const { id } = await beginOrJoin(ours);
    expect(await beginOrJoin(theirs)).toMatchObject({ id });
    const [step, theirStep] = [rebuildSteps(ours, id), rebuildSteps(theirs, id)];
    for (const _ of range(3)) for (const take of [step, step, theirStep]) expect(await take()).toBe(0);
    expect(await theirs.rebuild()).toMatchObject({ events: 20 });
    expect(await noteRows(test.database.admin)).toEqual(await replayedNotes(ours.store));
  });

  it('that is done is not joined: the next one begins anew', async () => {
    const { rebuild } = await openRebuilding(test);
    const first = await rebuild();
    expect((await rebuild()).id).not.toBe(first.id);
  });

  it('that other code has begun is not gone on with', async () => {
    await write(5);
    const hold = await holdRebuild(test.database.connection, `new.phase = 'INDEXING'`);
    const theirs = (await openRebuilding(test, { code: 'those' })).rebuild();
    const givenUp = expect(theirs).rejects.toThrow('given up');
    await hold.reached();
    const ours = (await openRebuilding(test)).rebuild();
    await hold.awaited();
    await hold.release();
    expect(await ours).toMatchObject({ events: 5 });
    await givenUp;
    expect(Object.keys(await noteRows(test.database.admin))).toHaveLength(5);
  });

  it('stops where the log has a hole, and leaves the old rows', async () => {
    const { projector } = await test.open();
    const [streamId] = await write(3);
    await test.writer.store.append(noting({ streamId: streamId as string, expectedVersion: 1 }));
    await projector.reaches([4]);
    const before = await noteRows(test.database.admin);
    await query(`begin; set local session_replication_role = replica;
      delete from event_store.events where position = 1; commit`);
    await expect((await openRebuilding(test)).rebuild()).rejects.toThrow('stands where version 1 should be');
    expect(await noteRows(test.database.admin)).toEqual(before);
  });

  it('stops where whole streams are gone', async () => {
    await write(3);
    await query(`begin; set local session_replication_role = replica;
      delete from event_store.events where position = 2; commit`);
    await expect((await openRebuilding(test)).rebuild()).rejects.toThrow('2 events up to 3');
  });

  it('applies parked events that can be applied by now', async () => {
    const { projector } = await test.open();
    const [streamId = ''] = await write(1);
    for (const [i, json] of ['"illegible"', '1', '"legible"'].entries()) {
      await test.writer.store.append(noting({ streamId, expectedVersion: 1 + i, events: [note({ json })] }));
      await projector.reaches([2 + i], 20_000);
    }
    const { db } = test.writer;
    expect(await countParked(db, 'notes')).toBe(3);
    // The rollback skips what cannot be read.
    expect(await (await openRebuilding(test)).rebuild()).toMatchObject({ drift: 0 });
    expect(await readParked(db, 'notes')).toEqual([]);
    expect(await noteRows(test.database.admin)).toEqual({
      [streamId]: { version: 4, notes: ['1 a note', '4 legible'] },
    });
  });

  it('shows how far it is, and whether anybody is at it', async () => {
    await write(7);
    const { db } = test.writer;
    expect(await rebuildProgress(db, 'notes')).toBeUndefined();
    const hold = await holdRebuild(test.database.connection, `new.phase = 'CATCHING_UP'`);
    const running = (await openRebuilding(test)).rebuild();
    await hold.reached();
    expect(await rebuildProgress(db, 'notes')).toMatchObject({
      phase: 'INDEXING',
      underWay: true,
      events: 7,
      totalEvents: 7,
      eventsPerSecond: expect.closeTo(7, -10),
      secondsLeft: 0,
      drift: null,
    });
    await hold.release();
    await running;
    expect(await rebuildProgress(db, 'notes')).toBeUndefined();
  });
});

type Test = ReturnType<typeof projectorTests>;

/** Streams that grow in turn: notes, rollbacks, and in some an event that cannot be applied, with more behind it. */
async function writeHistories({ writer }: Test, streams: number): Promise<void> {
  const histories = range(streams).map((n) => ({
    streamId: uuidv7(),
    version: 0,
    broken: n % 5 === 0 ? 4 : 99,
  }));
  for (const _ of range(6 * streams)) {
    const history = histories[random(streams)] as (typeof histories)[number];
    const { streamId, version, broken } = history;
    const harm = version === broken ? ['"illegible"', '"unwanted"'][random(2)] : undefined;
    const goesBack = version > 1 && version < broken && random(3) === 0;
    const json = harm ?? (goesBack ? `${1 + random(version - 1)}` : `"note ${version + 1}"`);
    await writer.store.append(noting({ streamId, expectedVersion: version, events: [note({ json })] }));
    history.version += 1;
  }
}

/** Statements, at the most. */
const toJoin = 6;

/** A rebuild, and how many statements it has had answers to. */
function watched(process: RebuildingProcess) {
  const watch = {
    answers: 0,
    record: rebuild(
      {
        ...process,
        bulk: process.bulk.withPlugin({
          transformQuery: ({ node }) => node,
          async transformResult({ result }) {
            watch.answers += 1;
            return result;
          },
        }),
      },
      new AbortController().signal,
    ),
  };
  return watch;
}
