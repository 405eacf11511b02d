import type { Recorded } from '../event-sourcing/event.js';
import { type EventSchemas, upcast } from '../event-sourcing/event-schema.js';
import type { Append, AppendOutcome, EventStore, KeyRecord } from '../event-sourcing/event-store.js';
import { matches, pageOf } from '../event-sourcing/feed-cursor.js';
import { newStreamId } from './lanes.js';

/** An event store in this process's memory, for unit tests and for embedding. Gone with the process. */
export function createInMemoryStore(
  schemas: EventSchemas,
  now: () => number = Date.now,
): EventStore & { readonly lanes: number } {
  const feed: Recorded[] = [];
  const streams = new Map<string, Recorded[]>();
  const keys = new Map<string, KeyRecord>();
  const claims = new Map<string, string>();
  const listeners = new Set<() => void>();
  const keyOf = (actor: string, key: string) => JSON.stringify([actor, key]);
  const read = (event: Recorded): Recorded => ({
    ...event,
    data: upcast(schemas, event.type, event.schemaVersion, structuredClone(event.data)),
  });

  function refusal({ streamId, expectedVersion, idempotencyKey, claim }: Append): AppendOutcome | undefined {
    const record = idempotencyKey && keys.get(keyOf(idempotencyKey.actor, idempotencyKey.key));
    if (record) return { kind: 'repeated', record };
    const currentVersion = streams.get(streamId)?.length ?? 0;
    if (expectedVersion !== 'any' && expectedVersion !== currentVersion)
      return { kind: 'conflict', currentVersion };
    const holder = claim === undefined ? undefined : claims.get(claim);
    return holder !== undefined && holder !== streamId ? { kind: 'claimed', holder } : undefined;
  }

  function write({ streamId, events, idempotencyKey, claim }: Append): readonly Recorded[] {
    const stream = streams.get(streamId) ?? [];
    const newestInstant = feed.at(-1)?.recordedAt ?? 0;
    const written = events.map(({ json, ...event }, i) => ({
      causationId: null,
      requestId: null,
      subject: null,
      ...event,
      data: JSON.parse(json),
      streamId,
      version: stream.length + 1 + i,
      lane: 0,
      position: feed.length + 1 + i,
      recordedAt: event.recordedAt ?? Math.max(now(), newestInstant),
    }));
    if (written.some((event, i) => event.recordedAt < (written[i - 1]?.recordedAt ?? newestInstant))) {
      throw new Error('time would run backwards');
    }
    if (idempotencyKey) {
      const { actor, key, fingerprint } = idempotencyKey;
      const firstVersion = stream.length + 1;
      keys.set(keyOf(actor, key), {
        streamId,
        fingerprint,
        firstVersion,
        lastVersion: stream.length + events.length,
      });
    }
    if (claim !== undefined) claims.set(claim, streamId);
    if (written.length > 0) streams.set(streamId, [...stream, ...written]);
    feed.push(...written);
    return written.map(read);
  }

  return {
    lanes: 1,
    async append(append) {
      const refused = refusal(append);
      if (refused) return refused;
      const events = write(append);
      for (const listener of listeners) listener();
      return { kind: 'appended', events };
    },
    async readStream(streamId, after = 0, upTo = Number.POSITIVE_INFINITY) {
      return (streams.get(streamId) ?? []).slice(after, upTo).map(read);
    },
    async readFeed(after, limit, filter = {}) {
      const [position = 0] = after;
      const found = feed.slice(position).filter((event) => matches(filter, event));
      return pageOf(after, [found.slice(0, limit + 1).map(read)], limit, [feed.length]);
    },
    async versionAt(streamId, at) {
      return streams.get(streamId)?.findLast((event) => event.recordedAt <= at)?.version ?? 0;
    },
    findKey: async (actor, key) => keys.get(keyOf(actor, key)),
    findClaim: async (claim) => claims.get(claim),
    head: async () => [feed.length],
    newStreamId: (guardedBy) => newStreamId(1, guardedBy),
    onAppended(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
