import { sql, type Transaction } from 'kysely';
import type { Database, Db } from '../database/database.js';
import { inTransaction } from '../database/transaction.js';
import { EventStoreError } from '../event-sourcing/errors.js';
import type { EventStore, FeedCursor } from '../event-sourcing/event-store.js';
import { feedStart, includes } from '../event-sourcing/feed-cursor.js';
import type { Projection } from '../event-sourcing/projection.js';
import { ensureCheckpoint, moveCheckpoint, readCheckpoint, takeCheckpoint } from './checkpoint.js';
import type { Feed } from './feed.js';

export type ProjectorState = 'RUNNING' | 'FAILING' | 'STOPPED';

export interface Projector {
  readonly name: string;
  readonly state: ProjectorState;
  /** Where the rows stand, in whichever process they were written. */
  checkpoint(): Promise<{ cursor: FeedCursor; updatedAt: number }>;
  /**
   * Resolves when the rows contain that place in the feed.
   * Throws an EventStoreError after `timeout` milliseconds.
   */
  reaches(place: FeedCursor, timeout?: number): Promise<void>;
  /** Makes all rows anew from the start of the feed, in one transaction: readers see the old or the new. */
  rebuild(): Promise<void>;
  stop(): Promise<void>;
}

export interface ProjectorOptions {
  readonly db: Db;
  readonly feed: Feed;
  readonly store: Pick<EventStore, 'readFeed'>;
  readonly projection: Projection<Transaction<Database>>;
  readonly lanes: number;
  /** Events in one transaction at the most. */
  readonly batch?: number;
  onError(error: unknown): void;
}

const retryPause = 250;
const busyPause = 50;
const breath = 20;

/**
 * Runs a projection: rows and checkpoint move in one transaction, so each event is applied once whatever
 * fails in between. Processes share the work: whoever holds the checkpoint's row goes on, the others wait.
 */
export async function startProjector(options: ProjectorOptions): Promise<Projector> {
  const { db, feed, store, projection, batch = 500 } = options;
  const { name } = projection;
  const stopped = new AbortController();
  const moved = new Set<() => void>();
  let state: ProjectorState = 'RUNNING';
  let awaited = 0;
  let hurry = () => {};
  await ensureCheckpoint(db, name, feedStart(options.lanes));

  /** Applies one batch, or answers the place after which there is nothing yet. */
  const step = () =>
    inTransaction(db, async (trx): Promise<'more to do' | 'done' | 'busy elsewhere' | FeedCursor> => {
      const cursor = await takeCheckpoint(trx, name);
      if (!cursor) return 'busy elsewhere';
      const page = await feed.read(cursor, batch);
      if (page.events.length === 0) return cursor;
      // Rows and checkpoint are lost together in a crash of Postgres, and made again: not worth a wait for the disk.
      await sql`set local synchronous_commit = off`.execute(trx);
      await projection.apply(trx, page.events);
      await moveCheckpoint(trx, name, page.cursor);
      return page.hasMore ? 'more to do' : 'done';
    });

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        const outcome = await step();
        state = 'RUNNING';
        if (outcome === 'busy elsewhere') await pause(busyPause);
        else if (typeof outcome !== 'string') await feed.changed(outcome, stopped.signal);
        else {
          for (const tell of moved) tell();
          if (outcome === 'done') await beat();
        }
      } catch (error) {
        if (stopped.signal.aborted) break;
        state = 'FAILING';
        options.onError(error);
        await pause(retryPause);
      }
    }
    state = 'STOPPED';
  }

  /** A breath between batches, so that events that come close together go together; none while somebody waits. */
  function beat(): Promise<void> {
    if (awaited > 0 || stopped.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, breath);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Until this process has moved the checkpoint, or a while, in which another may have. */
  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        moved.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      moved.add(done);
    });
  }

  const running = run();
  return {
    name,
    get state() {
      return state;
    },
    checkpoint: () => readCheckpoint(db, name),
    async reaches(place, timeout = 5_000) {
      const end = performance.now() + timeout;
      awaited += 1;
      hurry();
      try {
        while (!includes((await readCheckpoint(db, name)).cursor, place)) {
          if (performance.now() > end)
            throw new EventStoreError(`The read model ${name} lags by more than ${timeout} ms`);
          await pause(25);
        }
      } finally {
        awaited -= 1;
      }
    },
    rebuild: () =>
      inTransaction(db, async (trx) => {
        await takeCheckpoint(trx, name, true);
        await projection.clear(trx);
        let cursor = feedStart(options.lanes);
        for (;;) {
          const page = await store.readFeed(cursor, batch);
          await projection.apply(trx, page.events);
          cursor = page.cursor;
          if (!page.hasMore) break;
        }
        await moveCheckpoint(trx, name, cursor);
      }),
    async stop() {
      stopped.abort();
      hurry();
      for (const tell of moved) tell();
      await running;
    },
  };
}
