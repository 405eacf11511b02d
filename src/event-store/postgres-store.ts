import type pg from 'pg';
import type { Db } from '../database/database.js';
import { createPool, type PoolOptions } from '../database/pool.js';
import { withRetries } from '../database/transient.js';
import { dataReader, type EventSchemas, type OnUnknownType } from '../event-sourcing/event-schema.js';
import type { AppendOutcome, EventStore } from '../event-sourcing/event-store.js';
import { pageOf } from '../event-sourcing/feed-cursor.js';
import { assertStorable } from '../event-sourcing/storable-text.js';
import { appendInOrder } from './append-in-order.js';
import { laneOf, newStreamId } from './lanes.js';
import { findClaimHolder, findKeyRecord, findVersionAt, readHead } from './look-up.js';
import { startNotifications } from './notifications.js';
import { readLane } from './read-feed.js';
import { sharedReads } from './read-stream.js';
import { toRecorded } from './recorded-event.js';
import { appendsUnderWay, sharedAppends } from './shared-appends.js';

export interface PostgresStoreOptions {
  readonly pool: pg.Pool;
  /** Connections of their own for appends, so that reads never hold them up; see `writerPool`. */
  readonly writers: pg.Pool;
  readonly db: Db;
  /** For a session that listens; without it other processes' appends are found by polling only. */
  readonly listenOn?: pg.PoolConfig;
  readonly schemas: EventSchemas;
  readonly onUnknownType: OnUnknownType;
  /**
   * Milliseconds from a call for which passing failures are retried. Then it ends in an EventStoreError as
   * soon as the try under way does, which the pool's time-outs bound.
   */
  readonly deadline?: number;
}

export interface PostgresStore extends EventStore {
  readonly lanes: number;
  close(): Promise<void>;
}

/**
 * The pool that appends want: few connections, and plans that are made once and stay good. A plan made while
 * the tables were empty would scan them whole, and go on doing so until the next ANALYZE.
 */
export const writerPool = (connection: pg.PoolConfig, options: PoolOptions): pg.Pool =>
  createPool(connection, {
    ...options,
    max: appendsUnderWay,
    settings: {
      ...options.settings,
      plan_cache_mode: 'force_generic_plan',
      enable_seqscan: 'off',
      enable_bitmapscan: 'off',
    },
  });

/** The event store on Postgres. The schema must have been migrated. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { pool, db, deadline } = options;
  const retried = <T>(work: (until: number) => Promise<T>) => withRetries(work, deadline);
  const lanes = (await retried(() => readHead(db))).length;
  const readData = dataReader(options.schemas, options.onUnknownType);
  const tryAppend = sharedAppends(options.writers, lanes, readData);
  const tryRead = sharedReads(pool);
  const appended = listeners();
  const notifications =
    options.listenOn && startNotifications({ connection: options.listenOn, pool, onAppended: appended.tell });

  const announce = () => {
    appended.tell();
    notifications?.announce();
  };
  const readStream: EventStore['readStream'] = async (streamId, after = 0, upTo = newest) => {
    const range = { lane: laneOf(streamId, lanes), streamId, after, upTo: Math.min(upTo, newest) };
    const rows = await retried((until) => tryRead(range, until));
    return rows.map((row) => toRecorded(row, readData));
  };

  return {
    lanes,
    readStream,
    async append(append): Promise<AppendOutcome> {
      assertStorable(append);
      const judgement = await retried((until) => tryAppend(append, until));
      if (judgement.kind === 'untimely') throw judgement.error;
      if (judgement.kind !== 'appended' && judgement.kind !== 'written') return judgement;
      announce();
      if (judgement.kind === 'appended') return judgement;
      const before = judgement.firstVersion - 1;
      const events = await readStream(append.streamId, before, before + append.events.length);
      return { kind: 'appended', events };
    },
    appendInOrder: (appends) => appendInOrder(options.writers, lanes, appends, announce),
    async readFeed(after, limit, filter) {
      const scanned = filter ? await retried(() => readHead(db)) : after;
      const rows = await Promise.all(
        after.map((position, lane) => retried(() => readLane(db, lane, position, limit + 1, filter))),
      );
      const next = rows.map((lane) => lane.map((row) => toRecorded(row, readData)));
      return pageOf(after, next, limit, scanned);
    },
    versionAt: (streamId, at) => retried(() => findVersionAt(db, laneOf(streamId, lanes), streamId, at)),
    findKey: (actor, key, streamId) => retried(() => findKeyRecord(db, laneOf(streamId, lanes), actor, key)),
    findClaim: (claim) => retried(() => findClaimHolder(db, laneOf(claim, lanes), claim)),
    head: () => retried(() => readHead(db)),
    newStreamId: (guardedBy) => newStreamId(lanes, guardedBy),
    onAppended: appended.listen,
    close: async () => notifications?.stop(),
  };
}

const newest = 2 ** 31 - 1;

function listeners() {
  const all = new Set<() => void>();
  return {
    tell(): void {
      for (const listener of all) listener();
    },
    listen(listener: () => void): () => void {
      all.add(listener);
      return () => all.delete(listener);
    },
  };
}
