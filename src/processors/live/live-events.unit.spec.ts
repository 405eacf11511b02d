import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Recorded } from '../../event-sourcing/event.js';
import type { EventStore, FeedCursor, FeedFilter } from '../../event-sourcing/event-store.js';
import { createInMemoryStore } from '../../event-store/in-memory-store.js';
import { note, noteSchemas, notes, noting } from '../../testing/notes.js';
import { type Feed, startFeed } from '../feed/feed.js';
import { type DispatchedEvent, type Dispatcher, startDispatcher } from './dispatcher.js';
import { type LiveEvent, liveEvent } from './live-event.js';
import { type LiveSource, liveEvents } from './live-events.js';
import { SlowConsumerError } from './live-queue.js';
import type { LiveStream } from './live-stream.js';

const never = 2 ** 30;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const onError = (error: unknown) => {
  throw error;
};

let store: EventStore;
let feed: Feed;
let dispatcher: Dispatcher;
/** How many are told of events now. */
let watchers: number;

beforeEach(async () => {
  store = createInMemoryStore({ schemas: noteSchemas });
  await store.append(noting({ events: notes(5) }));
  watchers = 0;
  await startFeedOf();
});
afterEach(() => feed.stop());

async function startFeedOf(seen: Pick<EventStore, 'head' | 'readFeed' | 'onAppended'> = store) {
  feed = await startFeed({ store: seen, pollInterval: never, onError });
  const real = startDispatcher({ feed, onError });
  dispatcher = {
    get place() {
      return real.place;
    },
    watch(filter, tell) {
      const stop = real.watch(filter, tell);
      watchers += 1;
      return () => {
        watchers -= 1;
        stop();
      };
    },
  };
}

const open = (after?: FeedCursor, filter: FeedFilter = {}, source: Partial<LiveSource> = {}) =>
  liveEvents({ store, feed, dispatcher, ...source }, after, filter);

async function take(stream: LiveStream<LiveEvent>, count: number): Promise<LiveEvent[]> {
  const taken: LiveEvent[] = [];
  while (taken.length < count) {
    const { value } = await stream.next();
    if (!value) throw new Error(`ended after ${taken.length}`);
    taken.push(value);
  }
  return taken;
}
const positions = (events: readonly LiveEvent[]) => events.map(({ event }) => event.position);

describe('live events', () => {
  it('are what comes after the store’s head where no place is given', async () => {
    const stream = open();
    const first = take(stream, 1);
    await vi.waitFor(() => expect(watchers).toBe(1));
    await store.append(noting());
    expect(positions(await first)).toEqual([6]);
    expect((await first)[0]).toMatchObject({ cursor: [6], caughtUp: true });
  });

  it('are history and what comes then, without gap or duplicate, whenever the reader goes over', async () => {
    for (const ahead of range(0, 30)) {
      const after = (await store.head())[0] ?? 0;
      for (const _ of range(1, 7)) await store.append(noting({ events: notes(40) }));
      const stream = open([after]);
      const taken = await take(stream, ahead * 9 + 1);
      const writing = (async () => {
        for (const _ of range(1, 20)) {
          await store.append(noting());
          if (ahead % 2 === 0) await nextTurn();
        }
      })();
      taken.push(...(await take(stream, 300 - taken.length)));
      await writing;
      expect(positions(taken)).toEqual(range(after + 1, after + 300));
      expect(taken.map(({ cursor }) => cursor[0])).toEqual(positions(taken));
      expect(taken.map(({ caughtUp }) => caughtUp)).toEqual([
        ...Array(280).fill(false),
        ...Array(20).fill(true),
      ]);
      await stream.return();
    }
    expect(watchers).toBe(0);
  });

  it('read history as their consumer takes it, and do not hold it against a slow one', async () => {
    const stream = open([0], {}, { queueLimit: 3 });
    const taken = await take(stream, 2);
    for (const _ of range(1, 40)) await store.append(noting());
    await nextTurn();
    expect(watchers).toBe(0);
    taken.push(...(await take(stream, 43)));
    expect(positions(taken)).toEqual(range(1, 45));
  });

  it('end where a consumer is too slow, which goes on at the cursor of the error as if nothing had been', async () => {
    const slow = open(undefined, {}, { queueLimit: 10, patience: -1 });
    const quick = open(undefined, {}, { queueLimit: 10, patience: -1 });
    const first = take(slow, 1);
    const all = take(quick, 20);
    await vi.waitFor(() => expect(watchers).toBe(2));
    for (const _ of range(1, 20)) {
      await store.append(noting());
      await nextTurn();
    }
    expect(positions(await first)).toEqual([6]);
    expect(positions(await all)).toEqual(range(6, 25));
    expect(watchers).toBe(1);
    const error = await slow.next().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SlowConsumerError);
    const { cursor } = error as SlowConsumerError;
    expect(positions(await take(open(cursor), 19))).toEqual(range(7, 25));
  });

  it('take up history again after a burst that no queue holds, without gap or duplicate, and go on live', async () => {
    const stream = open(undefined, {}, { queueLimit: 10, patience: 60_000 });
    const first = take(stream, 1);
    await vi.waitFor(() => expect(watchers).toBe(1));
    for (const _ of range(1, 5)) await store.append(noting({ events: notes(20) }));
    await vi.waitFor(() => expect(watchers).toBe(0));
    const taken = [...(await first), ...(await take(stream, 99))];
    const next = take(stream, 1);
    await vi.waitFor(() => expect(watchers).toBe(1));
    await store.append(noting());
    taken.push(...(await next));
    expect(positions(taken)).toEqual(range(6, 106));
    expect(taken.every(({ caughtUp }) => caughtUp)).toBe(true);
  });

  it('are told only once to a reader who has seen more than its process', async () => {
    await feed.stop();
    let tell = () => {};
    const lagging = {
      ...store,
      head: async () => [5],
      onAppended: (listener: () => void) => {
        tell = listener;
        return () => {};
      },
    };
    await startFeedOf(lagging);
    for (const _ of range(1, 4)) await store.append(noting());
    const ahead = take(open([7]), 3);
    await vi.waitFor(() => expect(watchers).toBe(1));
    await store.append(noting());
    tell();
    const taken = await ahead;
    expect(positions(taken)).toEqual([8, 9, 10]);
    expect(taken.map(({ caughtUp }) => caughtUp)).toEqual([false, false, true]);
  });

  it('carry a cursor that takes in all that the reader had seen, though its process has not', async () => {
    let tell = (_: DispatchedEvent) => {};
    const behindInOneLane: Dispatcher = {
      place: [5, 4],
      watch(_filter, told) {
        tell = told;
        return () => {};
      },
    };
    const stream = open(
      [5, 9],
      {},
      { dispatcher: behindInOneLane, store: { ...store, head: async () => [5, 9] } },
    );
    const taken = take(stream, 2);
    await vi.waitFor(() => expect(tell).toHaveLength(1));
    const says = (lane: number, position: number, cursor: FeedCursor) => {
      const event = { lane, position } as Recorded;
      tell({ ...liveEvent(event, cursor, cursor), caughtUp: true, endsAppend: true });
    };
    await nextTurn();
    says(0, 6, [6, 4]);
    says(1, 5, [6, 5]);
    says(1, 10, [6, 10]);
    expect((await taken).map(({ cursor, caughtUp }) => [...cursor, caughtUp])).toEqual([
      [6, 9, true],
      [6, 10, true],
    ]);
  });

  it.each([
    ['near', 2_000],
    ['far', 0],
  ])('are those of the filter, from a place %s behind', async (where, after) => {
    const { streamId } = noting();
    const matching = note({ type: 'Signed', schemaVersion: 3, json: '{}', subject: 'ann' });
    const sign = (expectedVersion: number) =>
      store.append(
        noting({ streamId, expectedVersion, events: [{ ...matching, id: `${expectedVersion}` }] }),
      );
    for (const version of range(0, 29)) {
      await store.append(noting({ events: notes(100) }));
      await sign(version);
    }
    await feed.stop();
    await startFeedOf(); // what came so far is not in memory
    for (const filter of [{ streamIds: [streamId] }, { subject: 'ann' }, { types: ['Signed'] }]) {
      const expected = (await store.readFeed([after], 1_000, filter)).events.map(({ position }) => position);
      const readFeed = vi.fn(store.readFeed);
      const stream = open([after], filter, { store: { ...store, readFeed } });
      expect(positions(await take(stream, expected.length))).toEqual(expected);
      expect(readFeed).toHaveBeenCalledTimes(where === 'far' ? 1 : 0);
      const next = take(stream, 1);
      await vi.waitFor(() => expect(watchers).toBe(1));
      await store.append(noting());
      await sign((await store.readStream(streamId)).length);
      expect(positions(await next)).toEqual(await store.head());
      await stream.return();
    }
  });

  it.each(['while they read', 'while they wait'])(
    'end at once when their consumer does, %s',
    async (when) => {
      const stream = open(when === 'while they read' ? [0] : undefined);
      if (when === 'while they read') await take(stream, 2);
      const next = stream.next();
      if (when === 'while they wait') await vi.waitFor(() => expect(watchers).toBe(1));
      await stream.return();
      const last = await next;
      expect([3, undefined]).toContain(last.value?.event.position);
      while (!(await stream.next()).done);
      expect(watchers).toBe(0);
    },
  );

  it('fail where history cannot be read', async () => {
    const readFeed = vi.fn(() => Promise.reject(new Error('not today')));
    await feed.stop();
    await startFeedOf({ ...store, readFeed: store.readFeed });
    const broken = open([0], {}, { feed: { ...feed, recent: feed.recent, read: readFeed } });
    await expect(broken.next()).rejects.toThrow('not today');
    expect(await broken.next()).toEqual({ done: true, value: undefined });
  });
});
