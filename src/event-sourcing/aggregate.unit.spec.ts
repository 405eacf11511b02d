import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createInMemoryStore } from '../event-store/in-memory-store.js';
import { type Notebooks, notebookSchemas, openNotebooks } from '../testing/notebook.js';
import { note, noting } from '../testing/notes.js';
import type { EventStore } from './event-store.js';

let store: EventStore;
let readTail: ReturnType<typeof vi.fn<EventStore['readTail']>>;
let keepSnapshots: ReturnType<typeof vi.fn<EventStore['keepSnapshots']>>;
let notebooks: Notebooks;
let streamId: string;

beforeEach(() => {
  const inMemory = createInMemoryStore({ schemas: notebookSchemas });
  // To see how much is asked of it.
  readTail = vi.fn(inMemory.readTail);
  keepSnapshots = vi.fn(inMemory.keepSnapshots);
  store = { ...inMemory, readTail, keepSnapshots };
  notebooks = openNotebooks(store);
  streamId = uuidv7();
});

const titled = note({ type: 'Titled', json: '{"title":"a title","owner":"ann"}' });
const noted = (text: string) => note({ schemaVersion: 2, json: JSON.stringify({ text }) });
const rolledBack = (toVersion: number) => note({ type: 'RolledBack', json: JSON.stringify({ toVersion }) });

const write = async (...events: ReturnType<typeof note>[]) => {
  const outcome = await store.append(noting({ streamId, expectedVersion: 'any', events }));
  return outcome.kind === 'appended' ? outcome.events : [];
};
const reads = () => readTail.mock.calls.map(([{ base, upTo }]) => [base?.version ?? 0, upTo]);
const notes = async () => (await notebooks.reads.load(streamId)).state?.notes;

describe('a loaded state', () => {
  it('is the initial one, at version 0, where there is no stream', async () => {
    expect(await notebooks.reads.load(streamId)).toMatchObject({ streamId, version: 0, state: null });
  });

  it('is read from the start once, and then from where it is known', async () => {
    await write(titled, noted('a'));
    expect(await notes()).toEqual(['a']);
    await write(noted('b'));
    expect(await notes()).toEqual(['a', 'b']);
    expect(await notes()).toEqual(['a', 'b']);
    expect(reads()).toEqual([
      [0, undefined],
      [2, undefined],
      [3, undefined],
    ]);
  });

  it('is current whoever wrote, as the store is asked each time', async () => {
    const elsewhere = openNotebooks(store);
    await write(titled);
    await notes();
    await elsewhere.handle({
      streamId,
      command: { kind: 'note', texts: ['theirs'] },
      metadata: { actor: 'bob', correlationId: uuidv7() },
    });
    expect(await notes()).toEqual(['theirs']);
  });

  it('goes back to the target where a rollback jumps over what is known', async () => {
    await write(titled, noted('a'), noted('b'), noted('c'));
    await notes();
    await write(noted('d'), rolledBack(2), noted('e'));
    expect(await notes()).toEqual(['a', 'e']);
    expect(reads()).toEqual([
      [0, undefined],
      [4, undefined],
      [0, 2],
    ]);
  });

  it('needs no second read for a rollback to what is known', async () => {
    await write(titled, noted('a'));
    await notes();
    await write(noted('b'), rolledBack(2), noted('c'));
    expect(await notes()).toEqual(['a', 'c']);
    expect(reads()).toHaveLength(2);
  });

  it('is not what a cache says that has an event which the log has not, or another one', async () => {
    await write(titled, noted('a'));
    const real = await notebooks.reads.load(streamId);
    const invented = { ...real, state: { owner: 'ann', notes: ['invented'] } };
    for (const entry of [
      { ...invented, version: 9 },
      { ...invented, eventId: uuidv7() },
    ]) {
      notebooks.cache.set(streamId, entry);
      expect(await notes()).toEqual(['a']);
      expect(notebooks.cache.get(streamId)).toEqual(real);
    }
  });

  it('that a cache invented for an old version is never decided on with effect', async () => {
    await write(titled, noted('a'));
    const real = await notebooks.reads.load(streamId);
    notebooks.cache.set(streamId, { ...real, version: 9, state: { owner: 'ann', notes: ['invented'] } });
    const metadata = { actor: 'ann', correlationId: uuidv7() };
    await notebooks.handle({ streamId, command: { kind: 'note', texts: ['b'] }, metadata });
    expect(await notes()).toEqual(['a', 'b']);
  });
});

describe('a state at a version', () => {
  it('is what was current then, through all rollbacks', async () => {
    await write(titled, noted('a'), noted('b'), rolledBack(2), noted('c'));
    const states = await Promise.all(
      [1, 2, 3, 4, 5].map((version) => notebooks.reads.loadAt(streamId, version)),
    );
    expect(states.map((it) => it.state?.notes)).toEqual([[], ['a'], ['a', 'b'], ['a'], ['a', 'c']]);
    expect(states.map((it) => it.version)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is not read where it is known, and does not replace what is known', async () => {
    await write(titled, noted('a'));
    await notes();
    await notebooks.reads.loadAt(streamId, 2);
    expect(reads()).toHaveLength(1);
    await notebooks.reads.loadAt(streamId, 1);
    await notes();
    expect(reads().slice(1)).toEqual([
      [0, 1],
      [2, undefined],
    ]);
  });
});

describe('a state that is advanced', () => {
  it('needs no read, and is known from then on', async () => {
    await write(titled);
    const before = await notebooks.reads.load(streamId);
    const after = await notebooks.reads.advance(before, await write(noted('a'), noted('b')));
    expect(after).toMatchObject({ version: 3, state: { notes: ['a', 'b'] } });
    expect(reads()).toHaveLength(1);
    await notes();
    expect(reads().at(-1)).toEqual([3, undefined]);
  });

  it('by no event is the same', async () => {
    const before = await notebooks.reads.load(streamId);
    expect(await notebooks.reads.advance(before, [])).toBe(before);
  });

  it('over a rollback to before it needs the state of the target', async () => {
    await write(titled, noted('a'), noted('b'));
    const before = await notebooks.reads.load(streamId);
    const events = await write(rolledBack(2));
    await write(noted('later'));
    expect((await notebooks.reads.advance(before, events)).state?.notes).toEqual(['a']);
    expect(reads().at(-1)).toEqual([0, 2]);
  });

  it('from an old base does not replace what is known', async () => {
    await write(titled);
    const old = await notebooks.reads.load(streamId);
    const events = await write(noted('a'));
    await write(noted('b'));
    await notes();
    await notebooks.reads.advance(old, events);
    await notes();
    expect(reads().at(-1)).toEqual([3, undefined]);
  });
});

describe('an event that cannot be applied', () => {
  it('fails the read, and says where and how far it had come', async () => {
    await write(titled, noted('a'), noted('illegible'), noted('b'));
    await expect(notebooks.reads.load(streamId)).rejects.toThrow(
      expect.objectContaining({
        name: 'ReplayError',
        streamId,
        version: 3,
        type: 'Noted',
        reached: 2,
        message: `Replay of ${streamId} failed at version 3 (Noted), after version 2: cannot be read`,
      }),
    );
  });

  it('harms no version before it, nor after a rollback over it', async () => {
    await write(titled, noted('a'), noted('illegible'));
    await expect(notebooks.reads.load(streamId)).rejects.toThrow('cannot be read');
    expect((await notebooks.reads.loadAt(streamId, 2)).state?.notes).toEqual(['a']);
    await write(rolledBack(2), noted('b'));
    expect(await notes()).toEqual(['a', 'b']);
  });
});

describe('snapshots', () => {
  const many = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => noted(`${from + i}`));
  /** As another process would, which knows nothing yet. */
  const afresh = () => openNotebooks(store).reads;
  const kept = () => keepSnapshots.mock.calls.flatMap(([, snapshots]) => snapshots.map((it) => it.version));

  it('are kept of about every 50th version that a fold comes by, and each is what was current then', async () => {
    await write(titled, ...many(2, 260));
    await notes();
    expect(kept()).toEqual([50, 100, 150, 200, 250]);
    for (const [, snapshots] of keepSnapshots.mock.calls)
      for (const it of snapshots) expect(it.state).toMatchObject({ notes: { length: it.version - 1 } });
  });

  it('are kept on the way up, without a read', async () => {
    await write(titled);
    let state = await notebooks.reads.load(streamId);
    for (let version = 2; version <= 120; version += 1) {
      state = await notebooks.reads.advance(state, await write(noted(`${version}`)));
    }
    expect(kept()).toEqual([50, 100]);
    expect(reads()).toHaveLength(1);
  });

  it('shorten the reads of who knows nothing, to 50 events and what is far back too', async () => {
    await write(titled, ...many(2, 260));
    await notes();
    for (const version of [260, 120, 51, 50, 7]) {
      const state = await afresh().loadAt(streamId, version);
      expect(state.state?.notes).toHaveLength(version - 1);
      const tail = await readTail.mock.results.at(-1)?.value;
      expect(tail.events.length).toBeLessThan(50);
    }
  });

  it('serve both sides of a rollback, however far back it goes', async () => {
    await write(titled, ...many(2, 230), rolledBack(20), ...many(232, 240));
    await afresh().load(streamId);
    readTail.mockClear();
    expect((await afresh().loadAt(streamId, 240)).state?.notes).toHaveLength(28);
    expect((await afresh().loadAt(streamId, 231)).state?.notes).toHaveLength(19);
    expect((await afresh().loadAt(streamId, 20)).state?.notes).toHaveLength(19);
    expect((await afresh().loadAt(streamId, 220)).state?.notes).toHaveLength(219);
    expect(readTail.mock.calls.length).toBeLessThanOrEqual(5); // one each; one had to go back
  });

  it('of another fold are not used', async () => {
    await write(titled, ...many(2, 60));
    const [other] = [{ ...(await afresh().load(streamId)), state: { owner: 'ann', notes: ['wrong'] } }];
    store.keepSnapshots('another fold', [other]);
    expect(await afresh().load(streamId)).toMatchObject({ state: { notes: { length: 59 } } });
  });
});
