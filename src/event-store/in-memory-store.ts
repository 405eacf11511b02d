import { randomBytes } from 'node:crypto';
import { TimeOrderError } from '../event-sourcing/errors.js';
import type { Instant, Recorded } from '../event-sourcing/event.js';
import type { StoredEvent } from '../event-sourcing/event-archive.js';
import { dataReader, type EventSchemas, type OnUnknownType } from '../event-sourcing/event-schema.js';
import type {
  Append,
  AppendOutcome,
  AppendRefusal,
  EventStore,
  KeyRecord,
} from '../event-sourcing/event-store.js';
import { matches, pageOf } from '../event-sourcing/feed-cursor.js';
import type { Snapshot } from '../event-sourcing/replay.js';
import { assertStorable } from '../event-sourcing/storable-text.js';
import { cursorSeal } from './cursor-seal.js';
import { inMemoryChain } from './in-memory-chain.js';
import { newStreamId } from './lanes.js';

export interface InMemoryStoreOptions {
  readonly schemas: EventSchemas;
  readonly onUnknownType?: OnUnknownType;
  readonly now?: () => Instant;
}

/** An event store in this process's memory, for unit tests and for embedding. Gone with the process. */
export function createInMemoryStore(options: InMemoryStoreOptions): EventStore & { readonly lanes: number } {
  const { schemas, onUnknownType = () => {}, now = Date.now } = options;
  const log = emptyLog();
  const listeners = new Set<() => void>();
  const readData = dataReader(schemas, onUnknownType);
  const read = (event: StoredEvent): Recorded => ({
    ...event,
    data: readData(event.type, event.schemaVersion, event.data),
  });

  function appendNow(append: Append): AppendOutcome {
    assertStorable(append);
    const refused = refusal(log, append);
    if (refused) return refused;
    const stored = toStored(log, append, now());
    write(log, append, stored);
    for (const listener of listeners) listener();
    return { kind: 'appended', events: stored.map(read) };
  }

  return {
    lanes: 1,
    append: async (append) => appendNow(append),
    async appendInOrder(appends) {
      return appends.map(appendNow).map((outcome) => (outcome.kind === 'appended' ? undefined : outcome));
    },
    async readStream(streamId, after = 0, upTo = Number.POSITIVE_INFINITY) {
      return (log.streams.get(streamId) ?? []).slice(after, upTo).map(read);
    },
    async readTail({ streamId, fold, upTo = Number.POSITIVE_INFINITY, base }) {
      const stream = log.streams.get(streamId) ?? [];
      if (base && stream[base.version - 1]?.id !== base.eventId) return undefined;
      const snapshot = base ? undefined : log.snapshots.newest(fold, streamId, upTo);
      const after = base?.version ?? snapshot?.version ?? 0;
      return { snapshot, events: stream.slice(after, upTo).map(read) };
    },
    keepSnapshots: log.snapshots.keep,
    async readFeed(after, limit, filter = {}) {
      const found = log.feed
        .slice(after[0])
        .filter((event) => matches(filter, event))
        .slice(0, limit + 1);
      return pageOf(after, [found.map(read)], limit, [log.feed.length]);
    },
    async versionAt(streamId, at) {
      return log.streams.get(streamId)?.findLast((event) => event.recordedAt <= at)?.version ?? 0;
    },
    findKey: async (actor, key) => log.keys.get(keyOf(actor, key)),
    isAbout: async (streamId, subject) => log.streams.get(streamId)?.[0]?.subject === subject,
    findClaim: async (claim) => log.claims.get(claim),
    head: async () => [log.feed.length],
    ...cursorSeal(randomBytes(32)),
    findHash: log.chain.findHash,
    rootAt: log.chain.rootAt,
    newStreamId: (guardedBy) => newStreamId(1, guardedBy),
    onAppended(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const emptyLog = () => ({
  feed: [] as StoredEvent[],
  chain: inMemoryChain(),
  streams: new Map<string, StoredEvent[]>(),
  keys: new Map<string, KeyRecord>(),
  claims: new Map<string, string>(),
  snapshots: inMemorySnapshots(),
});

/** As JSON, so that nobody shares what another holds. */
function inMemorySnapshots() {
  const kept = new Map<string, Map<number, string>>();
  return {
    newest(fold: string, streamId: string, upTo: number): Snapshot<unknown> | undefined {
      const rungs = kept.get(`${fold} ${streamId}`);
      const version = Math.max(...[...(rungs?.keys() ?? [])].filter((it) => it <= upTo));
      const json = rungs?.get(version);
      return json === undefined ? undefined : JSON.parse(json);
    },
    keep(fold: string, snapshots: readonly Snapshot<unknown>[]): void {
      for (const snapshot of snapshots) {
        const name = `${fold} ${snapshot.streamId}`;
        const rungs = kept.get(name) ?? new Map<number, string>();
        kept.set(name, rungs.set(snapshot.version, JSON.stringify(snapshot)));
      }
    },
  };
}

type Log = ReturnType<typeof emptyLog>;

const keyOf = (actor: string, key: string): string => JSON.stringify([actor, key]);
const versionOf = (log: Log, streamId: string): number => log.streams.get(streamId)?.length ?? 0;

function refusal(
  log: Log,
  { streamId, expectedVersion, idempotencyKey, claim }: Append,
): AppendRefusal | undefined {
  const record = idempotencyKey && log.keys.get(keyOf(idempotencyKey.actor, idempotencyKey.key));
  if (record) return { kind: 'repeated', record };
  const currentVersion = versionOf(log, streamId);
  if (expectedVersion !== 'any' && expectedVersion !== currentVersion)
    return { kind: 'conflict', currentVersion };
  const holder = claim === undefined ? streamId : (log.claims.get(claim) ?? streamId);
  return holder === streamId ? undefined : { kind: 'claimed', holder };
}

function toStored(log: Log, { streamId, events }: Append, clock: Instant): StoredEvent[] {
  const version = versionOf(log, streamId);
  const newest = log.feed.at(-1)?.recordedAt ?? Number.NEGATIVE_INFINITY;
  const now = Math.max(clock, newest);
  let instant = newest;
  return events.map(({ json, ...event }, i) => {
    const recordedAt = event.recordedAt ?? now;
    if (recordedAt < instant || recordedAt > now) throw new TimeOrderError(streamId, newest);
    instant = recordedAt;
    JSON.parse(json); // refuse now what could not be read later
    const place = { streamId, version: version + 1 + i, lane: 0, position: log.feed.length + 1 + i };
    return {
      causationId: null,
      requestId: null,
      source: null,
      subject: null,
      ...event,
      ...place,
      data: json,
      recordedAt,
    };
  });
}

function write(log: Log, { streamId, idempotencyKey, claim }: Append, stored: readonly StoredEvent[]): void {
  const version = versionOf(log, streamId);
  if (idempotencyKey) {
    const { actor, key, fingerprint } = idempotencyKey;
    const versions = { firstVersion: version + 1, lastVersion: version + stored.length };
    log.keys.set(keyOf(actor, key), { streamId, fingerprint, ...versions });
  }
  if (claim !== undefined) log.claims.set(claim, streamId);
  const stream = log.streams.get(streamId);
  if (stream) stream.push(...stored);
  else if (stored.length > 0) log.streams.set(streamId, [...stored]);
  log.feed.push(...stored);
  for (const event of stored) log.chain.add(event);
}
