import { setImmediate as immediate } from 'node:timers/promises';
import type pg from 'pg';
import type { Snapshot } from '../event-sourcing/replay.js';
import { laneOf } from './lanes.js';
import type { SnapshotSeal } from './snapshot-seal.js';

export interface SnapshotWriter {
  /** Returns at once. Snapshots wait their turn; those that find no place are dropped, and so are those that fail. */
  keep(fold: string, snapshots: readonly Snapshot<unknown>[]): void;
  /** Deletes a snapshot that cannot be trusted, so that no other read meets it. */
  discard(streamId: string, version: number): void;
  /** Drops what waits; resolves when nothing is under way. */
  stop(): Promise<void>;
}

const batch = 100;
const mostWaiting = 10_000;

const insertion = `
  insert into event_store.snapshots as known (lane, stream_id, version, fold, sealed)
  select * from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::text[], $5::text[])
  on conflict (lane, stream_id, version) do update set fold = excluded.fold, sealed = excluded.sealed
  where (known.fold, known.sealed) <> (excluded.fold, excluded.sealed)`;

const deletion = 'delete from event_store.snapshots where lane = $1 and stream_id = $2 and version = $3';

/** Writes snapshots behind the back of those who made them, one batch at a time. */
export function snapshotWriter(pool: pg.Pool, lanes: number, seal: SnapshotSeal): SnapshotWriter {
  const waiting = new Map<string, readonly [fold: string, snapshot: Snapshot<unknown>]>();
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    await immediate();
    while (waiting.size > 0) {
      const next = [...waiting].slice(0, batch);
      for (const [key] of next) waiting.delete(key);
      const snapshots = next.map(([, entry]) => entry);
      await pool
        .query(insertion, [
          snapshots.map(([, { streamId }]) => laneOf(streamId, lanes)),
          snapshots.map(([, { streamId }]) => streamId),
          snapshots.map(([, { version }]) => version),
          snapshots.map(([fold]) => fold),
          snapshots.map(([fold, snapshot]) => seal.seal(fold, snapshot)),
        ])
        .catch(() => undefined); // whoever misses them makes them again
    }
    writing = undefined;
  }

  return {
    keep(fold, snapshots) {
      for (const snapshot of snapshots) {
        if (waiting.size < mostWaiting)
          waiting.set(`${snapshot.streamId} ${snapshot.version}`, [fold, snapshot]);
      }
      writing ??= write();
    },
    discard(streamId, version) {
      pool.query(deletion, [laneOf(streamId, lanes), streamId, version]).catch(() => undefined);
    },
    async stop() {
      waiting.clear();
      await writing;
    },
  };
}
