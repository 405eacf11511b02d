import { uuidv7 } from 'uuidv7';
import { describe, expect, it, vi } from 'vitest';
import { noteProjection, noteRows, replayedNotes } from '../../testing/note-projection.js';
import { notes, noting } from '../../testing/notes.js';
import { projectorTests } from '../../testing/test-projector.js';
import { startFeed } from '../feed/feed.js';
import { ensureCheckpoint, readCheckpoint } from './checkpoint.js';
import { projectNext } from './projection-step.js';
import { takeTurns } from './projector-turns.js';

const test = projectorTests();
const streamId = uuidv7();

/** What several processes have, each with turns of its own. */
async function processes(count: number) {
  const { db, store } = test.writer;
  await ensureCheckpoint(db, 'notes', [0]);
  const feed = await startFeed({ store, onError: () => {} });
  test.after(feed.stop);
  const projecting = { db, store, projection: noteProjection };
  const turns = Array.from({ length: count }, () => {
    const onMoved = vi.fn();
    return {
      ...projecting,
      onMoved,
      turns: takeTurns({ ...projecting, feed, batch: 2, start: [0], onMoved }),
    };
  });
  async function write(): Promise<void> {
    await store.append(noting({ streamId, expectedVersion: 'any', events: notes(2) }));
    const head = await store.head();
    await vi.waitFor(() => expect(feed.head).toEqual(head), { interval: 5 });
  }
  return { projecting, feed, write, all: turns.map((it) => it.turns), heard: turns.map((it) => it.onMoved) };
}

const rowsAreRight = async () =>
  expect(await noteRows(test.database.admin)).toEqual(await replayedNotes(test.writer.store));

describe('of several processes', () => {
  it('one leads; another stands by as long as that moves the checkpoint, and takes over when it stands still', async () => {
    const { all, heard, write } = await processes(2);
    const [ours, theirs] = all as [(typeof all)[0], (typeof all)[0]];
    await write();
    expect(await ours.take(false)).toEqual({ kind: 'moved', hasMore: false });
    for (let round = 0; round < 3; round += 1) {
      await write();
      expect(await theirs.take(false)).toEqual({ kind: 'led elsewhere' });
      expect(await ours.take(false)).toEqual({ kind: 'moved', hasMore: false });
      expect([ours.leading, theirs.leading]).toEqual([true, false]);
    }
    await write();
    expect(await theirs.take(false)).toEqual({ kind: 'led elsewhere' });
    expect(await theirs.take(false)).toEqual({ kind: 'moved', hasMore: false });
    expect(await theirs.take(false)).toEqual({ kind: 'idle' });
    expect(theirs.leading).toBe(true);
    expect(await ours.take(false)).toEqual({ kind: 'led elsewhere' });
    expect(ours.leading).toBe(false);
    expect(theirs.seen).toEqual([10]);
    expect(heard.map((onMoved) => onMoved.mock.calls.length)).toEqual([5, 5]);
    await rowsAreRight();
  });

  it('any goes on at once where its rows are needed', async () => {
    const { all, write } = await processes(3);
    for (const turns of [...all, ...all]) {
      await write();
      expect(await turns.take(true)).toEqual({ kind: 'moved', hasMore: false });
    }
    await rowsAreRight();
  });

  it('those who go on at once get in each other’s way, and nothing else happens', async () => {
    const { all, write } = await processes(4);
    const kinds = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      await write();
      const outcomes = await Promise.all(all.map((turns) => turns.take(true)));
      for (const { kind } of outcomes) kinds.add(kind);
    }
    while ((await all[0]?.take(true))?.kind !== 'idle');
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['again', 'moved']));
    await rowsAreRight();
  });

  it('one that has nothing to do for long notices that the newest event is lost', async () => {
    const { all, write } = await processes(1);
    const [turns] = all as [(typeof all)[0]];
    await write();
    expect((await turns.take(false)).kind).toBe('moved');
    expect((await turns.take(false)).kind).toBe('idle');
    await test.database.admin.query('update event_store.heads set position = 3');
    await expect(turns.take(false)).rejects.toThrow(
      'The feed ends at 2, although events up to 3 were committed',
    );
  });

  it('one that comes too late finds itself beaten, not its events amiss', async () => {
    const { all, write, projecting, feed } = await processes(1);
    const late = await readCheckpoint(projecting.db, 'notes');
    await write();
    await all[0]?.take(false);
    expect(await projectNext(projecting, feed, late, { limit: 10 })).toEqual({ kind: 'beaten' });
    await rowsAreRight();
  });
});
