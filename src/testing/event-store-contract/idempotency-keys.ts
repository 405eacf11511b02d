import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { note, notes, noting } from '../notes.js';
import {
  appended,
  countKinds,
  type Given,
  hostileTexts,
  repeated,
  times,
  wholeFeed,
} from './store-under-test.js';

const idempotencyKey = { actor: 'ann', key: 'key 1', fingerprint: 'input 1' };
const find = ({ store }: ReturnType<Given>, streamId: string) => store.findKey('ann', 'key 1', streamId);

export function idempotencyKeysContract(given: Given): void {
  describe('an idempotency key', () => {
    itStandsForOneCommand(given);
    itIsRecordedWithTheEventsOnly(given);
    itIsKeptAsItIs(given);
  });
}

function itStandsForOneCommand(given: Given): void {
  it('answers what it stands for, and writes nothing, when it comes again', async () => {
    const { store } = given();
    const streamId = uuidv7();
    await store.append(noting({ streamId }));
    await store.append(noting({ streamId, expectedVersion: 1, events: notes(2), idempotencyKey }));
    const record = { streamId, fingerprint: 'input 1', firstVersion: 2, lastVersion: 3 };
    // Whatever the version, as a client that saw no answer cannot know it.
    for (const expectedVersion of [1, 3, 0, 'any'] as const) {
      const again = await store.append(noting({ streamId, expectedVersion, idempotencyKey }));
      expect(again).toEqual({ kind: 'repeated', record });
    }
    expect(await find(given(), streamId)).toEqual(record);
    expect(await wholeFeed(given())).toHaveLength(3);
  });

  it('lets the caller see that the input was another', async () => {
    const { store } = given();
    const streamId = uuidv7();
    await store.append(noting({ streamId, idempotencyKey }));
    const other = { ...idempotencyKey, fingerprint: 'input 2' };
    const again = await store.append(noting({ streamId, expectedVersion: 1, idempotencyKey: other }));
    expect(repeated(again).fingerprint).toBe('input 1');
  });

  it('answers the stream of the first command where a new one was begun for the second', async () => {
    const { store } = given();
    const [streamId, other] = times(2, () => store.newStreamId(idempotencyKey.key)) as [string, string];
    await store.append(noting({ streamId, idempotencyKey }));
    expect(repeated(await store.append(noting({ streamId: other, idempotencyKey }))).streamId).toBe(streamId);
  });

  it('is another one for another actor', async () => {
    const { store } = given();
    const streamId = uuidv7();
    const bob = { ...idempotencyKey, actor: 'bob' };
    await store.append(noting({ streamId, idempotencyKey }));
    appended(await store.append(noting({ streamId, expectedVersion: 1, idempotencyKey: bob })));
    expect(await store.findKey('bob', 'key 1', streamId)).toMatchObject({ firstVersion: 2, lastVersion: 2 });
  });

  it('has one effect when it comes 32 times at once', async () => {
    const { store } = given();
    const streamIds = times(32, () => store.newStreamId(idempotencyKey.key));
    const outcomes = await Promise.all(
      streamIds.map((streamId) => store.append(noting({ streamId, events: notes(2), idempotencyKey }))),
    );
    expect(countKinds(outcomes)).toEqual({ appended: 1, repeated: 31 });
    expect(await wholeFeed(given())).toHaveLength(2);
  });
}

function itIsRecordedWithTheEventsOnly(given: Given): void {
  it('is recorded where a command changed nothing', async () => {
    const { store } = given();
    const streamId = uuidv7();
    await store.append(noting({ streamId }));
    appended(await store.append({ streamId, expectedVersion: 1, events: [], idempotencyKey }));
    expect(await find(given(), streamId)).toMatchObject({ firstVersion: 2, lastVersion: 1 });
    repeated(await store.append(noting({ streamId, expectedVersion: 1, idempotencyKey })));
  });

  it('is not burnt by an append that is refused', async () => {
    const { store } = given();
    const streamId = store.newStreamId('a name');
    await store.append(noting({ streamId: store.newStreamId('a name'), claim: 'a name' }));
    await store.append(noting({ streamId, expectedVersion: 5, idempotencyKey }));
    await store.append(noting({ streamId, claim: 'a name', idempotencyKey }));
    expect(await find(given(), streamId)).toBeUndefined();
    appended(await store.append(noting({ streamId, idempotencyKey })));
  });

  it('is not burnt by an append that fails', async () => {
    const { store } = given();
    const streamId = uuidv7();
    const spoilt = noting({ streamId, events: [note({ json: 'no JSON' })], idempotencyKey });
    await expect(store.append(spoilt)).rejects.toThrow();
    expect(await find(given(), streamId)).toBeUndefined();
    appended(await store.append(noting({ streamId, idempotencyKey })));
  });
}

function itIsKeptAsItIs(given: Given): void {
  it.each(hostileTexts)('may be %s', async (_, text) => {
    const { store } = given();
    const streamId = uuidv7();
    const hostile = { actor: text.slice(0, 255), key: text.slice(0, 255), fingerprint: text };
    await store.append(noting({ streamId, idempotencyKey: hostile }));
    expect(await store.findKey(hostile.actor, hostile.key, streamId)).toMatchObject({ fingerprint: text });
    repeated(await store.append(noting({ streamId, expectedVersion: 1, idempotencyKey: hostile })));
    appended(await store.append(noting({ streamId, expectedVersion: 1, idempotencyKey })));
  });

  it('does not run together with the actor', async () => {
    const { store } = given();
    const streamId = uuidv7();
    const pairs = [
      ['a b', 'c'],
      ['a', 'b c'],
      ['a', ' b c'],
      ['a","b', 'c'],
    ] as const;
    const outcomes = await Promise.all(
      pairs.map(([actor, key]) =>
        store.append(
          noting({ streamId, expectedVersion: 'any', idempotencyKey: { actor, key, fingerprint: '' } }),
        ),
      ),
    );
    expect(countKinds(outcomes)).toEqual({ appended: 4 });
  });
}
