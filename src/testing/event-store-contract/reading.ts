import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { note, notes, noting } from '../notes.js';
import { type Given, times } from './store-under-test.js';

export function readingContract(given: Given): void {
  describe('a stream', () => {
    it('is read from one version to another, the first exclusive', async () => {
      const { store } = given();
      const streamId = uuidv7();
      await Promise.all([
        store.append(noting({ streamId, events: notes(6) })),
        store.append(noting({ events: notes(6) })),
      ]);
      const versions = async (after?: number, upTo?: number) =>
        (await store.readStream(streamId, after, upTo)).map((event) => event.version);
      expect(await versions()).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await versions(0, 3)).toEqual([1, 2, 3]);
      expect(await versions(2, 4)).toEqual([3, 4]);
      expect(await versions(4)).toEqual([5, 6]);
      expect(await versions(4, Number.MAX_SAFE_INTEGER)).toEqual([5, 6]);
      expect(await versions(6)).toEqual([]);
      expect(await versions(3, 3)).toEqual([]);
      expect(await versions(0, 0)).toEqual([]);
    });

    it('that does not exist is empty', async () => {
      expect(await given().store.readStream(uuidv7())).toEqual([]);
    });

    it('is about the subject of its first event', async () => {
      const { store } = given();
      const streamId = uuidv7();
      const about = (subject: string | null) => note({ subject });
      await store.append(noting({ streamId, events: [about('ann'), about('bob')] }));
      const unsaid = noting({ events: [about(null)] });
      await store.append(unsaid);
      expect(await store.isAbout(streamId, 'ann')).toBe(true);
      expect(await store.isAbout(streamId, 'bob')).toBe(false);
      expect(await store.isAbout(uuidv7(), 'ann')).toBe(false);
      expect(await store.isAbout(unsaid.streamId, 'ann')).toBe(false);
    });

    it('is read as it is now, however many read and write at once', async () => {
      const { store } = given();
      const streamIds = times(20, uuidv7);
      await Promise.all(
        streamIds.map(async (streamId) => {
          for (const version of [1, 2, 3]) {
            await store.append(noting({ streamId, expectedVersion: version - 1, events: [note()] }));
            expect(await store.readStream(streamId)).toHaveLength(version);
          }
        }),
      );
    });
  });

  describe('data', () => itIsOfTodaysShape(given));
}

function itIsOfTodaysShape(given: Given): void {
  const signed = (schemaVersion: number, data: unknown) =>
    note({ type: 'Signed', schemaVersion, json: JSON.stringify(data) });

  it('of an older shape is upcast for every reader, and keeps its schema version', async () => {
    const { store } = given();
    const streamId = uuidv7();
    const events = [signed(1, 'ann'), signed(2, { name: 'bob' }), signed(3, { name: 'cy', at: 'home' })];
    const today = [
      { name: 'ann', at: 'an unknown place' },
      { name: 'bob', at: 'an unknown place' },
      { name: 'cy', at: 'home' },
    ];
    const outcome = await store.append(noting({ streamId, events }));
    const { events: fed } = await store.readFeed(
      times(store.lanes, () => 0),
      10,
    );
    const read = await store.readStream(streamId);
    expect(read.map((event) => event.data)).toEqual(today);
    expect(read.map((event) => event.schemaVersion)).toEqual([1, 2, 3]);
    expect(fed).toEqual(read);
    expect(outcome).toEqual({ kind: 'appended', events: read });
  });

  it('of a newer shape is passed on as it stands', async () => {
    const { store } = given();
    const streamId = uuidv7();
    await store.append(noting({ streamId, events: [signed(9, { who: 'dee' })] }));
    expect((await store.readStream(streamId))[0]).toMatchObject({ schemaVersion: 9, data: { who: 'dee' } });
  });

  it('of an unknown type is passed on, and the type reported once', async () => {
    const { store, unknownTypes } = given();
    const streamId = uuidv7();
    const future = `FromTheFuture ${streamId}`;
    const types = [future, 'constructor', future, '__proto__', 'Noted'];
    await store.append(
      noting({ streamId, events: types.map((type) => note({ type, json: '{"new":true}' })) }),
    );
    for (const _ of [1, 2]) {
      const read = await store.readStream(streamId);
      expect(read.map((event) => event.type)).toEqual(types);
      expect(read.map((event) => event.data)).toEqual(types.map(() => ({ new: true })));
    }
    expect(unknownTypes.filter((type) => type === future)).toEqual([future]);
    expect(unknownTypes).toEqual(expect.arrayContaining(['constructor', '__proto__']));
    expect(unknownTypes).not.toContain('Noted');
  });

  it('of one reader is not that of another', async () => {
    const { store } = given();
    const streamId = uuidv7();
    await store.append(noting({ streamId, events: [note({ json: '{"text":"a note"}' })] }));
    const [first] = await store.readStream(streamId);
    Object.assign(first?.data as object, { text: 'spoilt' });
    expect((await store.readStream(streamId))[0]?.data).toEqual({ text: 'a note' });
  });
}
