import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import type { NewEvent, Recorded } from '../../event-sourcing/event.js';
import type { FeedRoot } from '../../event-sourcing/event-store.js';
import { cursorAfter, feedStart } from '../../event-sourcing/feed-cursor.js';
import { auditLane } from '../history-auditor.js';
import { note, notes, noting } from '../notes.js';
import {
  appended,
  type Given,
  hostileTexts,
  type StoreUnderTest,
  times,
  wholeFeed,
} from './store-under-test.js';

export function chainContract(given: Given): void {
  describe('the chain of hashes', () => {
    itIsWhatAnAuditorWorksOut(given);
    itIsKnownOfWhatIsInTheLogOnly(given);
    itHasARootAtEveryPlace(given);
    itIsNotTouchedByRefusedAppends(given);
  });
}

/** Every odd kind of event. */
const oddNotes = (): NewEvent[] => [
  note({ source: '192.0.2.1', requestId: 'request', causationId: uuidv7(), subject: 'ann' }),
  note({ recordedAt: -1 }),
  note({ recordedAt: Date.UTC(1996, 6, 4, 12, 0, 0, 7), schemaVersion: 32_767 }),
  note({ id: uuidv7().toUpperCase(), correlationId: uuidv7().toUpperCase() }),
  ...hostileTexts.map(([, text]) => note({ type: text, actor: text, requestId: text, source: text })),
  ...hostileTexts.map(([, text]) => note({ json: JSON.stringify([text]), subject: text })),
  note({ json: ' { "b" : 1.0,\n"a":1, "b":2 } ' }),
];

async function expectAudited(
  { store }: StoreUnderTest,
  events: readonly Recorded[],
  written: readonly NewEvent[],
) {
  const jsonOf = new Map(written.map(({ id, json }) => [id.toLowerCase(), json]));
  for (let lane = 0; lane < store.lanes; lane += 1) {
    const own = events.filter((event) => event.lane === lane);
    const expected = auditLane(
      own.map((event) => {
        const id = event.id.toLowerCase();
        const correlationId = event.correlationId.toLowerCase();
        const at = new Date(event.recordedAt).toISOString();
        return { ...event, id, correlationId, at, data: jsonOf.get(id) as string };
      }),
    );
    expect(await Promise.all(own.map((event) => store.findHash(event)))).toEqual(
      expected.map(({ hash }) => hash),
    );
    const place = (position: number) => store.rootAt(feedStart(store.lanes).with(lane, position));
    const roots = await Promise.all(own.map((event) => place(event.position)));
    expect(roots.map((it) => it.roots[lane])).toEqual(expected.map(({ root }) => root));
  }
}

function itIsWhatAnAuditorWorksOut(given: Given): void {
  it('is what an auditor works out from what was written, however much is written at once', async () => {
    const { store } = given();
    const old = oddNotes().sort((a, b) => (a.recordedAt ?? Infinity) - (b.recordedAt ?? Infinity));
    const first = noting({ events: old });
    await store.append(first);
    const streams = times(20, () => noting({ events: notes(3) }));
    await Promise.all(streams.map((append) => store.append(append)));
    const later = streams.map(({ streamId }) =>
      noting({ streamId, expectedVersion: 'any', events: notes(2) }),
    );
    await Promise.all(later.map((append) => store.append(append)));
    const written = [first, ...streams, ...later].flatMap(({ events }) => events);
    const feed = await wholeFeed(given());
    expect(feed).toHaveLength(written.length);
    await expectAudited(given(), feed, written);
  });

  it('is the same for appends in order', async () => {
    const { store } = given();
    const appends = times(40, (i) =>
      noting({ events: [note({ recordedAt: 1_000 * i }), note({ recordedAt: 1_000 * i + 1 })] }),
    );
    const more = appends.map(({ streamId }) => noting({ streamId, expectedVersion: 2, events: notes(1) }));
    await store.appendInOrder([...appends, ...more]);
    const written = [...appends, ...more].flatMap(({ events }) => events);
    await expectAudited(given(), await wholeFeed(given()), written);
  });
}

function itIsKnownOfWhatIsInTheLogOnly(given: Given): void {
  it('is not known of an event that is not in the log', async () => {
    const { store } = given();
    const [event] = appended(await store.append(noting()));
    const { id, streamId, version } = event as Recorded;
    expect(await store.findHash({ id, streamId, version })).toMatch(/^[0-9a-f]{64}$/);
    expect(await store.findHash({ id: uuidv7(), streamId, version })).toBeUndefined();
    expect(await store.findHash({ id, streamId, version: 2 })).toBeUndefined();
    expect(await store.findHash({ id, streamId: uuidv7(), version })).toBeUndefined();
  });
}

const textOf = ({ roots }: FeedRoot): string => roots.join();

function itHasARootAtEveryPlace(given: Given): void {
  it('has a root at every place of the feed, which later events leave as it is', async () => {
    const { store } = given();
    const nothing = times(store.lanes, () => '0'.repeat(64));
    const roots = [await store.rootAt()];
    for (let i = 0; i < 12; i += 1) {
      await store.append(noting({ events: notes(2) }));
      roots.push(await store.rootAt());
    }
    expect(roots[0]).toEqual({ cursor: feedStart(store.lanes), roots: nothing, recordedAt: undefined });
    expect(roots.at(-1)?.cursor).toEqual(await store.head());
    expect(roots.at(-1)?.recordedAt).toBe((await wholeFeed(given())).at(-1)?.recordedAt);
    expect(new Set(roots.map(textOf)).size).toBe(13);
    for (const root of roots) expect(await store.rootAt(root.cursor)).toEqual(root);
  });

  it('has one between the events of an append too', async () => {
    const { store } = given();
    const [event] = appended(await store.append(noting({ events: notes(2) })));
    const place = cursorAfter(feedStart(store.lanes), event as Recorded);
    const between = await store.rootAt(place);
    expect(between.cursor).toEqual(place);
    expect(textOf(between)).not.toBe(textOf(await store.rootAt()));
  });
}

function itIsNotTouchedByRefusedAppends(given: Given): void {
  it('stays as it is where appends are refused or repeated', async () => {
    const { store } = given();
    const append = noting({ idempotencyKey: { actor: 'ann', key: 'key 1', fingerprint: '' } });
    const [event] = appended(await store.append(append));
    const before = [await store.rootAt(), await store.findHash(event as Recorded)];
    await store.append(append);
    await store.append({ ...append, events: [note()] });
    await store.append(noting({ streamId: append.streamId }));
    expect([await store.rootAt(), await store.findHash(event as Recorded)]).toEqual(before);
  });

  it('goes on behind appends that were refused in the same round trip', async () => {
    const { store } = given();
    const taken = noting();
    await store.append(taken);
    const { streamId } = taken;
    const tries = times(12, (i) => noting(i % 2 ? { streamId } : { events: notes(2) }));
    const outcomes = await Promise.all(tries.map((append) => store.append(append)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['appended', 'conflict']));
    const written = [taken, ...tries].flatMap(({ events }) => events);
    await expectAudited(given(), await wholeFeed(given()), written);
  });
}
