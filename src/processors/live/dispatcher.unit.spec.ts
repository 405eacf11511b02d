import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventStore } from '../../event-sourcing/event-store.js';
import { createInMemoryStore } from '../../event-store/in-memory-store.js';
import { note, noteSchemas, notes, noting } from '../../testing/notes.js';
import { type Feed, startFeed } from '../feed/feed.js';
import { type DispatchedEvent, type Dispatcher, startDispatcher } from './dispatcher.js';

const never = 2 ** 30;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Events of one command. */
const together = (count: number) => {
  const { correlationId } = note();
  return notes(count).map((event) => ({ ...event, correlationId }));
};

let store: EventStore;
let feed: Feed;
let dispatcher: Dispatcher;
const onError = vi.fn();

beforeEach(async () => {
  onError.mockReset();
  store = createInMemoryStore({ schemas: noteSchemas });
  await store.append(noting({ events: notes(3) }));
  feed = await startFeed({ store, pollInterval: never, onError });
  dispatcher = startDispatcher({ feed, onError });
});
afterEach(() => feed.stop());

function watching(...[filter]: Partial<Parameters<Dispatcher['watch']>>) {
  const told: DispatchedEvent[] = [];
  const stop = dispatcher.watch(filter ?? {}, (it) => told.push(it));
  return { told, stop, positions: () => told.map(({ event }) => event.position) };
}

describe('the dispatcher', () => {
  it('tells everybody what comes after its place, in order, as one and the same', async () => {
    const watchers = range(1, 20).map(() => watching());
    expect(dispatcher.place).toEqual([3]);
    for (const _ of range(1, 4)) await store.append(noting());
    await vi.waitFor(() => expect(dispatcher.place).toEqual([7]));
    for (const { told, positions } of watchers) {
      expect(positions()).toEqual(range(4, 7));
      expect(told.map(({ cursor, caughtUp }) => [...cursor, caughtUp])).toEqual(
        range(4, 7).map((position) => [position, true]),
      );
      told.forEach((it, i) => {
        expect(it).toBe(watchers[0]?.told[i]);
      });
    }
  });

  it('reads the feed once, however many watch', async () => {
    const reads = vi.spyOn(feed, 'read');
    for (const _ of range(1, 200)) watching();
    await store.append(noting());
    await vi.waitFor(() => expect(dispatcher.place).toEqual([4]));
    expect(reads.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('tells each what it waits for, and no more once it has stopped', async () => {
    const { streamId } = noting();
    const mine = watching({ streamIds: [streamId] });
    const notes = watching({ types: ['Noted'] });
    const none = watching({ types: ['Signed'] });
    await store.append(noting());
    await store.append(noting({ streamId }));
    await vi.waitFor(() => expect(dispatcher.place).toEqual([5]));
    mine.stop();
    await store.append(noting({ streamId, expectedVersion: 1 }));
    await vi.waitFor(() => expect(notes.positions()).toEqual([4, 5, 6]));
    expect(mine.positions()).toEqual([5]);
    expect(none.positions()).toEqual([]);
  });

  it('says where what was written together ends, also where that is more than it reads at a time', async () => {
    const { told, positions } = watching();
    const counts = [2, 1, 996, 5, 2_500, 1];
    for (const count of counts) void store.append(noting({ events: together(count) }));
    const all = counts.reduce((sum, count) => sum + count);
    await vi.waitFor(() => expect(positions()).toEqual(range(4, 3 + all)));
    const ends = told.flatMap(({ endsAppend }, i) => (endsAppend ? [i + 1] : []));
    expect(ends).toEqual([2, 3, 999, 1_004, 3_504, 3_505]);
  });

  it('goes on where it was after a failure, which it reports', async () => {
    const { positions } = watching();
    vi.spyOn(feed, 'read').mockRejectedValueOnce(new Error('not today'));
    await store.append(noting({ events: notes(2) }));
    await store.append(noting());
    await vi.waitFor(() => expect(positions()).toEqual([4, 5, 6]), { timeout: 5_000 });
    expect(onError.mock.calls).toEqual([[new Error('not today')]]);
  });
});
