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

describe('a conflict without an expected version', () => {
  it('is decided again on fresh state, three times', async () => {
    await carryOut(title());
    const { append, handle } = contested(3);
    const handled = await handle(request(note('a', 'rival 2')));
    expect(append).toHaveBeenCalledTimes(4);
    // The rivals have noted the second text meanwhile.
    expect(handled).toMatchObject({
      before: { version: 4 },
      after: { version: 5 },
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
    const { append, handle } = contested(4);
    expect(await handle(request(note('a')))).toMatchObject({
      code: 'CONCURRENCY_ERROR',
      details: { expectedVersion: 4, currentVersion: 5 },
    });
    expect(append).toHaveBeenCalledTimes(4);
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
