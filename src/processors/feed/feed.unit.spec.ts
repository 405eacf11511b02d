import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Recorded } from '../../event-sourcing/event.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import { createInMemoryStore } from '../../event-store/in-memory-store.js';
import { note, noteSchemas, notes, noting } from '../../testing/notes.js';
import { type Feed, type FeedOptions, follow, startFeed } from './feed.js';

const never = 2 ** 30;

let store: EventStore;
let readFeed: ReturnType<typeof vi.fn<EventStore['readFeed']>>;
let reallyRead: EventStore['readFeed'];
let aborting: AbortController[];
const feeds: Feed[] = [];

beforeEach(() => {
  const inMemory = createInMemoryStore({ schemas: noteSchemas });
  reallyRead = inMemory.readFeed;
  readFeed = vi.fn(reallyRead); // to see whether it is asked, and to make it fail
  store = { ...inMemory, readFeed };
  aborting = [];
});

afterEach(async () => {
  for (const it of aborting) it.abort();
  await Promise.all(feeds.splice(0).map((feed) => feed.stop()));
});

/** A feed that is woken by appends only. */
async function start(options: Partial<FeedOptions> = {}): Promise<Feed> {
  const onError = (error: unknown) => {
    throw error;
  };
  const feed = await startFeed({ store, pollInterval: never, onError, ...options });
  feeds.push(feed);
  return feed;
}

/** What a follower has seen so far. */
function following(feed: Feed, after = feed.head, limit?: number) {
  const seen: Recorded[] = [];
  const stopping = new AbortController();
  aborting.push(stopping);
  const done = (async () => {
    for await (const page of follow(feed, after, stopping.signal, limit)) seen.push(...page.events);
  })();
  return { seen, done, stopping, positions: () => seen.map((event) => event.position) };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a follower', () => {
  it('gets what came after its place, then what comes', async () => {
    await store.append(noting({ events: notes(3) }));
    const feed = await start();
    await store.append(noting({ events: notes(2) }));
    const [late, early] = [following(feed, [4]), following(feed, [1], 1)];
    await vi.waitFor(() => expect(early.positions()).toEqual(range(2, 5)));
    for (const _ of [1, 2, 3]) await store.append(noting());
    await vi.waitFor(() => expect(early.positions()).toEqual(range(2, 8)));
    await vi.waitFor(() => expect(late.positions()).toEqual(range(5, 8)));
  });

  it('shares one reading of the store with all others', async () => {
    const feed = await start();
    const followers = range(1, 50).map(() => following(feed));
    for (const _ of range(1, 5)) await store.append(noting());
    await vi.waitFor(() => {
      for (const it of followers) expect(it.positions()).toEqual(range(1, 5));
    });
    expect(readFeed.mock.calls.length).toBeLessThan(15);
  });

  it('that has fallen out of the window goes on from the store, without gap or duplicate', async () => {
    const feed = await start({ window: 5 });
    const pages = follow(feed, feed.head, new AbortController().signal, 3);
    const seen: number[] = [];
    while (seen.length < 300) {
      // It takes one page while several come.
      if (seen.length < 150) for (const _ of [1, 2]) await store.append(noting({ events: notes(4) }));
      const page = await pages.next();
      seen.push(...(page.value?.events ?? []).map((event: Recorded) => event.position));
      if (feed.head[0] === seen.length) await store.append(noting({ events: notes(4) }));
    }
    expect(seen).toEqual(range(1, seen.length));
  });

  it('may be ahead of its process', async () => {
    const feed = await start();
    const ahead = following(feed, [2]);
    for (const _ of range(1, 4)) await store.append(noting());
    await vi.waitFor(() => expect(ahead.positions()).toEqual([3, 4]));
  });

  it('ends when its signal aborts, and lets go of it', async () => {
    const feed = await start();
    const { done, stopping } = following(feed);
    await nextTurn();
    const letGo = vi.spyOn(stopping.signal, 'removeEventListener');
    stopping.abort();
    await done;
    expect(letGo).toHaveBeenCalledWith('abort', expect.anything());
  });

  it('ends when the feed stops', async () => {
    const feed = await start();
    const { done } = following(feed);
    await nextTurn();
    await feed.stop();
    await done;
    await following(feed).done;
  });
});

describe('a feed', () => {
  it('finds what nobody told it of by looking', async () => {
    store = { ...store, onAppended: () => () => {} };
    const feed = await start({ pollInterval: 5 });
    const follower = following(feed);
    await store.append(noting());
    await vi.waitFor(() => expect(follower.positions()).toEqual([1]));
  });

  it('goes on after a failure, which it reports, and does not ask again without a pause', async () => {
    const onError = vi.fn();
    const feed = await start({ onError });
    const follower = following(feed);
    await nextTurn();
    const failure = new Error('not today');
    readFeed.mockImplementation(async () => {
      await store.append(noting()); // which wakes it while it is failing
      throw failure;
    });
    await store.append(noting());
    for (const _ of range(1, 20)) await nextTurn();
    expect(onError.mock.calls).toEqual([[failure]]);
    readFeed.mockImplementation(reallyRead);
    await store.append(noting());
    await vi.waitFor(() => expect(follower.positions()).toEqual([1, 2, 3]));
  });

  it('reads on until nothing is left, however much has come', async () => {
    const feed = await start();
    const follower = following(feed);
    await store.append(noting({ events: notes(2_500) }));
    await vi.waitFor(() => expect(follower.seen).toHaveLength(2_500));
  });

  it('listens to the store no more when it has stopped, and reads no more', async () => {
    let listeners = 0;
    const { onAppended } = store;
    store.onAppended = (listener) => {
      const stop = onAppended(listener);
      listeners += 1;
      return () => {
        listeners -= 1;
        stop();
      };
    };
    const feed = await start();
    await nextTurn();
    expect(listeners).toBe(1);
    await feed.stop();
    expect(listeners).toBe(0);
    const calls = readFeed.mock.calls.length;
    await store.append(noting({ events: [note()] }));
    await nextTurn();
    expect(readFeed).toHaveBeenCalledTimes(calls);
    expect(feed.stopped).toBe(true);
  });
});
