import { describe, expect, it } from 'vitest';
import type { Append } from '../../event-sourcing/event-store.js';
import { note, noting } from '../notes.js';
import { type Given, times, wholeFeed } from './store-under-test.js';

const instant = (day: number): number => Date.UTC(1996, 6, day, 12);
const onDay = (day: number, changes: Partial<Append> = {}): Append =>
  noting({ ...changes, events: [note({ recordedAt: instant(day) })] });
const idsOf = (appends: readonly Append[]) => appends.flatMap(({ events }) => events.map(({ id }) => id));

export function inOrderContract(given: Given): void {
  describe('appends in order', () => {
    itKeepsTheirOrder(given);
    itJudgesEach(given);
  });
}

/** Streams of one lane. */
const streamsIn = (given: Given, count: number): string[] =>
  times(count, () => given().store.newStreamId('this test'));

function itKeepsTheirOrder(given: Given): void {
  it('stand along the feed in that order, also where streams come again and again', async () => {
    const ids = streamsIn(given, 7) as [string];
    const appends = times(600, (i) => {
      const turn = Math.floor(i / 7);
      return onDay(1 + Math.floor(i / 300), { streamId: ids[i % 7] ?? ids[0], expectedVersion: turn });
    });
    expect(await given().store.appendInOrder(appends)).toEqual(times(600, () => undefined));
    const feed = await wholeFeed(given());
    expect(feed.map(({ id }) => id)).toEqual(idsOf(appends));
    expect(feed.map(({ recordedAt }) => recordedAt)).toEqual(
      times(600, (i) => instant(1 + Math.floor(i / 300))),
    );
  });

  it('keep to the order of each lane where there are several', async () => {
    const appends = times(60, (i) => onDay(1 + i / 60));
    await given().store.appendInOrder(appends);
    for (const lane of times(given().store.lanes, (i) => i)) {
      const feed = (await wholeFeed(given())).filter((event) => event.lane === lane);
      const expected = idsOf(appends).filter((id) => feed.some((event) => event.id === id));
      expect(feed.map(({ id }) => id)).toEqual(expected);
    }
    expect(await wholeFeed(given())).toHaveLength(60);
  });
}

function itJudgesEach(given: Given): void {
  it('are judged each on its own', async () => {
    const [a, b, c] = streamsIn(given, 3) as [string, string, string];
    const claim = 'this test';
    const appends = [
      onDay(1, { streamId: a, claim }),
      onDay(1, { streamId: b, claim }),
      onDay(1, { streamId: c, expectedVersion: 3 }),
      onDay(1, { streamId: c }),
    ];
    expect(await given().store.appendInOrder(appends)).toEqual([
      undefined,
      { kind: 'claimed', holder: a },
      { kind: 'conflict', currentVersion: 0 },
      undefined,
    ]);
    expect((await wholeFeed(given())).map(({ streamId }) => streamId)).toEqual([a, c]);
  });

  it('are refused where time would run backwards', async () => {
    const [a, b] = streamsIn(given, 2) as [string, string];
    await given().store.appendInOrder([onDay(4, { streamId: a })]);
    await expect(given().store.appendInOrder([onDay(3, { streamId: b })])).rejects.toThrow(
      expect.objectContaining({ name: 'TimeOrderError', streamId: b, newest: instant(4) }),
    );
    expect(await given().store.readStream(b)).toEqual([]);
  });

  it('wake listeners', async () => {
    let woken = 0;
    const stop = given().store.onAppended(() => {
      woken += 1;
    });
    const before = woken;
    await given().store.appendInOrder([onDay(1)]);
    expect(woken).toBeGreaterThan(before);
    stop();
  });

  it('may be none', async () => {
    expect(await given().store.appendInOrder([])).toEqual([]);
  });
}
