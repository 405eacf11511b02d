import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventStore } from '../../event-sourcing/event-store.js';
import { createInMemoryStore } from '../../event-store/in-memory-store.js';
import { noteSchemas, notes, noting } from '../../testing/notes.js';
import { type FeedPages, feedPages } from './feed-pages.js';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

let store: EventStore;
let readFeed: ReturnType<typeof vi.fn<EventStore['readFeed']>>;
let pages: FeedPages;

beforeEach(async () => {
  store = createInMemoryStore({ schemas: noteSchemas });
  readFeed = vi.fn(store.readFeed);
  pages = feedPages({ store: { readFeed }, lanes: 1, size: 10 });
  await store.append(noting({ events: notes(35) }));
});

const positions = async (after: number, limit: number, upTo = 35) =>
  (await pages.read(0, after, limit, upTo)).map((event) => event.position);

describe('pages of the feed', () => {
  it('hold what follows any place, whatever the limit', async () => {
    for (const after of range(0, 36))
      for (const limit of [1, 9, 10, 11, 25, 100])
        expect(await positions(after, limit)).toEqual(range(after + 1, Math.min(35, after + limit)));
  });

  it('are read once for all who read them at a time, and not again later', async () => {
    const reading = range(1, 1_000).map((n) => positions(n % 30, 5));
    for (const [i, found] of (await Promise.all(reading)).entries())
      expect(found[0]).toBe(((i + 1) % 30) + 1);
    expect(readFeed).toHaveBeenCalledTimes(4);
    await positions(7, 20);
    expect(readFeed).toHaveBeenCalledTimes(4);
  });

  it('are read again where they were not full and a reader needs what came since', async () => {
    expect(await positions(31, 10)).toEqual(range(32, 35));
    expect(await positions(31, 10)).toEqual(range(32, 35));
    expect(readFeed).toHaveBeenCalledTimes(1);
    await store.append(noting({ events: notes(3) }));
    expect(await positions(31, 10, 38)).toEqual(range(32, 38));
    expect(readFeed).toHaveBeenCalledTimes(2);
  });

  it('that are being read do not keep from a reader what it needs', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    readFeed.mockImplementationOnce(async (...args) => {
      const page = await store.readFeed(...args);
      await answered;
      return page;
    });
    const early = positions(31, 10);
    await store.append(noting({ events: notes(3) }));
    const late = positions(31, 10, 38);
    answer();
    expect(await early).toEqual(range(32, 35));
    expect(await late).toEqual(range(32, 38));
  });

  it('that could not be read are tried anew', async () => {
    readFeed.mockRejectedValueOnce(new Error('not today'));
    await expect(positions(0, 3)).rejects.toThrow('not today');
    expect(await positions(0, 3)).toEqual([1, 2, 3]);
  });

  it('are forgotten where they take too many bytes', async () => {
    pages = feedPages({ store: { readFeed }, lanes: 1, size: 10, bytes: 15_000 });
    for (const after of [0, 10, 20, 0]) await positions(after, 5);
    expect(readFeed).toHaveBeenCalledTimes(4);
  });
});
