import { withRetries } from '../database/transient.js';
import type { EventStore, FeedCursor } from '../event-sourcing/event-store.js';
import { feedStart } from '../event-sourcing/feed-cursor.js';
import { type Bell, createBell } from './bell.js';
import { type Checkpoint, ensureCheckpoint, readCheckpoint, untilCheckpoint } from './checkpoint.js';
import type { Feed } from './feed.js';
import { type Projecting, projectAnew, projectNext, type StepOutcome } from './projection-step.js';

export type ProjectorState = 'RUNNING' | 'FAILING' | 'STOPPED';

export interface Projector {
  readonly name: string;
  readonly state: ProjectorState;
  /** Where the rows stand, in whichever process they were written. */
  checkpoint(): Promise<Checkpoint>;
  /**
   * Resolves when the rows contain that place in the feed.
   * Throws an EventStoreError after `timeout` milliseconds.
   */
  reaches(place: FeedCursor, timeout?: number): Promise<void>;
  /**
   * Makes all rows anew from the start of the feed, in one transaction: readers see the old or the new.
   * Throws an EventStoreError where the database fails or another rebuild is under way.
   */
  rebuild(): Promise<void>;
  stop(): Promise<void>;
}

export interface ProjectorOptions extends Projecting {
  readonly feed: Feed;
  readonly store: Pick<EventStore, 'readFeed'>;
  onError(error: unknown): void;
}

/** Milliseconds. */
const firstRetryPause = 125;
const longestRetryPause = 2_000;
const busyPause = 50;
const breath = 20;
const idlePause = 5_000;
const lookAgain = 25;

/**
 * Runs a projection: rows and checkpoint move in one transaction, so each event is applied once whatever
 * fails in between. Processes share the work: whoever holds the checkpoint's row goes on, the others wait.
 */
export async function startProjector(options: ProjectorOptions): Promise<Projector> {
  const { db, feed, store } = options;
  const { name } = options.projection;
  const stopping = new AbortController();
  const { signal } = stopping;
  const moved = createBell();
  const needed = createBell();
  let awaited = 0;
  let state: ProjectorState = 'RUNNING';
  await ensureCheckpoint(db, name, feedStart(options.lanes));

  async function run(): Promise<void> {
    let retryPause = firstRetryPause;
    while (!signal.aborted && !feed.stopped) {
      try {
        const outcome = await projectNext(options, feed);
        state = 'RUNNING';
        retryPause = firstRetryPause;
        await pauseAfter(outcome);
      } catch (error) {
        if (signal.aborted) break;
        state = 'FAILING';
        options.onError(error);
        await moved.wait({ milliseconds: retryPause, signal });
        retryPause = Math.min(2 * retryPause, longestRetryPause);
      }
    }
    state = 'STOPPED';
  }

  async function pauseAfter(outcome: StepOutcome): Promise<void> {
    if (outcome.kind === 'idle') return untilWorthALook(feed, outcome.at, needed, signal);
    if (outcome.kind === 'busy elsewhere') return moved.wait({ milliseconds: busyPause, signal });
    moved.ring();
    // A breath, so that events that come close together go together; none while somebody waits for them.
    if (!outcome.hasMore && awaited === 0) await needed.wait({ milliseconds: breath, signal });
  }

  const running = run();
  return {
    name,
    get state() {
      return state;
    },
    checkpoint: () => readCheckpoint(db, name),
    async reaches(place, timeout = 5_000) {
      awaited += 1;
      needed.ring();
      // Looks again when this process has moved the checkpoint, or after a while, in which another may have.
      const pause = () => moved.wait({ milliseconds: lookAgain });
      await untilCheckpoint(db, name, place, timeout, pause).finally(() => {
        awaited -= 1;
      });
    },
    rebuild: () => withRetries(() => projectAnew(options, store)),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/**
 * Until there are new events, or somebody needs the rows, or a while has gone: a crash of Postgres may lose a
 * step that had been taken, rows and checkpoint, and then no event tells that it is to be taken again.
 */
async function untilWorthALook(feed: Feed, at: FeedCursor, needed: Bell, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const over = new AbortController();
  const end = () => over.abort();
  signal.addEventListener('abort', end);
  const asked = needed.wait({ milliseconds: idlePause, signal: over.signal });
  await Promise.race([feed.changed(at, over.signal), asked]);
  signal.removeEventListener('abort', end);
  end();
}
