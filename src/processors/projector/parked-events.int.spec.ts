import { uuidv7 } from 'uuidv7';
import { describe, expect, it, vi } from 'vitest';
import { isRejection } from '../../event-sourcing/errors.js';
import type { Recorded } from '../../event-sourcing/event.js';
import { noteProjection, noteRows, replayedNotes } from '../../testing/note-projection.js';
import { note, noting } from '../../testing/notes.js';
import { projectorTests } from '../../testing/test-projector.js';
import { readParked } from './parked-events.js';
import { projectionHealth } from './projection-health.js';
import { projectNext } from './projection-step.js';
import { type Replayed, replayParked } from './replay-parked.js';

const soon = { timeout: 10_000, interval: 5 };
const test = projectorTests();

const rows = () => noteRows(test.database.admin);
const replayed = () => replayedNotes(test.writer.store);
const text = (json: string) => note({ json: JSON.stringify(json) });
const ids = (events: readonly Recorded[]) => events.map((event) => event.id);

/** Parked events as `version: error`, with attempts. */
const parked = async () =>
  (await readParked(test.writer.db, 'notes')).map((it) => [it.version, it.error, it.attempts]);

async function append(streamId: string, ...texts: string[]): Promise<readonly Recorded[]> {
  const events = texts.map(text);
  const outcome = await test.writer.store.append(noting({ streamId, expectedVersion: 'any', events }));
  if (outcome.kind !== 'appended') throw new Error(outcome.kind);
  return outcome.events;
}

/** A projection whose fold has been mended: it reads what was illegible. */
const mended: typeof noteProjection = {
  ...noteProjection,
  fold: {
    ...noteProjection.fold,
    evolve: (state, event) =>
      noteProjection.fold.evolve(state, event.data === 'illegible' ? { ...event, data: 'legible' } : event),
  },
};

async function replay(eventId: string | undefined, projection = noteProjection): Promise<Replayed> {
  const { db, store } = test.writer;
  const outcome = await replayParked({ db, store, projection }, eventId ?? '');
  if (isRejection(outcome)) throw new Error(outcome.message);
  return outcome;
}

const why = (version: number, type = 'Noted') =>
  expect.stringMatching(
    new RegExp(`failed at version ${version} \\(${type}\\), after version ${version - 1}: cannot be read$`),
  );

describe('a projector', () => {
  it('parks an event that cannot be folded and what comes after it in its stream, and goes on with all others', async () => {
    const [bad, good] = [uuidv7(), uuidv7()];
    await append(bad, 'a', 'illegible', 'c');
    await append(good, 'a', 'b');
    const { projector, onTrouble, store, db } = await test.open();
    await projector.reaches([5]);
    expect(await rows()).toEqual({
      [bad]: { version: 1, notes: ['1 a'] },
      [good]: { version: 2, notes: ['1 a', '2 b'] },
    });
    expect(await parked()).toEqual([
      [2, why(2), 3],
      [3, 'waits for version 2', 0],
    ]);
    expect(onTrouble.mock.calls.map(([what]) => what)).toEqual([
      'fails; trying again',
      'fails; trying again',
      'has parked an event',
    ]);
    await append(bad, 'd');
    await append(good, 'c');
    await projector.reaches([7]);
    expect((await rows())[good]?.version).toBe(3);
    expect((await rows())[bad]?.version).toBe(1);
    expect((await parked()).at(-1)).toEqual([4, 'waits for version 2', 0]);
    expect(onTrouble).toHaveBeenCalledTimes(3);
    expect(await projectionHealth({ db, store }, projector)).toMatchObject({ state: 'RUNNING', parked: 3 });
  });

  it('parks an event whose row the database refuses', async () => {
    const streamId = uuidv7();
    await append(streamId, 'a', 'b', 'unwanted', 'd');
    const { projector } = await test.open();
    await projector.reaches([4]);
    expect((await rows())[streamId]).toEqual({ version: 2, notes: ['1 a', '2 b'] });
    expect(await parked()).toEqual([
      [3, expect.stringContaining('violates check constraint "notes_wanted"'), 3],
      [4, 'waits for version 3', 0],
    ]);
  });

  it('parks what a row cannot hold, with an error that can be stored', async () => {
    const evolve: typeof noteProjection.fold.evolve = (state, event) => {
      if (event.version === 2) throw new Error('\0 and \ud800');
      return noteProjection.fold.evolve(state, event);
    };
    await append(uuidv7(), 'a', 'b');
    const projection = { ...noteProjection, fold: { ...noteProjection.fold, evolve } };
    const { projector } = await test.open({ projection });
    await projector.reaches([2]);
    expect(await parked()).toEqual([[2, expect.stringMatching(/: {2}and \ufffd$/), 3]]);
  });

  it('finds the bad ones among many, and parks no other', async () => {
    const streamIds = Array.from({ length: 60 }, () => uuidv7());
    for (const [i, streamId] of streamIds.entries())
      await append(streamId, 'a', i % 20 === 7 ? 'illegible' : 'b');
    const { projector } = await test.open();
    await projector.reaches([120], 30_000);
    expect(await parked()).toEqual([7, 27, 47].map(() => [2, why(2), 3]));
    expect(Object.values(await rows()).filter((row) => row.version === 2)).toHaveLength(57);
  });

  it('does not park an event of a type that it does not know', async () => {
    const streamId = uuidv7();
    const events = [text('a'), note({ type: 'Foreign' }), text('c')];
    await test.writer.store.append(noting({ streamId, events }));
    const { projector } = await test.open();
    await projector.reaches([3]);
    expect(await parked()).toEqual([]);
    expect((await rows())[streamId]).toEqual({ version: 3, notes: ['1 a', '3 c'] });
  });

  it('parks each event once where there are two of it', async () => {
    const [ours, theirs] = [await test.open(), await test.open()];
    await append(uuidv7(), 'a', 'illegible', 'c');
    await Promise.all([ours.projector.reaches([3]), theirs.projector.reaches([3])]);
    expect(await parked()).toEqual([
      [2, why(2), 3],
      [3, 'waits for version 2', 0],
    ]);
  });

  it('halts where what follows a parked event does not', async () => {
    const streamId = uuidv7();
    await append(streamId, 'a', 'illegible', 'c');
    const { projector } = await test.open({ haltedPause: 100 });
    await projector.reaches([3]);
    await test.database.admin.query(`
      begin; set local session_replication_role = replica;
      insert into event_store.events select (jsonb_populate_record(e,
        jsonb_build_object('version', 5, 'position', 4, 'event_id', gen_random_uuid()))).*
      from event_store.events e where position = 3;
      update event_store.heads set position = 4; commit`);
    await vi.waitFor(() => expect(projector.state).toBe('HALTED'), soon);
    expect(projector.lastError).toMatch(/^Version 5 of .* stands where version 4 should be$/);
    expect(await parked()).toHaveLength(2);
  });
});

describe('a parked event', () => {
  it('is applied when it can be, and all that waits behind it', async () => {
    const streamId = uuidv7();
    const [, bad] = ids(await append(streamId, 'a', 'illegible', 'c', 'd'));
    const { projector } = await test.open();
    await projector.reaches([4]);
    expect(await replay(bad, mended)).toEqual({ applied: 3, parked: undefined });
    expect(await rows()).toEqual({ [streamId]: { version: 4, notes: ['1 a', '2 legible', '3 c', '4 d'] } });
    expect(await parked()).toEqual([]);
    await append(streamId, 'e');
    await projector.reaches([5]);
    expect((await rows())[streamId]?.notes.at(-1)).toBe('5 e');
  });

  it('stays where it fails again, with one more attempt and the new error', async () => {
    const [, bad] = ids(await append(uuidv7(), 'a', 'illegible', 'c'));
    const { projector } = await test.open();
    await projector.reaches([3]);
    const before = await rows();
    const failing = vi.fn(() => {
      throw new Error('still not');
    });
    const worse = { ...noteProjection, fold: { ...noteProjection.fold, evolve: failing } };
    const { applied, parked: still } = await replay(bad, worse);
    expect({ applied, eventId: still?.event_id, attempts: still?.attempts }).toEqual({
      applied: 0,
      eventId: bad,
      attempts: 4,
    });
    expect(await parked()).toEqual([
      [2, expect.stringMatching(/: still not$/), 4],
      [3, 'waits for version 2', 0],
    ]);
    expect(await rows()).toEqual(before);
  });

  it('is followed as far as possible', async () => {
    const streamId = uuidv7();
    const [first] = ids(await append(streamId, 'illegible', 'b', 'c', 'unwanted', 'e', 'f'));
    const { projector } = await test.open();
    await projector.reaches([6]);
    expect(await rows()).toEqual({});
    expect(await replay(first, mended)).toMatchObject({ applied: 3, parked: { version: 4, attempts: 1 } });
    expect((await rows())[streamId]?.version).toBe(3);
    expect(await parked()).toEqual([
      [4, expect.stringContaining('notes_wanted'), 1],
      [5, 'waits for version 4', 0],
      [6, 'waits for version 4', 0],
    ]);
  });

  it('is applied where a rollback that waits behind it makes it count no more', async () => {
    const streamId = uuidv7();
    const [, bad] = ids(await append(streamId, 'a', 'illegible'));
    const { projector } = await test.open();
    await projector.reaches([2]);
    await test.writer.store.append(noting({ streamId, expectedVersion: 2, events: [note({ json: '1' })] }));
    await append(streamId, 'd');
    await projector.reaches([4]);
    const expected = await replayed();
    await append(streamId, 'unwanted', 'f');
    await projector.reaches([6]);
    expect(await replay(bad)).toMatchObject({ applied: 3, parked: { version: 5 } });
    expect(await rows()).toEqual(expected);
  });

  it('is refused behind an older one of its stream, which is named; and where it is not parked', async () => {
    const [, bad, behind] = ids(await append(uuidv7(), 'a', 'illegible', 'c'));
    const { projector } = await test.open();
    await projector.reaches([3]);
    const { db, store } = test.writer;
    const refusal = (eventId = '') => replayParked({ db, store, projection: mended }, eventId);
    expect(await refusal(behind)).toMatchObject({
      rejected: true,
      code: 'BUSINESS_RULE_ERROR',
      message: `It waits for version 2 of its stream: replay event ${bad} first`,
    });
    expect(await refusal(uuidv7())).toMatchObject({ rejected: true, code: 'NOT_FOUND' });
    expect(await parked()).toHaveLength(2);
  });

  it('is replayed, and what a projector has prepared meanwhile is not written', async () => {
    const streamId = uuidv7();
    const [, bad] = ids(await append(streamId, 'a', 'illegible'));
    const { projector, feed } = await test.open();
    await projector.reaches([2]);
    await projector.stop();
    await append(streamId, 'c');
    const { db, store } = test.writer;
    const prepared = await projector.checkpoint();
    await replay(bad, mended);
    await vi.waitFor(() => expect(feed.head).toEqual([3]), soon);
    const step = projectNext({ db, store, projection: mended }, feed, prepared, { limit: 1 });
    expect(await step).toEqual({ kind: 'beaten' });
    expect(await parked()).toEqual([]);
  });

  it('is replayed while its stream goes on, and nothing is left behind', async () => {
    const streamId = uuidv7();
    const [, bad] = ids(await append(streamId, 'a', 'illegible'));
    const { projector } = await test.open();
    await projector.reaches([2]);
    const writing = (async () => {
      for (let i = 0; i < 40; i += 1) await append(streamId, `note ${i}`);
    })();
    await projector.reaches([10]);
    await replay(bad, mended);
    await writing;
    await projector.reaches([42]);
    expect((await rows())[streamId]?.version).toBe(42);
    expect(await parked()).toEqual([]);
  });
});
