import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BulkLoader, HistoryEvent } from '../event-sourcing/bulk-loader.js';
import { TimeOrderError } from '../event-sourcing/errors.js';
import type { Append } from '../event-sourcing/event-store.js';
import { note } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';
import { bulkLoader, loaderPool } from './bulk-load.js';

const lanes = 3;
const start = [0, 0, 0];
const instant = (minute: number): number => Date.UTC(2001, 0, 1, 0, minute);

let database: StoreDatabase;
let process: StoreProcess;
let loaders: ReturnType<typeof loaderPool>;
let loader: BulkLoader;

beforeAll(async () => {
  database = await createStoreDatabase(lanes);
});
beforeEach(async () => {
  await database.forgetEvents();
  process = await openStoreProcess(database.connection);
  loaders = loaderPool(database.connection, { role: 'retrace_app' });
  loader = bulkLoader(loaders, lanes);
});
afterEach(() => Promise.all([process?.close(), loaders?.end()]));
afterAll(() => database?.drop());

/** Notes of one stream, a minute after the other. */
function stream(changes: Partial<HistoryEvent['event']>[], claim?: string): HistoryEvent[] {
  const streamId = loader.fitId(uuidv7, claim);
  return changes.map((change, i) => ({
    streamId,
    version: i + 1,
    event: { ...note(), recordedAt: instant(i), ...change },
    claim: i === 0 ? claim : undefined,
  }));
}

const byTime = (...streams: HistoryEvent[][]): HistoryEvent[] =>
  streams.flat().sort((a, b) => a.event.recordedAt - b.event.recordedAt);

const tables = async () => {
  const rows = async (text: string) => (await database.admin.query(text)).rows;
  return {
    events: await rows('select * from event_store.events order by lane, position'),
    claims: await rows('select * from event_store.claims order by claim'),
    heads: await rows('select * from event_store.heads order by lane'),
  };
};

describe('a bulk load', () => {
  it('leaves the tables as appends of the same events would', async () => {
    const awkward = JSON.stringify('tab \t, line\nreturn\r, \\N \\. \\, "quoted", ☕ 😀');
    const events = byTime(
      stream([{ json: awkward, actor: 'a\\b', requestId: '\\N', subject: 'Zoë' }, {}, {}], 'x'),
      stream([{}, { causationId: uuidv7() }], 'y'),
      stream([{}]),
    );
    const end = await loader.load(start, events);
    expect(end).toEqual(await process.store.head());
    const loaded = await tables();
    expect(new Set(loaded.events.map(({ lane }) => lane)).size).toBeGreaterThan(1);

    await database.forgetEvents();
    const appends = events.map(
      ({ streamId, version, event, claim }): Append => ({
        streamId,
        expectedVersion: version - 1,
        events: [event],
        ...(claim === undefined ? {} : { claim }),
      }),
    );
    expect((await process.store.appendInOrder(appends)).filter(Boolean)).toEqual([]);
    expect(loaded).toEqual(await tables());
  });

  it('goes on where the one before it ended', async () => {
    const events = byTime(stream([{}, {}, {}]), stream([{}, {}, {}]));
    const half = await loader.load(start, events.slice(0, 3));
    const end = await loader.load(half, events.slice(3));
    expect(end.reduce((sum, position) => sum + position)).toBe(6);
    const read = await process.store.readStream(events[0]?.streamId ?? '');
    expect(read.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('writes nothing where the feed does not end where it was thought to', async () => {
    const events = stream([{}, {}]);
    const end = await loader.load(start, events.slice(0, 1));
    await expect(loader.load(start, events)).rejects.toThrow(/somebody else has written/);
    expect(await process.store.head()).toEqual(end);
  });

  it.each([
    ['backwards within it', [{ recordedAt: instant(2) }, { recordedAt: instant(1) }]],
    ['to before the newest event of the store', [{ recordedAt: instant(-1) }]],
    ['to the future', [{ recordedAt: Date.now() + 60_000 }]],
    ['nowhere', [{ recordedAt: Number.NaN }]],
  ])('writes nothing where time would run %s', async (_, changes) => {
    const streamId = loader.fitId(uuidv7, 'a');
    const at = (event: HistoryEvent) => ({ ...event, streamId });
    const end = await loader.load(start, stream([{}]).map(at));
    const tail = stream(changes).map((event) => ({ ...at(event), version: event.version + 1 }));
    await expect(loader.load(end, tail)).rejects.toThrow(TimeOrderError);
    expect(await process.store.head()).toEqual(end);
  });

  it('writes nothing where a claim is taken, or a version', async () => {
    const [first] = stream([{}], 'x') as [HistoryEvent];
    const end = await loader.load(start, [first]);
    const before = await tables();
    await expect(loader.load(end, byTime(stream([{}]), stream([{}], 'x')))).rejects.toThrow(/claims_pkey/);
    await expect(loader.load(end, [...stream([{}]), first])).rejects.toThrow(/events_pkey/);
    expect(await tables()).toEqual(before);
  });
});
