import { uuidv7 } from 'uuidv7';
import { describe, expect, it, vi } from 'vitest';
import type { EventStore, StreamTail } from '../../event-sourcing/event-store.js';
import { type Snapshot, snapshotAt } from '../../event-sourcing/replay.js';
import { notes, noting } from '../notes.js';
import { appended, type Given } from './store-under-test.js';

/** A stream of so many notes, with snapshots of these versions that the store is seen to have. */
async function streamWith(store: EventStore, length: number, versions: readonly number[], fold = 'this') {
  const streamId = uuidv7();
  const events = appended(await store.append(noting({ streamId, events: notes(length) })));
  const snapshots = versions.map((version) =>
    snapshotAt(events[version - 1] as (typeof events)[0], { told: `“${version}” of {"${fold}"}` }, []),
  );
  store.keepSnapshots(fold, snapshots);
  await vi.waitFor(async () => {
    for (const snapshot of snapshots) {
      const tail = await store.readTail({ streamId, fold, upTo: snapshot.version });
      expect(tail?.snapshot).toEqual(snapshot);
    }
  });
  return { streamId, events, snapshots };
}

/** What a tail begins with, and the versions that follow. */
const shape = (tail: StreamTail | undefined) =>
  tail && [tail.snapshot?.version, ...tail.events.map((event) => event.version)];

export function snapshotsContract(given: Given): void {
  describe('the tail of a stream', () => {
    it('is all of it where nothing is known and nothing kept', async () => {
      const { store } = given();
      const { streamId, events } = await streamWith(store, 3, []);
      expect(await store.readTail({ streamId, fold: 'this' })).toEqual({ snapshot: undefined, events });
      expect(shape(await store.readTail({ streamId, fold: 'this', upTo: 2 }))).toEqual([undefined, 1, 2]);
    });

    it('is empty where there is no stream', async () => {
      const tail = await given().store.readTail({ streamId: uuidv7(), fold: 'this' });
      expect(tail).toEqual({ snapshot: undefined, events: [] });
    });

    it('begins with the newest snapshot at or before the version that is wanted', async () => {
      const { store } = given();
      const { streamId, events } = await streamWith(store, 9, [3, 6]);
      const from = async (upTo?: number) => shape(await store.readTail({ streamId, fold: 'this', upTo }));
      expect(await from()).toEqual([6, 7, 8, 9]);
      expect(await from(6)).toEqual([6]);
      expect(await from(5)).toEqual([3, 4, 5]);
      expect(await from(2)).toEqual([undefined, 1, 2]);
      expect((await store.readTail({ streamId, fold: 'this' }))?.events).toEqual(events.slice(6));
    });

    it('follows the base that is known, whatever was kept', async () => {
      const { store } = given();
      const { streamId, events } = await streamWith(store, 5, [4]);
      const readOn = (version: number) =>
        store.readTail({ streamId, fold: 'this', base: { version, eventId: events[version - 1]?.id ?? '' } });
      expect(shape(await readOn(2))).toEqual([undefined, 3, 4, 5]);
      expect(shape(await readOn(5))).toEqual([undefined]);
    });

    it('is none where the log has not the event that the base ends with', async () => {
      const { store } = given();
      const { streamId, events } = await streamWith(store, 2, [2]);
      for (const base of [
        { version: 2, eventId: uuidv7() },
        { version: 1, eventId: events[1]?.id as string },
        { version: 3, eventId: events[1]?.id as string },
        { version: 2, eventId: null },
      ]) {
        expect(await store.readTail({ streamId, fold: 'this', base })).toBeUndefined();
      }
    });

    it('does not begin with what another fold made', async () => {
      const { store } = given();
      const { streamId } = await streamWith(store, 4, [3], 'another');
      expect(shape(await store.readTail({ streamId, fold: 'this' }))).toEqual([undefined, 1, 2, 3, 4]);
    });

    it('is read for many at once, each as if it were alone', async () => {
      const { store } = given();
      const streams = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => streamWith(store, 6, [n])));
      const tails = await Promise.all(
        streams.map(({ streamId }) => store.readTail({ streamId, fold: 'this' })),
      );
      for (const [i, tail] of tails.entries()) {
        expect(tail?.snapshot).toEqual(streams[i]?.snapshots[0] as Snapshot<unknown>);
        expect(tail?.events).toEqual(streams[i]?.events.slice(i + 1));
      }
    });
  });
}
