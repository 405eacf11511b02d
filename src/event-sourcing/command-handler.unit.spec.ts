import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createInMemoryStore } from '../event-store/in-memory-store.js';
import { type NotebookCommand, type Notebooks, notebookSchemas, openNotebooks } from '../testing/notebook.js';
import type { Request } from './command-handler.js';
import { EventStoreError, isRejection, ReplayError } from './errors.js';
import type { EventStore } from './event-store.js';

const metadata = { actor: 'ann', correlationId: uuidv7(), causationId: null, requestId: 'request 1' };

let store: EventStore;
let notebooks: Notebooks;
let streamId: string;

beforeEach(() => {
  store = createInMemoryStore({ schemas: notebookSchemas });
  notebooks = openNotebooks(store);
  streamId = uuidv7();
});

const request = (command: NotebookCommand, changes: Partial<Request<NotebookCommand>> = {}) => ({
  streamId,
  command,
  metadata,
  ...changes,
});
const title = (text = 'a title'): NotebookCommand => ({ kind: 'title', title: text, owner: 'customer 1' });
const note = (...texts: string[]): NotebookCommand => ({ kind: 'note', texts });

/** Carries out a command that is not refused. */
async function carryOut(
  command: NotebookCommand,
  changes?: Partial<Request<NotebookCommand>>,
  by = notebooks,
) {
  const handled = await by.handle(request(command, changes));
  if (isRejection(handled)) throw new Error(handled.message);
  return handled;
}

const types = async () => (await store.readStream(streamId)).map((event) => event.type);

/** The same store, but rivals note something just before each of the next appends of whoever uses it. */
function contested(times: number, rival = (i: number) => note(`rival ${i}`)) {
  let races = 0;
  const append = vi.fn<EventStore['append']>(async (asked) => {
    if (races < times) await carryOut(rival(++races));
    return store.append(asked);
  });
  return { append, ...openNotebooks({ ...store, append }) };
}

describe('a command', () => {
  it('writes what was decided, with all that is known about it', async () => {
    const created = await carryOut(title(), { isNew: true });
    const { before, after, events } = await carryOut(note('a', 'b'));
    expect(created.after).toMatchObject({ version: 1, state: { owner: 'customer 1', notes: [] } });
    expect(before).toEqual(created.after);
    expect(after).toMatchObject({ streamId, version: 3, state: { owner: 'customer 1', notes: ['a', 'b'] } });
    expect(events).toEqual(await store.readStream(streamId, 1));
    expect(events.map((event) => event.data)).toEqual([{ text: 'a' }, { text: 'b' }]);
    for (const event of events)
      expect(event).toMatchObject({ ...metadata, schemaVersion: 2, subject: 'customer 1' });
    expect(new Set(events.map((event) => event.id)).size).toBe(2);
    expect(created.events[0]?.subject).toBe('customer 1');
  });

  it('that changes nothing writes nothing', async () => {
    await carryOut(title());
    const { before, after, events } = await carryOut(note());
    expect(events).toEqual([]);
    expect(after).toBe(before);
    expect(await types()).toEqual(['Titled']);
  });

  it('that is refused writes nothing', async () => {
    expect(await notebooks.handle(request(note('a')))).toMatchObject({ rejected: true, code: 'NOT_FOUND' });
    expect(await types()).toEqual([]);
  });

  it('is refused by the decider where its claim is held', async () => {
    await carryOut(title());
    const other = await notebooks.handle(request(title(), { streamId: uuidv7(), isNew: true }));
    expect(other).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: 'title a title is taken',
      details: { holder: streamId },
    });
  });

  it('of a new stream does not read it first', async () => {
    const readStream = vi.spyOn(store, 'readStream');
    await carryOut(title(), { isNew: true }, openNotebooks(store));
    expect(readStream).not.toHaveBeenCalled();
  });

  it('fails where the store fails, and where history cannot be read', async () => {
    const failing = { ...store, append: () => Promise.reject(new EventStoreError('not today')) };
    await expect(openNotebooks(failing).handle(request(title()))).rejects.toThrow(EventStoreError);
    await carryOut(title());
    await expect(notebooks.handle(request(note('illegible')))).rejects.toThrow(ReplayError);
    await expect(notebooks.handle(request(note('a')))).rejects.toThrow(ReplayError);
  });
});

describe('a command on a state that is at hand', () => {
  /** A process of its own, and what it asks of the store. */
  function counted() {
    const asked: string[] = [];
    const watch = <Name extends 'append' | 'readTail' | 'findKey'>(name: Name) =>
      vi.fn((...args: never[]) => {
        asked.push(name);
        return (store[name] as (...args: never[]) => unknown)(...args);
      }) as unknown as EventStore[Name];
    const watched = { append: watch('append'), readTail: watch('readTail'), findKey: watch('findKey') };
    const process = openNotebooks({ ...store, ...watched });
    const ask = async (command: NotebookCommand, changes?: Partial<Request<NotebookCommand>>) => {
      asked.length = 0;
      return { handled: await process.handle(request(command, changes)), asked: [...asked] };
    };
    return { process, ask };
  }
  const key = (name: string, fingerprint = 'input') => ({
    idempotencyKey: { actor: 'ann', key: name, fingerprint },
  });

  it('asks the store for nothing but the append', async () => {
    const { ask } = counted();
    expect((await ask(title(), { isNew: true, ...key('1') })).asked).toEqual(['append']);
    expect((await ask(note('a'))).asked).toEqual(['append']);
    expect((await ask(note('b'), { expectedVersion: 2, ...key('2') })).asked).toEqual(['append']);
    expect(await types()).toEqual(['Titled', 'Noted', 'Noted']);
  });

  it('is decided anew where the state was old', async () => {
    const { process, ask } = counted();
    await ask(title(), { isNew: true });
    await carryOut(note('theirs'));
    const { handled, asked } = await ask(note('theirs', 'ours'));
    expect(handled).toMatchObject({ after: { version: 3, state: { notes: ['theirs', 'ours'] } } });
    expect(asked).toEqual(['append', 'readTail', 'append']);
    expect(process.reads.recall(streamId)).toMatchObject({ version: 3 });
  });

  it('is not refused, nor told to change nothing, for what an old state says', async () => {
    const { ask } = counted();
    await ask(title(), { isNew: true });
    await ask(note('a'));
    await carryOut({ kind: 'roll back', toVersion: 1 });
    expect((await ask(note('a'))).handled).toMatchObject({ after: { version: 4, state: { notes: ['a'] } } });
    expect((await ask(title())).asked).toEqual(['readTail']);
  });

  it('answers a repeated key as it did first, also where it would be refused or change nothing now', async () => {
    const { ask } = counted();
    const { handled: created } = await ask(title(), { isNew: true, ...key('create') });
    const { handled: noted } = await ask(note('a'), key('note'));
    expect((await ask(note('a'), key('note'))).handled).toEqual(noted);
    expect((await ask(title(), key('create'))).handled).toEqual(created);
    expect(
      (await ask(title('another'), { streamId: uuidv7(), isNew: true, ...key('create') })).handled,
    ).toEqual(created);
    expect((await ask(note('b'), key('note', 'other input'))).handled).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(await types()).toEqual(['Titled', 'Noted']);
  });
});

describe('a conflict without an expected version', () => {
  it('is decided again on fresh state, eight times', async () => {
    await carryOut(title());
    const { append, handle } = contested(8);
    const handled = await handle(request(note('a', 'rival 2')));
    expect(append).toHaveBeenCalledTimes(9);
    // The rivals have noted the second text meanwhile.
    expect(handled).toMatchObject({
      before: { version: 9 },
      after: { version: 10 },
      events: [{ data: { text: 'a' } }],
    });
  });

  it('may turn out to change nothing', async () => {
    await carryOut(title());
    const { handle } = contested(1, () => note('a'));
    expect(await handle(request(note('a')))).toMatchObject({ before: { version: 2 }, events: [] });
  });

  it('is given up after that, with nothing written', async () => {
    await carryOut(title());
    const { append, handle } = contested(9);
    expect(await handle(request(note('a')))).toMatchObject({
      code: 'CONCURRENCY_ERROR',
      details: { expectedVersion: 9, currentVersion: 10 },
    });
    expect(append).toHaveBeenCalledTimes(9);
    expect((await notebooks.reads.load(streamId)).state?.notes).not.toContain('a');
  });

  it('of a stream that was new for both is decided on what the other made', async () => {
    const { handle } = contested(1, () => title('rival'));
    expect(await handle(request(title(), { isNew: true }))).toMatchObject({ code: 'BUSINESS_RULE_ERROR' });
  });
});

describe('an expected version', () => {
  beforeEach(async () => {
    await carryOut(title());
    await carryOut(note('a', 'b'), { metadata: { ...metadata, actor: 'bob' } });
  });

  it('that is the current one is as good as none', async () => {
    expect((await carryOut(note('c'), { expectedVersion: 3 })).after.version).toBe(4);
  });

  it('that is stale refuses the command at once, with the events since', async () => {
    const stale = await notebooks.handle(request(note('c'), { expectedVersion: 1 }));
    const [, second, third] = await store.readStream(streamId);
    const shown = (event: typeof second) => ({
      id: event?.id,
      version: event?.version,
      type: 'Noted',
      actor: 'bob',
      timestamp: new Date(event?.recordedAt ?? 0).toISOString(),
      data: event?.data,
    });
    expect(stale).toMatchObject({
      code: 'CONCURRENCY_ERROR',
      message: expect.stringContaining('Expected version 1, but the current version is 3'),
      details: { expectedVersion: 1, currentVersion: 3, events: [shown(second), shown(third)] },
    });
  });

  it('that becomes stale before the append is not decided again', async () => {
    const { append, handle } = contested(1);
    expect(await handle(request(note('c'), { expectedVersion: 3 }))).toMatchObject({
      code: 'CONCURRENCY_ERROR',
      details: { expectedVersion: 3, currentVersion: 4, events: [{ data: { text: 'rival 1' } }] },
    });
    expect(append).toHaveBeenCalledTimes(1);
  });

  it('that is ahead has no events since', async () => {
    expect(await notebooks.handle(request(note('c'), { expectedVersion: 9 }))).toMatchObject({
      code: 'CONCURRENCY_ERROR',
      details: { currentVersion: 3, events: [] },
    });
  });

  it('that is far behind lists the first hundred events since', async () => {
    await carryOut(note(...Array.from({ length: 150 }, (_, i) => `note ${i}`)));
    const stale = await notebooks.handle(request(note('c'), { expectedVersion: 3 }));
    const { events } = (stale as unknown as { details: { events: { version: number }[] } }).details;
    expect(events.map((event) => event.version)).toEqual(Array.from({ length: 100 }, (_, i) => i + 4));
  });

  it('of a stream that does not exist is for the decider', async () => {
    const missing = request(note('c'), { streamId: uuidv7(), expectedVersion: 3 });
    expect(await notebooks.handle(missing)).toMatchObject({ code: 'NOT_FOUND' });
  });
});
