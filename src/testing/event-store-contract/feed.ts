import { uuidv7 } from 'uuidv7';
import { describe, expect, it, vi } from 'vitest';
import type { Recorded } from '../../event-sourcing/event.js';
import type { FeedCursor, FeedFilter } from '../../event-sourcing/event-store.js';
import { feedStart } from '../../event-sourcing/feed-cursor.js';
import { note, notes, noting } from '../notes.js';
import { type Given, type StoreUnderTest, times, wholeFeed } from './store-under-test.js';

export function feedContract(given: Given): void {
  describe('the feed', () => {
    itIsReadPageByPage(given);
    itIsReadThroughFilters(given);
    itTellsOfAppends(given);
  });
}

const ids = (events: readonly Recorded[]) => events.map((event) => event.id);

/** All pages of a size, and where each ends. */
async function pages({ store }: StoreUnderTest, size: number, filter?: FeedFilter) {
  const found: { ids: string[]; cursor: FeedCursor }[] = [];
  let cursor = feedStart(store.lanes);
  for (let hasMore = true; hasMore; ) {
    const page = await store.readFeed(cursor, size, filter);
    found.push({ ids: ids(page.events), cursor: page.cursor });
    ({ cursor, hasMore } = page);
  }
  return found;
}

function itIsReadPageByPage(given: Given): void {
  it('is empty at first', async () => {
    const { store } = given();
    const start = feedStart(store.lanes);
    expect(await store.head()).toEqual(start);
    expect(await store.readFeed(start, 10)).toEqual({ events: [], cursor: start, hasMore: false });
  });

  it('holds each event once, in order, whatever the size of a page', async () => {
    const { store } = given();
    for (const count of [1, 3, 2, 1, 4]) await store.append(noting({ events: notes(count) }));
    const all = ids(await wholeFeed(given()));
    expect(new Set(all).size).toBe(11);
    for (const size of [1, 2, 3, 10, 11, 12]) {
      const found = await pages(given(), size);
      expect(found.flatMap((page) => page.ids)).toEqual(all);
      expect(found.map((page) => page.ids.length)).toEqual(
        times(Math.ceil(11 / size), (i) => Math.min(size, 11 - i * size)),
      );
      expect(found.at(-1)?.cursor).toEqual(await store.head());
    }
  });

  it('goes on at a cursor with what came since', async () => {
    const { store } = given();
    await store.append(noting({ events: notes(3) }));
    const { cursor } = await store.readFeed(feedStart(store.lanes), 10);
    const later = times(3, () => noting());
    for (const append of later) await store.append(append);
    const page = await store.readFeed(cursor, 10);
    expect(new Set(ids(page.events))).toEqual(
      new Set(later.flatMap((append) => append.events.map((it) => it.id))),
    );
    expect(page.cursor).toEqual(await store.head());
  });
}

function itIsReadThroughFilters(given: Given): void {
  const [one, two] = times(2, uuidv7) as [string, string];
  const fill = async ({ store }: StoreUnderTest) => {
    for (let version = 0; version < 8; version += 2) {
      const ours = [note({ subject: 'ann' }), note({ type: 'Signed', schemaVersion: 3, subject: 'bob' })];
      await store.append(noting({ streamId: one, expectedVersion: version, events: ours }));
      await store.append(noting({ streamId: two, expectedVersion: version, events: notes(2) }));
      await store.append(noting());
    }
  };
  const filters: [string, FeedFilter, number][] = [
    ['a stream', { streamIds: [one] }, 8],
    ['several streams', { streamIds: [one, two] }, 16],
    ['no stream', { streamIds: [] }, 0],
    ['a type', { types: ['Signed'] }, 4],
    ['several types', { types: ['Noted', 'Signed', 'Unheard'] }, 20],
    ['no type', { types: [] }, 0],
    ['a subject', { subject: 'ann' }, 4],
    ['all of these', { streamIds: [one], types: ['Noted'], subject: 'ann' }, 4],
    ['what is never together', { streamIds: [two], subject: 'ann' }, 0],
    ['nothing', {}, 20],
  ];

  it.each(filters)('is filtered by %s, whatever the size of a page', async (_, filter, count) => {
    await fill(given());
    const all = (await pages(given(), 100, filter)).flatMap((page) => page.ids);
    expect(all).toHaveLength(count);
    const everything = ids(await wholeFeed(given()));
    expect(all).toEqual(everything.filter((id) => all.includes(id)));
    for (const size of [1, 3, 4]) {
      expect((await pages(given(), size, filter)).flatMap((page) => page.ids)).toEqual(all);
    }
  });

  it('is left behind up to where it was searched', async () => {
    const { store } = given();
    await fill(given());
    for (const [, filter] of filters) {
      expect((await pages(given(), 3, filter)).at(-1)?.cursor).toEqual(await store.head());
    }
  });
}

function itTellsOfAppends(given: Given): void {
  it('tells listeners of each append, until they stop', async () => {
    const { store } = given();
    const [listener, other] = [vi.fn(), vi.fn()];
    const stop = store.onAppended(listener);
    store.onAppended(other);
    await store.append(noting());
    expect(listener).toHaveBeenCalled();
    const calls = listener.mock.calls.length;
    stop();
    await store.append(noting());
    expect(listener).toHaveBeenCalledTimes(calls);
    expect(other.mock.calls.length).toBeGreaterThan(calls);
  });

  it('tells nobody of an append that was refused', async () => {
    const { store } = given();
    const listener = vi.fn();
    store.onAppended(listener);
    await store.append(noting({ expectedVersion: 5 }));
    expect(listener).not.toHaveBeenCalled();
  });
}
