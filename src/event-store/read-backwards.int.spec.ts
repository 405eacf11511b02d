import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recorded } from '../event-sourcing/event.js';
import { note, noting } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';
import type { BackwardFilter } from './read-backwards.js';

describe.each([1, 3])('the log of %i lanes from its end', (lanes) => {
  let database: StoreDatabase;
  let ours: StoreProcess;
  let all: readonly Recorded[];
  let streamId: string;

  beforeAll(async () => {
    database = await createStoreDatabase(lanes);
    ours = await openStoreProcess(database.connection);
    const { store } = ours;
    streamId = store.newStreamId();
    const streams = [streamId, ...Array.from({ length: 5 }, () => store.newStreamId())];
    for (let n = 0; n < 60; n += 1) {
      const actor = ['ann', 'bob', 'cy'][n % 3] as string;
      const events = [note({ actor })];
      await store.append(noting({ streamId: streams[n % 6] as string, expectedVersion: 'any', events }));
    }
    all = (await store.readFeed(Array(lanes).fill(0), 1_000)).events;
  });
  afterAll(async () => {
    await ours.close();
    await database.drop();
  });

  it.each<[string, () => BackwardFilter]>([
    ['all', () => ({})],
    ['of a stream', () => ({ streamId })],
    ['of an actor', () => ({ actor: 'bob' })],
    ['of both', () => ({ streamId, actor: 'ann' })],
    ['of both, where there is none', () => ({ streamId, actor: 'bob' })],
    ['of no stream', () => ({ streamId: '00000000-0000-7000-8000-000000000000' })],
    ['of nobody', () => ({ actor: 'nobody' })],
  ])('%s', async (_, asked) => {
    const filter = asked();
    const head = await ours.store.head();
    for (const [limit, back] of [
      [1_000, 0],
      [2, 0],
      [3, 4],
      [3, 1_000],
    ] as const) {
      const before = head.map((position) => Math.max(1, position + 1 - back));
      const expected = before.map((position, lane) =>
        all
          .filter((it) => it.lane === lane && it.position < position)
          .filter((it) => filter.streamId === undefined || it.streamId === filter.streamId)
          .filter((it) => filter.actor === undefined || it.actor === filter.actor)
          .sort((a, b) => b.position - a.position)
          .slice(0, limit),
      );
      expect(await ours.store.newestFirst(filter, before, limit)).toEqual(expected);
      if (limit === 1_000) expect(await ours.store.countEvents(filter)).toBe(expected.flat().length);
    }
  });
});
