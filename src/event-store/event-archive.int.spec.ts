import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StoredEvent, StoredKey } from '../event-sourcing/event-archive.js';
import { note, notes, noting } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';
import { eventArchive } from './event-archive.js';

const instant = (day: number): number => Date.UTC(1996, 6, day);
const lanes = 3;
let database: StoreDatabase;
let process: StoreProcess;
const archive = () => eventArchive(process.db, lanes);

beforeAll(async () => {
  database = await createStoreDatabase(lanes);
});
beforeEach(async () => {
  await database.forgetEvents();
  process = await openStoreProcess(database.connection);
});
afterEach(() => process?.close());
afterAll(() => database?.drop());

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** One append in each lane. */
const inEachLane = (make: (lane: number) => Parameters<typeof noting>[0]) =>
  ['a', 'c', 'e'].map((guard, lane) => noting({ streamId: process.store.newStreamId(guard), ...make(lane) }));

describe('the events of an archive', () => {
  it('come as they are stored: of any type and schema version, not upcast', async () => {
    const json = ' { "2" : 1, "a":1.0, "a":2 } ';
    const events = [
      note({ type: 'Signed', schemaVersion: 1, json: '"Ann"' }),
      note({ type: 'Later', schemaVersion: 9, json }),
    ];
    await process.store.append(noting({ events }));
    const stored = await all(archive().events());
    expect(stored.map(({ type, schemaVersion, data }) => [type, schemaVersion, data])).toEqual([
      ['Signed', 1, '"Ann"'],
      ['Later', 9, json],
    ]);
  });

  it('come once, beyond a page, in the order of each lane and of time', async () => {
    for (const day of [1, 2, 3]) {
      const events = notes(700).map((event) => ({ ...event, recordedAt: instant(day) }));
      await process.store.append(noting({ events }));
    }
    const stored: StoredEvent[] = await all(archive().events());
    expect(new Set(stored.map(({ id }) => id)).size).toBe(2_100);
    expect(stored.map(({ recordedAt }) => recordedAt)).toEqual(
      [1, 2, 3].flatMap((day) => Array(700).fill(instant(day))),
    );
    for (let lane = 0; lane < lanes; lane += 1) {
      const positions = stored.filter((event) => event.lane === lane).map(({ position }) => position);
      expect(positions).toEqual(positions.map((_, i) => i + 1));
    }
    expect(await archive().count()).toBe(2_100);
  });
});

describe('an archive', () => {
  it('finds events by their places and claims by their names, in whichever lane', async () => {
    const appends = inEachLane(() => ({}));
    const claiming = ['x', 'y', 'z'].map((claim) =>
      noting({ streamId: process.store.newStreamId(claim), claim }),
    );
    for (const append of [...appends, ...claiming]) await process.store.append(append);
    const places = appends.flatMap(({ streamId }) => [1, 2].map((version) => ({ streamId, version })));
    expect(await archive().findEventIds(places)).toEqual(
      appends.flatMap(({ events }) => [events[0]?.id, undefined]),
    );
    expect(await archive().findClaimHolders(['z', 'free', 'x', 'y'])).toEqual(
      [claiming[2], undefined, claiming[0], claiming[1]].map((append) => append?.streamId),
    );
    expect(await archive().findEventIds([])).toEqual([]);
  });

  it('knows the newest instant of each stream’s lane', async () => {
    const streamId = process.store.newStreamId('a');
    expect((await archive().newestInstants())(streamId)).toBe(Number.NEGATIVE_INFINITY);
    await process.store.append(noting({ streamId, events: [note({ recordedAt: instant(4) })] }));
    const newest = await archive().newestInstants();
    expect(newest(process.store.newStreamId('a'))).toBe(instant(4));
  });
});

describe('the keys of an archive', () => {
  const keyed = (streamId: string, i: number): StoredKey => ({
    actor: i % 2 ? 'ann' : '',
    key: `key ${i}`,
    fingerprint: 'f',
    streamId,
    firstVersion: 1,
    lastVersion: 0,
    recordedAt: instant(4) + i,
  });

  it('come out as they went in, beyond a page, and go in once', async () => {
    const keys = Array.from({ length: 1_500 }, (_, i) => keyed(process.store.newStreamId(), i));
    expect(await archive().addKeys(keys)).toEqual({ written: 1_500, taken: [] });
    expect(await archive().addKeys(keys)).toEqual({ written: 0, taken: [] });
    const byKey = (a: StoredKey, b: StoredKey) => a.recordedAt - b.recordedAt;
    expect((await all(archive().keys())).toSorted(byKey)).toEqual(keys);
    const [key] = keys as [StoredKey];
    expect(await process.store.findKey(key.actor, key.key, key.streamId)).toMatchObject({
      firstVersion: 1,
      lastVersion: 0,
    });
  });

  it('are named where they stand for something else already', async () => {
    const key = keyed(process.store.newStreamId(), 1);
    const other = { ...key, fingerprint: 'other' };
    await archive().addKeys([key]);
    const next = { ...key, key: 'next' };
    expect(await archive().addKeys([other, next])).toEqual({ written: 1, taken: [other] });
    expect(await archive().addKeys([])).toEqual({ written: 0, taken: [] });
  });
});
