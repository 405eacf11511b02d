import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createInMemoryStore } from '../event-store/in-memory-store.js';
import { type Notebooks, notebookSchemas, openNotebooks } from '../testing/notebook.js';
import { note, noting } from '../testing/notes.js';
import type { EventStore } from './event-store.js';

let store: EventStore;
let readStream: ReturnType<typeof vi.fn<EventStore['readStream']>>;
let notebooks: Notebooks;
let streamId: string;

beforeEach(() => {
  const inMemory = createInMemoryStore({ schemas: notebookSchemas });
  readStream = vi.fn(inMemory.readStream); // to see how much is asked of it
  store = { ...inMemory, readStream };
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
const reads = () => readStream.mock.calls.map(([, after, upTo]) => [after, upTo]);
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

  it('goes back to the start where a rollback jumps over what is known', async () => {
    await write(titled, noted('a'), noted('b'), noted('c'));
    await notes();
    await write(noted('d'), rolledBack(2), noted('e'));
    expect(await notes()).toEqual(['a', 'e']);
    expect(reads()).toEqual([
      [0, undefined],
      [4, undefined],
      [0, undefined],
    ]);
  });

  it('needs no second read for a rollback to what is known', async () => {
    await write(titled, noted('a'));
    await notes();
    await write(noted('b'), rolledBack(2), noted('c'));
    expect(await notes()).toEqual(['a', 'c']);
    expect(reads()).toHaveLength(2);
  });

  it('is what the cache says it is: a cache must only ever hold what this store has made', async () => {
    await write(titled, noted('a'));
    const real = await notebooks.reads.load(streamId);
    notebooks.cache.set(streamId, { ...real, version: 9, state: { owner: 'ann', notes: ['invented'] } });
    expect(await notes()).toEqual(['invented']);
    // It does not come to more than that: nothing is written on the strength of it.
    const handled = await notebooks.handle({
      streamId,
      command: { kind: 'note', texts: ['b'] },
      metadata: { actor: 'ann', correlationId: uuidv7() },
    });
    expect(handled).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    expect(await store.readStream(streamId)).toHaveLength(2);
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

  it('over a rollback to before it is read from the start, up to there', async () => {
    await write(titled, noted('a'), noted('b'));
    const before = await notebooks.reads.load(streamId);
    const events = await write(rolledBack(2));
    await write(noted('later'));
    expect((await notebooks.reads.advance(before, events)).state?.notes).toEqual(['a']);
    expect(reads().at(-1)).toEqual([0, 4]);
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
