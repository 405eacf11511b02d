import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../event-sourcing/event.js';
import type { Append } from '../../event-sourcing/event-store.js';
import { note, noting } from '../notes.js';
import { appended, type Given, hostileTexts, times, wholeFeed } from './store-under-test.js';

export function textsContract(given: Given): void {
  describe('what is recorded about an event', () => {
    itIsReadBack(given);
    itIsKeptWhateverItsText(given);
    itIsRefusedWhereItCannotBeKept(given);
  });
}

function itIsReadBack(given: Given): void {
  it('is read back whole', async () => {
    const { store } = given();
    const event: NewEvent = {
      id: uuidv7(),
      type: 'Noted',
      schemaVersion: 1,
      json: '{"text":"a note"}',
      actor: 'ann',
      correlationId: uuidv7(),
      causationId: uuidv7(),
      requestId: 'request 1',
      source: '192.0.2.1',
      subject: 'customer 1',
    };
    const streamId = uuidv7();
    await store.append(noting({ streamId, events: [event] }));
    const { json, ...known } = event;
    const recorded = { ...known, streamId, version: 1, data: { text: 'a note' } };
    expect(await store.readStream(streamId)).toEqual([
      { ...recorded, lane: expect.any(Number), position: 1, recordedAt: expect.any(Number) },
    ]);
    expect(await wholeFeed(given())).toEqual(await store.readStream(streamId));
  });

  it('is null where it is unknown', async () => {
    const nothing = { causationId: null, requestId: null, source: null, subject: null };
    const [absent] = appended(await given().store.append(noting()));
    const [empty] = appended(await given().store.append(noting({ events: [note(nothing)] })));
    expect(absent).toMatchObject(nothing);
    expect(empty).toMatchObject(nothing);
  });
}

function itIsKeptWhateverItsText(given: Given): void {
  it.each([...hostileTexts, ['very long', 'x'.repeat(100_000)]])('may be %s', async (_, text) => {
    const { store } = given();
    const streamId = uuidv7();
    const texts = { type: text, actor: text, requestId: text, source: text, subject: text };
    const events = [
      note({ ...texts, json: JSON.stringify(text) }),
      note({ ...texts, json: JSON.stringify({ [text]: [text] }) }),
    ];
    const answered = appended(await store.append(noting({ streamId, events })));
    expect(answered[0]).toMatchObject({ ...texts, data: text });
    expect(JSON.stringify(answered[1]?.data)).toBe(JSON.stringify({ [text]: [text] }));
    expect(await store.readStream(streamId)).toEqual(answered);
    const found = await store.readFeed(
      times(store.lanes, () => 0),
      10,
      { types: [text], subject: text },
    );
    expect(found.events).toEqual(answered);
  });

  it.each([
    '12345678901234567890',
    '1.0',
    '-0',
    '1e-400',
    '[1,\n  2]',
    '{"b":1,"a":2,"b":3}',
    '{"__proto__":{"polluted":true}}',
    String.raw`"\u0000 \ud800 \/ \u00e9"`,
    'null',
  ])('may have the data %s', async (json) => {
    const { store } = given();
    const [event] = appended(await store.append(noting({ events: [note({ json })] })));
    const [read] = await store.readStream(event?.streamId as string);
    for (const { data } of [event, read] as { data: unknown }[]) {
      expect(JSON.stringify(data)).toBe(JSON.stringify(JSON.parse(json)));
    }
    expect({}).not.toHaveProperty('polluted');
  });
}

function itIsRefusedWhereItCannotBeKept(given: Given): void {
  const key = { actor: 'ann', key: 'key 1', fingerprint: '' };
  const places: Record<string, (text: string) => Partial<Append>> = {
    type: (type) => ({ events: [note({ type })] }),
    data: (text) => ({ events: [note({ json: `"${text}"` })] }),
    actor: (actor) => ({ events: [note(), note({ actor })] }),
    'request id': (requestId) => ({ events: [note({ requestId })] }),
    source: (source) => ({ events: [note({ source })] }),
    subject: (subject) => ({ events: [note({ subject })] }),
    claim: (claim) => ({ claim }),
    key: (text) => ({ idempotencyKey: { ...key, key: text } }),
    'actor of the key': (actor) => ({ idempotencyKey: { ...key, actor } }),
    fingerprint: (fingerprint) => ({ idempotencyKey: { ...key, fingerprint } }),
  };

  it.each(Object.keys(places))('may not hold NUL nor half a character as its %s', async (place) => {
    const { store } = given();
    for (const text of ['a\0b', 'half a \ud83d', '\ude00 half']) {
      await expect(store.append(noting(places[place]?.(text)))).rejects.toThrow(RangeError);
    }
    expect(await wholeFeed(given())).toEqual([]);
  });
}
