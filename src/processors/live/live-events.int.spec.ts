import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Recorded } from '../../event-sourcing/event.js';
import type { FeedCursor, FeedFilter } from '../../event-sourcing/event-store.js';
import { cursorAfter, feedStart, includes, matches } from '../../event-sourcing/feed-cursor.js';
import { note, notes, noting } from '../../testing/notes.js';
import { createStoreDatabase, openStoreProcess, type StoreDatabase } from '../../testing/test-event-store.js';
import { startFeed } from '../feed/feed.js';
import { startDispatcher } from './dispatcher.js';
import type { LiveEvent } from './live-event.js';
import { type LiveSource, liveEvents } from './live-events.js';
import type { LiveStream } from './live-stream.js';

const never = 2 ** 30;
const range = (length: number) => Array.from({ length }, (_, i) => i);
const ending: (() => Promise<void>)[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const end of ending.splice(0).reverse()) await end();
});

async function openDatabase(lanes = 1): Promise<StoreDatabase> {
  const database = await createStoreDatabase(lanes);
  ending.push(database.drop);
  return database;
}

async function openProcess(database: StoreDatabase, pollInterval = never) {
  const { store, close } = await openStoreProcess(database.connection);
  ending.push(close);
  const onError = (error: unknown) => {
    throw error;
  };
  const feed = await startFeed({ store, pollInterval, onError });
  ending.push(feed.stop);
  return { store, feed, dispatcher: startDispatcher({ feed, onError }) };
}

/** Reads until so many events have come, or for as long as they come. */
async function collect(stream: LiveStream<LiveEvent>, count: number): Promise<LiveEvent[]> {
  const taken: LiveEvent[] = [];
  while (taken.length < count) {
    const { value } = await stream.next();
    if (!value) break;
    taken.push(value);
  }
  await stream.return();
  return taken;
}

/** All statements that this process sends, BEGIN and COMMIT included. */
const countStatements = () => vi.spyOn(pg.Client.prototype, 'query');

async function write(
  store: LiveSource['store'] & { append: (append: ReturnType<typeof noting>) => unknown },
  count: number,
) {
  const streamIds = range(50).map(() => uuidv7());
  for (const n of range(count / 20)) {
    const streamId = streamIds[n % 50] as string;
    const events = notes(20).map((event, i) => ({ ...event, subject: `customer ${i}` }));
    await store.append(noting({ streamId, expectedVersion: 'any', events }));
  }
  return streamIds;
}

describe('a thousand consumers that come back at once', () => {
  const clients = 1_000;

  it('from places in old history cause as many reads as there are pages, not consumers', async () => {
    const database = await openDatabase();
    await write((await openProcess(database)).store, 3_000);
    const source = await openProcess(database); // has none of it in memory
    const statements = countStatements();
    const places = range(clients).map((n) => 1_500 + ((n * 7) % 1_400));
    const streams = places.map((place) => liveEvents(source, [place], {}));
    const all = await Promise.all(streams.map((stream, n) => collect(stream, 3_000 - (places[n] as number))));
    for (const [n, taken] of all.entries()) {
      expect(taken).toHaveLength(3_000 - (places[n] as number));
      expect(taken.every(({ event }, i) => event.position === (places[n] as number) + 1 + i)).toBe(true);
    }
    // 7 pages of 250 events, and the head once or twice for all.
    expect(statements.mock.calls.length).toBeLessThan(15);
  });

  it('with filters of their own, not far behind, share the same reads', async () => {
    const database = await openDatabase();
    const streamIds = await write((await openProcess(database)).store, 3_000);
    const source = await openProcess(database);
    const history = (await source.store.readFeed([0], 5_000)).events;
    const statements = countStatements();
    const filters = range(clients).map((n): FeedFilter => ({ streamIds: [streamIds[n % 50] as string] }));
    const all = await Promise.all(
      filters.map((filter, n) => {
        const wanted = history.filter(
          (event) => event.position > 1_100 + (n % 400) && matches(filter, event),
        );
        const taken = collect(liveEvents(source, [1_100 + (n % 400)], filter), wanted.length);
        return taken
          .then((events) => events.map(({ event }) => event.position))
          .then((found) => [found, wanted]);
      }),
    );
    for (const [found, wanted] of all)
      expect(found).toEqual((wanted as Recorded[]).map(({ position }) => position));
    expect(statements.mock.calls.length).toBeLessThan(15);
  });

  it('from recent places read nothing but the head', async () => {
    const source = await openProcess(await openDatabase());
    await write(source.store, 600);
    await vi.waitFor(() => expect(source.dispatcher.place).toEqual([600]));
    const statements = countStatements();
    const streams = range(clients).map((n) => collect(liveEvents(source, [n % 500], {}), 600 - (n % 500)));
    for (const [n, taken] of (await Promise.all(streams)).entries())
      expect(taken).toHaveLength(600 - (n % 500));
    expect(statements.mock.calls.length).toBeLessThan(5);
  });
});

describe.each([1, 3])('with %i lanes', (lanes) => {
  it('consumers who hop between two processes while both write miss nothing and see nothing twice', async () => {
    const database = await openDatabase(lanes);
    const processes = [await openProcess(database, 5), await openProcess(database, 20)];
    const streamIds = range(12).map(() => uuidv7());
    const writing = (async () => {
      for (const n of range(150)) {
        const streamId = streamIds[n % 12] as string;
        const append = noting({ streamId, expectedVersion: 'any', events: notes(1 + (n % 3)) });
        await processes[n % 2]?.store.append(append);
      }
    })();
    const seen: LiveEvent[] = [];
    let place: FeedCursor = feedStart(lanes);
    for (let hop = 0; seen.length < 300; hop += 1) {
      const stream = liveEvents(processes[hop % 2] as LiveSource, place, {});
      const taken = await collect(stream, Math.min(1 + ((hop * 5) % 11), 300 - seen.length));
      for (const { cursor } of taken) {
        expect(includes(cursor, place)).toBe(true);
        place = cursor;
      }
      seen.push(...taken);
    }
    await writing;
    expect(place).toEqual(await processes[0]?.store.head());
    for (const lane of range(lanes)) {
      const positions = seen.filter(({ event }) => event.lane === lane).map(({ event }) => event.position);
      expect(positions).toEqual(range(positions.length).map((n) => n + 1));
    }
    expect(seen.reduce((cursor, { event }) => cursorAfter(cursor, event), feedStart(lanes))).toEqual(place);
  });
});

it('a filter far behind is read from the store, and goes over to live without a gap', async () => {
  const database = await openDatabase();
  const { store } = await openProcess(database);
  await write(store, 2_800);
  const { streamId } = noting();
  await store.append(noting({ streamId, events: notes(3) }));
  const source = await openProcess(database);
  const readFeed = vi.fn(source.store.readFeed);
  const stream = liveEvents({ ...source, store: { ...source.store, readFeed } }, [0], {
    streamIds: [streamId],
  });
  const taken = collect(stream, 5);
  await vi.waitFor(() => expect(readFeed).toHaveBeenCalledTimes(1));
  for (const version of [3, 4])
    await source.store.append(noting({ streamId, expectedVersion: version, events: [note()] }));
  expect((await taken).map(({ event }) => event.version)).toEqual([1, 2, 3, 4, 5]);
  expect(readFeed).toHaveBeenCalledTimes(1);
});
