import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { note, notes, noting } from '../notes.js';
import { appended, countKinds, type Given, times, wholeFeed } from './store-under-test.js';

export function versionsContract(given: Given): void {
  describe('an append', () => {
    itWritesAtTheExpectedVersion(given);
    itWritesAllOrNothing(given);
    itLetsOneOfManyWritersWin(given);
  });
}

function itWritesAtTheExpectedVersion(given: Given): void {
  it('answers the events as they are read back, at versions without a gap', async () => {
    const { store } = given();
    const streamId = uuidv7();
    const first = appended(await store.append(noting({ streamId, events: notes(2) })));
    const second = appended(await store.append(noting({ streamId, expectedVersion: 2, events: notes(3) })));
    const stream = await store.readStream(streamId);
    expect(stream).toEqual([...first, ...second]);
    expect(stream.map((event) => event.version)).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['behind', 1],
    ['at the start', 0],
    ['ahead', 3],
  ])('at a version %s writes nothing and answers the current one', async (_, expectedVersion) => {
    const { store } = given();
    const streamId = uuidv7();
    await store.append(noting({ streamId, events: notes(2) }));
    const outcome = await store.append(noting({ streamId, expectedVersion }));
    expect(outcome).toEqual({ kind: 'conflict', currentVersion: 2 });
    expect(await wholeFeed(given())).toHaveLength(2);
  });

  it('at a version of a stream that does not exist is a conflict', async () => {
    const { store } = given();
    expect(await store.append(noting({ expectedVersion: 1 }))).toEqual({
      kind: 'conflict',
      currentVersion: 0,
    });
  });

  it('at any version goes behind whatever is there', async () => {
    const { store } = given();
    const anyhow = { streamId: uuidv7(), expectedVersion: 'any' } as const;
    appended(await store.append(noting(anyhow)));
    const [third] = appended(await store.append(noting({ ...anyhow, events: notes(2) }))).slice(-1);
    expect(third?.version).toBe(3);
  });
}

function itWritesAllOrNothing(given: Given): void {
  it('of several events writes all of them, one after the other', async () => {
    const { store } = given();
    const events = appended(await store.append(noting({ events: notes(5) })));
    expect(events.map((event) => event.data)).toEqual(['note 1', 'note 2', 'note 3', 'note 4', 'note 5']);
    const [first] = events;
    expect(events.map((event) => event.position)).toEqual(times(5, (i) => (first?.position ?? 0) + i));
  });

  it('of an event that cannot be stored writes none, and harms nobody that came along', async () => {
    const { store } = given();
    const streamId = uuidv7();
    const spoilt = noting({ streamId, events: [note(), note({ json: '{"not": JSON' })] });
    const others = times(5, () => noting());
    const outcomes = await Promise.allSettled([...others, spoilt].map((append) => store.append(append)));
    expect(outcomes.map((outcome) => outcome.status)).toEqual([...times(5, () => 'fulfilled'), 'rejected']);
    expect(await store.readStream(streamId)).toEqual([]);
    expect((await wholeFeed(given())).map((event) => event.streamId).sort()).toEqual(
      others.map((append) => append.streamId).sort(),
    );
  });

  it('of no event checks the version and moves nothing', async () => {
    const { store } = given();
    const { streamId } = noting();
    await store.append(noting({ streamId }));
    const head = await store.head();
    expect(await store.append({ streamId, expectedVersion: 1, events: [] })).toEqual({
      kind: 'appended',
      events: [],
    });
    expect(await store.append({ streamId, expectedVersion: 0, events: [] })).toMatchObject({
      kind: 'conflict',
    });
    expect(await store.head()).toEqual(head);
  });
}

function itLetsOneOfManyWritersWin(given: Given): void {
  it.each([0, 3])('by 32 writers at once who expect version %i succeeds once', async (expectedVersion) => {
    const { store } = given();
    const streamId = uuidv7();
    if (expectedVersion > 0) await store.append(noting({ streamId, events: notes(expectedVersion) }));
    const outcomes = await Promise.all(
      times(32, () => store.append(noting({ streamId, expectedVersion, events: notes(2) }))),
    );
    expect(countKinds(outcomes)).toEqual({ appended: 1, conflict: 31 });
    expect(await store.readStream(streamId)).toHaveLength(expectedVersion + 2);
  });

  it('by 32 writers at once at any version succeeds for all, without a gap', async () => {
    const { store } = given();
    const streamId = uuidv7();
    const outcomes = await Promise.all(
      times(32, () => store.append(noting({ streamId, expectedVersion: 'any' }))),
    );
    expect(countKinds(outcomes)).toEqual({ appended: 32 });
    expect((await store.readStream(streamId)).map((event) => event.version)).toEqual(times(32, (i) => i + 1));
  });
}
