import { uuidv7 } from 'uuidv7';
import { expect, vi } from 'vitest';
import { type Aggregates, aggregates } from '../event-sourcing/aggregate.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import type { Fold } from '../event-sourcing/replay.js';
import { type RedisOptions, redisTexts, type SharedTexts } from '../shared-cache/redis-texts.js';
import { sharedSnapshots } from '../shared-cache/shared-snapshots.js';
import { type FaultyLink, startFaultyLink } from './faulty-link.js';
import { note, noting } from './notes.js';
import { startTestRedis, type TestRedis } from './redis.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from './test-event-store.js';

type Noted = { readonly type: 'Noted'; readonly data: string };

/** What the notes of a stream say, one after the other. */
const told: Fold<readonly string[], Noted> = {
  initialState: [],
  evolve: (state, { data }) => [...state, data],
  rollbackTarget: () => undefined,
};
export const fold = 'told/1';

/** Waits for answers however busy the machine is, and tries again at once. */
export const patient = { patience: 5_000, pauses: { first: 10, longest: 50 } };
/** Gives up soon, and for longer than a test takes. */
export const hasty = { patience: 25, pauses: { first: 600_000, longest: 600_000 } };

/** A process that has just started. */
export interface CachedReader {
  readonly reads: Aggregates<readonly string[]>;
  readonly texts: SharedTexts;
  /** The versions at which its reads of the log began. */
  readonly bases: readonly number[];
  /** What it said, and why. */
  readonly log: readonly string[];
  /** Its state of a stream is what the log tells. */
  expectTruth(streamId: string): Promise<void>;
}

export interface SharedCacheSetting {
  readonly redis: TestRedis;
  /** Between readers and Redis. */
  readonly link: FaultyLink;
  readonly database: StoreDatabase;
  readonly process: StoreProcess;
  /** Appends notes; answers the stream's id. */
  write(texts: readonly string[], streamId?: string): Promise<string>;
  /** What Redis has of a stream. */
  entry(streamId: string): Promise<unknown>;
  plant(streamId: string, text: string | Buffer): Promise<unknown>;
  open(options?: Partial<RedisOptions>): CachedReader;
  /** Resolves when the reader reaches Redis. */
  openConnected(options?: Partial<RedisOptions>): Promise<CachedReader>;
  stop(): Promise<void>;
}

/** A store and a Redis of their own, and processes that share it by a faulty link. */
export async function openSharedCacheSetting(given?: TestRedis): Promise<SharedCacheSetting> {
  const redis = given ?? (await startTestRedis());
  const link = await startFaultyLink(redis.socketPath);
  const database = await createStoreDatabase();
  await database.admin.query(newIdentity);
  const process = await openStoreProcess(database.connection);
  const { store } = process;
  const keyOf = (streamId: string) => `retrace:${store.id}:${fold}:${streamId}`;
  const opened: CachedReader[] = [];

  function open(options: Partial<RedisOptions> = patient): CachedReader {
    const reader = cachedReader(store, { url: `redis://127.0.0.1:${link.port}`, ...options });
    opened.push(reader);
    return reader;
  }

  return {
    redis,
    link,
    database,
    process,
    async write(texts, streamId = uuidv7()) {
      const events = texts.map((text) => note({ json: JSON.stringify(text) }));
      await store.append(noting({ streamId, expectedVersion: 'any', events }));
      return streamId;
    },
    entry: (streamId) => redis.call('get', keyOf(streamId)),
    plant: (streamId, text) => redis.call('set', keyOf(streamId), text),
    open,
    async openConnected(options) {
      const reader = open(options);
      const probe = `probe ${uuidv7()}`;
      await vi.waitFor(async () => {
        await reader.texts.get(probe);
        expect(link.said(probe)).toBeGreaterThan(0);
      });
      return reader;
    },
    async stop() {
      for (const { texts } of opened) texts.close();
      await link.close();
      await process.close();
      await database.drop();
      if (!given) await redis.stop();
    },
  };
}

/** The template's would be every test database's. */
const newIdentity =
  'update event_store.identity set store_id = gen_random_uuid(), seal_key = uuid_send(gen_random_uuid())';

function cachedReader(
  store: StoreProcess['store'],
  options: Partial<RedisOptions> & { url: string },
): CachedReader {
  const log: string[] = [];
  const write = (details: { reason?: string } | string, message = '') =>
    log.push(typeof details === 'string' ? details : `${message}: ${details.reason}`);
  const texts = redisTexts({ log: { info: write, warn: write } as RedisOptions['log'], ...options });
  const shared = sharedSnapshots<readonly string[]>({ texts, store, fold });
  const bases: number[] = [];
  const watched: Pick<EventStore, 'readTail' | 'keepSnapshots'> = {
    keepSnapshots: store.keepSnapshots,
    readTail(request) {
      bases.push(request.base?.version ?? 0);
      return store.readTail(request);
    },
  };
  const reads = aggregates({ store: watched, fold: told, fingerprint: fold, cache: new Map(), shared });
  return {
    reads,
    texts,
    bases,
    log,
    async expectTruth(streamId) {
      const events = await store.readStream(streamId);
      const { state, version } = await reads.load(streamId);
      expect({ state, version }).toEqual({ state: events.map(({ data }) => data), version: events.length });
    },
  };
}
