import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { TimeOrderError } from '../../event-sourcing/errors.js';
import { note, notes, noting } from '../notes.js';
import { appended, type Given, times, wholeFeed } from './store-under-test.js';

const instant = (day: number): number => Date.UTC(1996, 6, day, 12, 0, 0, 123);
const history = (...days: number[]) => days.map((day) => note({ recordedAt: instant(day) }));

export function timeContract(given: Given): void {
  describe('an event’s instant', () => {
    itNeverRunsBackwards(given);
    itIsKeptByImports(given);
    itIsRefusedWhereTimeWouldRunBackwards(given);
  });
  describe('the version at an instant', () => itIsTheLastOneRecordedByThen(given));
}

function itNeverRunsBackwards(given: Given): void {
  it('is now, in whole milliseconds', async () => {
    const before = Date.now();
    const [event] = appended(await given().store.append(noting()));
    expect(event?.recordedAt).toBeGreaterThanOrEqual(before);
    expect(event?.recordedAt).toBeLessThanOrEqual(Date.now());
    expect(event?.recordedAt).toBe(Math.trunc(event?.recordedAt ?? 0));
    // Nothing finer is stored either.
    expect(await given().store.versionAt(event?.streamId ?? '', event?.recordedAt ?? 0)).toBe(1);
  });

  it('never runs backwards along a lane, and positions have no gap, with many writers', async () => {
    const { store } = given();
    const streamIds = times(10, uuidv7);
    await Promise.all(
      times(100, (i) =>
        store.append(
          noting({
            streamId: streamIds[i % 10] as string,
            expectedVersion: 'any',
            events: notes(1 + (i % 3)),
          }),
        ),
      ),
    );
    const feed = await wholeFeed(given());
    expect(feed).toHaveLength(199);
    for (const lane of times(store.lanes, (i) => feed.filter((event) => event.lane === i))) {
      expect(lane.map((event) => event.position)).toEqual(times(lane.length, (i) => i + 1));
      expect(lane.map((event) => event.recordedAt)).toEqual(
        lane.map((event) => event.recordedAt).sort((a, b) => a - b),
      );
    }
    for (const streamId of streamIds) {
      const stream = feed.filter((event) => event.streamId === streamId);
      expect(stream.map((event) => event.version)).toEqual(times(stream.length, (i) => i + 1));
    }
  });
}

function itIsKeptByImports(given: Given): void {
  it('is kept by an import, and what comes later comes after it', async () => {
    const { store } = given();
    const streamId = uuidv7();
    const imported = appended(await store.append(noting({ streamId, events: history(4, 4, 8) })));
    expect(imported.map((event) => event.recordedAt)).toEqual([instant(4), instant(4), instant(8)]);
    const live = appended(await store.append(noting({ streamId, expectedVersion: 3 })));
    expect(live[0]?.recordedAt).toBeGreaterThan(instant(8));
    expect(await store.readStream(streamId)).toEqual([...imported, ...live]);
  });

  it('may be imported event by event, as long as time stands or goes on', async () => {
    const { store } = given();
    for (const day of [4, 4, 5])
      appended(await store.append(noting({ streamId: inLane(store), events: history(day) })));
    expect((await wholeFeed(given())).map((event) => event.recordedAt)).toEqual([4, 4, 5].map(instant));
  });
}

function itIsRefusedWhereTimeWouldRunBackwards(given: Given): void {
  it.each([
    ['before the newest of its lane', () => history(3)],
    ['in the future', () => [note({ recordedAt: Date.now() + 60_000 })]],
    ['in falling order', () => history(6, 5)],
    ['after live events of the same append', () => [note(), ...history(6)]],
  ])('is refused %s', async (_, events) => {
    const { store } = given();
    await store.append(noting({ streamId: inLane(store), events: history(4) }));
    const idempotencyKey = { actor: 'ann', key: 'key 1', fingerprint: '' };
    const streamId = inLane(store);
    const append = noting({ streamId, events: events(), idempotencyKey });
    await expect(store.append(append)).rejects.toThrow(
      expect.objectContaining({ name: 'TimeOrderError', streamId, newest: instant(4) }),
    );
    expect(await wholeFeed(given())).toHaveLength(1);
    expect(await store.findKey('ann', 'key 1', streamId)).toBeUndefined();
  });

  it('is refused or kept, never replaced, when live events come at the same time', async () => {
    const { store } = given();
    const old = noting({ streamId: inLane(store), events: history(4) });
    const live = times(5, () => noting({ streamId: inLane(store) }));
    const outcomes = await Promise.allSettled([...live, old].map((append) => store.append(append)));
    expect(outcomes.slice(0, 5).map((outcome) => outcome.status)).toEqual(times(5, () => 'fulfilled'));
    expect(outcomes[5]).toEqual({ status: 'rejected', reason: expect.any(TimeOrderError) });
    expect(await store.readStream(old.streamId)).toEqual([]);
  });
}

function itIsTheLastOneRecordedByThen(given: Given): void {
  it('is the last one recorded at or before it', async () => {
    const { store } = given();
    const streamId = uuidv7();
    await store.append(noting({ streamId, events: history(4, 6, 6, 8) }));
    const versions = await Promise.all(
      [instant(4) - 1, instant(4), instant(6) - 1, instant(6), instant(7), instant(8), Date.now()].map((at) =>
        store.versionAt(streamId, at),
      ),
    );
    expect(versions).toEqual([0, 1, 1, 3, 3, 4, 4]);
  });

  it('is 0 where there is no such stream', async () => {
    expect(await given().store.versionAt(uuidv7(), Date.now())).toBe(0);
  });
}

/** A new stream in the lane of all others of this test. */
const inLane = (store: ReturnType<Given>['store']): string => store.newStreamId('this test');
