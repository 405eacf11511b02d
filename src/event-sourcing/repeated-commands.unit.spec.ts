import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it } from 'vitest';
import { createInMemoryStore } from '../event-store/in-memory-store.js';
import { type NotebookCommand, type Notebooks, notebookSchemas, openNotebooks } from '../testing/notebook.js';
import type { Request } from './command-handler.js';
import { isRejection } from './errors.js';
import type { EventStore } from './event-store.js';

const metadata = { actor: 'ann', correlationId: uuidv7() };
const idempotencyKey = { actor: 'ann', key: 'key 1', fingerprint: 'input 1' };

let store: EventStore;
let notebooks: Notebooks;
let streamId: string;

beforeEach(async () => {
  store = createInMemoryStore({ schemas: notebookSchemas });
  notebooks = openNotebooks(store);
  streamId = uuidv7();
  await notebooks.handle({ streamId, command: { kind: 'title', title: 'a title', owner: 'ann' }, metadata });
});

const noteWithKey = (...texts: string[]): Request<NotebookCommand> => ({
  streamId,
  command: { kind: 'note', texts },
  metadata,
  idempotencyKey,
});

async function carryOut(command: NotebookCommand) {
  const handled = await notebooks.handle({ streamId, command, metadata });
  if (isRejection(handled)) throw new Error(handled.message);
}

const notes = async () => (await openNotebooks(store).reads.load(streamId)).state?.notes;

describe('a command that comes again with its key', () => {
  it('answers what it answered first, whatever has happened since, and in any process', async () => {
    const first = await notebooks.handle(noteWithKey('a', 'b'));
    await carryOut({ kind: 'note', texts: ['c'] });
    await carryOut({ kind: 'roll back', toVersion: 1 });
    expect(await notebooks.handle(noteWithKey('a', 'b'))).toEqual(first);
    expect(await openNotebooks(store).handle(noteWithKey('a', 'b'))).toEqual(first);
    expect(await notes()).toEqual([]);
  });

  it('is not refused for a version that has become stale through itself', async () => {
    const exact = { ...noteWithKey('a'), expectedVersion: 1 };
    const first = await notebooks.handle(exact);
    expect(first).toMatchObject({ after: { version: 2 } });
    expect(await notebooks.handle(exact)).toEqual(first);
  });

  it('answers the stream that it began, not the one that it would begin now', async () => {
    const begin = (): Request<NotebookCommand> => ({
      streamId: uuidv7(),
      isNew: true,
      command: { kind: 'title', title: 'another', owner: 'ann' },
      metadata,
      idempotencyKey,
    });
    const first = await notebooks.handle(begin());
    expect(await notebooks.handle(begin())).toEqual(first);
    expect((await store.head())[0]).toBe(2);
  });

  it('is refused where its input is another', async () => {
    await notebooks.handle(noteWithKey('a'));
    const other = { ...noteWithKey('b'), idempotencyKey: { ...idempotencyKey, fingerprint: 'input 2' } };
    expect(await notebooks.handle(other)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await notes()).toEqual(['a']);
  });

  it('changes nothing again where it changed nothing first, though it would now', async () => {
    await carryOut({ kind: 'note', texts: ['a'] });
    const first = await notebooks.handle(noteWithKey('a'));
    expect(first).toMatchObject({ before: { version: 2 }, after: { version: 2 }, events: [] });
    await carryOut({ kind: 'roll back', toVersion: 1 });
    expect(await notebooks.handle(noteWithKey('a'))).toEqual(first);
    expect(await notes()).toEqual([]);
  });

  it('has one effect, and one answer, when it comes 32 times at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => notebooks.handle(noteWithKey('a', 'b'))),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await store.readStream(streamId)).toHaveLength(3);
  });

  it('is recognised by the append where the look-up was too early', async () => {
    const first = await notebooks.handle(noteWithKey('a'));
    const early = openNotebooks({ ...store, findKey: async () => undefined });
    expect(await early.handle(noteWithKey('a'))).toEqual(first);
    const other = { ...noteWithKey('b'), idempotencyKey: { ...idempotencyKey, fingerprint: 'input 2' } };
    expect(await early.handle(other)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });
});

describe('a command that is refused', () => {
  it('burns no key', async () => {
    const missing = { ...noteWithKey('a'), streamId: uuidv7() };
    expect(await notebooks.handle(missing)).toMatchObject({ code: 'NOT_FOUND' });
    const stale = { ...noteWithKey('a'), expectedVersion: 7 };
    expect(await notebooks.handle(stale)).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    const claimed: Request<NotebookCommand> = {
      ...missing,
      isNew: true,
      command: { kind: 'title', title: 'a title', owner: 'bob' },
    };
    expect(await notebooks.handle(claimed)).toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(await store.findKey('ann', 'key 1', streamId)).toBeUndefined();
    expect(await notebooks.handle(noteWithKey('a'))).toMatchObject({ after: { version: 2 } });
  });
});
