import type pg from 'pg';
import type { Db } from '../database/database.js';
import { createPool, type PoolOptions } from '../database/pool.js';
import { withRetries } from '../database/transient.js';
import type { Recorded } from '../event-sourcing/event.js';
import type { StreamsRange } from '../event-sourcing/event-archive.js';
import { dataReader, type EventSchemas, type OnUnknownType } from '../event-sourcing/event-schema.js';
import type { AppendOutcome, EventStore } from '../event-sourcing/event-store.js';
import { assertStorable } from '../event-sourcing/storable-text.js';
import { type AppendCounts, noAppends } from './append-counts.js';
import { appendInOrder } from './append-in-order.js';
import { cursorSeal } from './cursor-seal.js';
import { newStreamId } from './lanes.js';
import { readIdentity, singleReader } from './look-up.js';
import { startNotifications } from './notifications.js';
import { type BackwardReader, backwardReader } from './read-backwards.js';
import { chainReader } from './read-chain.js';
import { feedReader } from './read-feed.js';
import { streamReader } from './read-stream.js';
import { readStreams } from './read-streams.js';
import { tailReader } from './read-tail.js';
import { appendsUnderWay, sharedAppends } from './shared-appends.js';
import { type SnapshotSeal, snapshotSeal } from './snapshot-seal.js';
import { snapshotWriter } from './snapshots.js';

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

export interface PostgresStore extends EventStore, BackwardReader {
  readonly lanes: number;
  /** Unique to this store, wherever its data is moved. */
  readonly id: string;
  readonly seal: SnapshotSeal;
  /** Of this process, since it began. */
  readonly appends: AppendCounts;
  /** Whole streams, one after the other, read through `db`: of a bulk pool, or a snapshot on it. */
  streams(db: Db, range: StreamsRange): AsyncGenerator<readonly Recorded[], void>;
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
  const { id, sealKey, cursorKey, lanes } = await retried(() => readIdentity(db));
  const seal = snapshotSeal(sealKey);
  const snapshots = snapshotWriter(pool, lanes, seal);
  const readData = dataReader(options.schemas, options.onUnknownType);
  const appends = noAppends();
  const tryAppend = sharedAppends(options.writers, { lanes, readData, counts: appends });
  const reading = { pool, lanes, readData, retried };
  const readStream = streamReader(reading);
  const appended = listeners();
  const notifications =
    options.listenOn && startNotifications({ connection: options.listenOn, pool, onAppended: appended.tell });

  const announce = () => {
    appended.tell();
    notifications?.announce();
  };

  return {
    lanes,
    id,
    seal,
    appends,
    readStream,
    ...feedReader(db, reading),
    ...chainReader(db, reading),
    ...backwardReader(db, reading),
    ...singleReader(db, reading),
    ...cursorSeal(cursorKey),
    readTail: tailReader({ ...reading, seal, discard: snapshots.discard }),
    keepSnapshots: snapshots.keep,
    streams: (bulk, range) => readStreams(bulk, readData, range),
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
    newStreamId: (guardedBy) => newStreamId(lanes, guardedBy),
    onAppended: appended.listen,
    async close() {
      notifications?.stop();
      await snapshots.stop();
    },
  };
}

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
