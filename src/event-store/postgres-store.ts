import type pg from 'pg';
import type { Db } from '../database/database.js';
import { createPool, type PoolOptions } from '../database/pool.js';
import { isTransient, withRetries } from '../database/transient.js';
import type { EventSchemas } from '../event-sourcing/event-schema.js';
import type { Append, AppendOutcome, EventStore, FeedCursor } from '../event-sourcing/event-store.js';
import { feedStart, pageOf } from '../event-sourcing/feed-cursor.js';
import { sendAppends } from './append.js';
import { laneOf, newStreamId } from './lanes.js';
import { findClaimHolder, findKeyRecord, findVersionAt, readHead } from './look-up.js';
import { type Notifications, startNotifications } from './notifications.js';
import { readLane } from './read-feed.js';
import { readRanges } from './read-stream.js';
import { eventReader, type OnUnknownType } from './recorded-event.js';
import { shareRoundTrips } from './shared-round-trips.js';

export interface PostgresStoreOptions {
  readonly pool: pg.Pool;
  /** Connections of their own for appends, so that reads never hold them up; see `writerPool`. */
  readonly writers: pg.Pool;
  readonly db: Db;
  /** For a session that listens; without it other processes' appends are found by polling only. */
  readonly listenOn?: pg.PoolConfig;
  readonly schemas: EventSchemas;
  readonly onUnknownType: OnUnknownType;
  /** Milliseconds for which passing failures are retried before a caller gets an EventStoreError. */
  readonly deadline?: number;
}

export interface PostgresStore extends EventStore {
  readonly lanes: number;
  close(): Promise<void>;
}

const newest = 2 ** 31 - 1;
const appendsUnderWay = 2;

/**
 * The pool that appends want: few connections, and plans that are made once and stay good. A plan made while
 * the tables were empty would scan them whole, and go on doing so until the next ANALYZE.
 */
export const writerPool = (connection: pg.PoolConfig, options: PoolOptions): pg.Pool =>
  createPool(connection, {
    ...options,
    max: appendsUnderWay,
    settings: { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off', enable_bitmapscan: 'off' },
  });

/** The event store on Postgres. The schema must have been migrated. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { pool, db, deadline = 5_000 } = options;
  const retried = <T>(work: () => Promise<T>) => withRetries(work, deadline);
  const toEvent = eventReader(options.schemas, options.onUnknownType);
  const lanes = (await retried(() => readHead(db))).length;
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of listeners) listener();
  };
  const notifications: Notifications | undefined =
    options.listenOn && startNotifications({ connection: options.listenOn, pool, onAppended: wake });

  const appendTo = feedStart(lanes).map((_, lane) =>
    shareRoundTrips<Append, Awaited<ReturnType<typeof sendAppends>>[number]>({
      concurrency: appendsUnderWay,
      limit: 256,
      send: (appends) => retried(() => sendAppends(options.writers, lane, appends)),
      exclusive: (append) => guardsOf(append),
      separable: (error) => !isTransient(error) && (error as Error).name !== 'EventStoreError',
    }),
  );
  const readRange = shareRoundTrips({
    concurrency: 2,
    limit: 100,
    send: (ranges: Parameters<typeof readRanges>[1]) => retried(() => readRanges(pool, ranges)),
  });
  const readStream: EventStore['readStream'] = async (streamId, after = 0, upTo = newest) => {
    const rows = await readRange({ lane: laneOf(streamId, lanes), streamId, after, upTo });
    return rows.map(toEvent);
  };

  return {
    lanes,
    readStream,
    async append(append) {
      const outcome = await appendTo[laneOf(append.streamId, lanes)]?.(identified(append));
      const settled = await settle(append, outcome as NonNullable<typeof outcome>, readStream);
      if (settled.kind === 'appended') {
        wake();
        notifications?.announce();
      }
      return settled;
    },
    async readFeed(after, limit, filter) {
      const scanned: FeedCursor = filter ? await retried(() => readHead(db)) : after;
      const rows = await Promise.all(
        after.map((position, lane) => retried(() => readLane(db, lane, position, limit + 1, filter))),
      );
      return pageOf(
        after,
        rows.map((lane) => lane.map(toEvent)),
        limit,
        scanned,
      );
    },
    versionAt: (streamId, at) => retried(() => findVersionAt(db, laneOf(streamId, lanes), streamId, at)),
    findKey: (actor, key, streamId) => retried(() => findKeyRecord(db, laneOf(streamId, lanes), actor, key)),
    findClaim: (claim) => retried(() => findClaimHolder(db, laneOf(claim, lanes), claim)),
    head: () => retried(() => readHead(db)),
    newStreamId: (guardedBy) => newStreamId(lanes, guardedBy),
    onAppended(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await notifications?.stop();
    },
  };
}

/** What must be alone in a round trip, so that no append in it depends on another. */
function guardsOf({ streamId, idempotencyKey, claim }: Append): string[] {
  return [
    streamId,
    ...(idempotencyKey ? [`key ${idempotencyKey.actor} ${idempotencyKey.key}`] : []),
    ...(claim === undefined ? [] : [`claim ${claim}`]),
  ];
}

/**
 * An append at any version has no version by which a second try could recognise the first, so its first
 * event's id stands in as a key.
 */
function identified(append: Append): Append {
  const id = append.events[0]?.id;
  if (append.expectedVersion !== 'any' || append.idempotencyKey || id === undefined) return append;
  return { ...append, idempotencyKey: { actor: '', key: id, fingerprint: '' } };
}

async function settle(
  append: Append,
  outcome: Awaited<ReturnType<typeof sendAppends>>[number],
  readStream: EventStore['readStream'],
): Promise<AppendOutcome> {
  const first =
    outcome.kind === 'written'
      ? outcome.firstVersion
      : outcome.kind === 'repeated' && !append.idempotencyKey
        ? outcome.record.firstVersion
        : undefined;
  if (first === undefined) return outcome as AppendOutcome;
  const events = await readStream(append.streamId, first - 1, first - 1 + append.events.length);
  return { kind: 'appended', events };
}
