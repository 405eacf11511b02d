import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Recorded } from '../../event-sourcing/event.js';
import { feedStart } from '../../event-sourcing/feed-cursor.js';
import { notes, noting } from '../../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../../testing/test-event-store.js';
import { type Feed, type FeedOptions, follow, startFeed } from './feed.js';

const soon = { timeout: 10_000, interval: 5 };
const never = 2 ** 30;

let database: StoreDatabase;
const ending: (() => Promise<void>)[] = [];

beforeEach(() => openDatabase(1));

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function openDatabase(lanes: number): Promise<void> {
  database = await createStoreDatabase(lanes);
  ending.push(database.drop);
}

/** A store as another process has it, and its feed, which is not woken by time unless said otherwise. */
async function openProcess(
  options: Partial<FeedOptions> = {},
  hears = false,
): Promise<StoreProcess & { feed: Feed }> {
  const process = await openStoreProcess(database.connection, hears ? { listenOn: database.connection } : {});
  ending.push(process.close);
  const feed = await startFeed({ store: process.store, pollInterval: never, onError: fail, ...options });
  ending.push(feed.stop);
  return { ...process, feed };
}

const fail = (error: unknown): never => {
  throw error;
};

/** All that a follower from the start sees. */
function following(feed: Feed, limit?: number): Recorded[] {
  const seen: Recorded[] = [];
  const stopping = new AbortController();
  const done = (async () => {
    const start = feedStart(feed.head.length);
    for await (const page of follow(feed, start, stopping.signal, limit)) seen.push(...page.events);
  })();
  ending.push(() => {
    stopping.abort();
    return done;
  });
  return seen;
}

const range = (length: number) => Array.from({ length }, (_, i) => i + 1);
const positions = (events: readonly Recorded[], lane = 0) =>
  events.filter((event) => event.lane === lane).map((event) => event.position);

describe('a feed', () => {
  it('is woken by an append of its own process', async () => {
    const { store, feed } = await openProcess();
    const seen = following(feed);
    for (const version of [0, 1, 2]) {
      await store.append(noting({ expectedVersion: 0 }));
      await vi.waitFor(() => expect(seen).toHaveLength(version + 1), soon);
    }
  });

  it('is woken by an append of another process', async () => {
    const { store } = await openProcess({}, true);
    const seen = following((await openProcess({}, true)).feed);
    for (const version of [0, 1, 2]) {
      await store.append(noting());
      await vi.waitFor(() => expect(seen).toHaveLength(version + 1), soon);
    }
  });

  it('sees what another process appends where no notification comes', async () => {
    const { store } = await openProcess();
    const seen = following((await openProcess({ pollInterval: 400 })).feed);
    await store.append(noting());
    await vi.waitFor(() => expect(seen).toHaveLength(1), soon);
  });

  it('shows nothing of an open transaction, nor anything that comes after it, until it ends', async () => {
    const { store, feed } = await openProcess();
    const seen = following(feed);
    const session = await database.admin.connect();
    for (const [i, end] of ['commit', 'rollback', 'commit'].entries()) {
      await session.query(`begin; ${appendOf(uuidv7())}`);
      const behind = store.append(noting());
      await vi.waitFor(async () => expect(await waiting()).toBe(1), soon);
      expect((await store.readFeed([0], 100)).events).toHaveLength(seen.length);
      await session.query(end);
      await behind;
      await vi.waitFor(() => expect(seen).toHaveLength([2, 3, 5][i] as number), soon);
    }
    session.release();
    expect(positions(seen)).toEqual(range(5));
  });

  it('is not held up by a transaction that writes something else', async () => {
    const { store, feed } = await openProcess();
    const seen = following(feed);
    const session = await database.admin.connect();
    await session.query(`begin; create table elsewhere as select 1`);
    await store.append(noting());
    await vi.waitFor(() => expect(seen).toHaveLength(1), soon);
    await session.query('rollback');
    session.release();
  });

  it('goes on from the store, without gap or duplicate, where its reader has fallen behind', async () => {
    const { store, feed } = await openProcess({ window: 20 });
    const pages = follow(feed, [0], new AbortController().signal, 7);
    const seen: Recorded[] = [];
    for (const _ of range(10)) {
      await Promise.all(range(10).map(() => store.append(noting({ events: notes(2) }))));
      seen.push(...((await pages.next()).value?.events ?? []));
    }
    await vi.waitFor(() => expect(feed.head).toEqual([200]), soon);
    while (seen.length < 200) seen.push(...((await pages.next()).value?.events ?? []));
    expect(positions(seen)).toEqual(range(200));
  });
});

describe.each([1, 3])('with %i lanes', (lanes) => {
  beforeEach(() => openDatabase(lanes));

  it('holds all that two processes write at once, once and in order, for readers of both', async () => {
    const ours = await openProcess({}, true);
    const theirs = await openProcess({ window: 10 }, true);
    const readers = [following(ours.feed), following(theirs.feed, 3)];
    const streamIds = range(12).map(() => uuidv7());
    await Promise.all(
      range(120).map((i) => {
        const { store } = i % 2 === 0 ? ours : theirs;
        const streamId = streamIds[i % 12] as string;
        return store.append(noting({ streamId, expectedVersion: 'any', events: notes(1 + (i % 3)) }));
      }),
    );
    for (const seen of readers) {
      await vi.waitFor(() => expect(seen).toHaveLength(240), soon);
      for (let lane = 0; lane < lanes; lane += 1) {
        expect(positions(seen, lane)).toEqual(range(positions(seen, lane).length));
      }
      for (const streamId of streamIds) {
        const versions = seen.filter((event) => event.streamId === streamId).map((event) => event.version);
        expect(versions).toEqual(range(versions.length));
      }
    }
  });
});

/** An append by hand, to leave its transaction open. */
const appendOf = (streamId: string) => `
  select * from event_store.append(0::smallint, '{${streamId}}', '{0}', '{null}', '{null}', '{null}', '{null}', '{1}',
    '{${uuidv7()}}', '{1}', '', '{Noted}', '{1}', '{1}', '{ann}', '{${uuidv7()}}', '{null}', '{null}', '{null}',
    '{null}', null)`;

const waiting = async () =>
  (
    await database.admin.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).rows.length;
