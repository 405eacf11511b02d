import { withRetries } from '../../database/transient.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import { feedStart } from '../../event-sourcing/feed-cursor.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { createBell } from '../feed/bell.js';
import type { Feed } from '../feed/feed.js';
import { type Checkpoint, ensureCheckpoint, readCheckpoint } from './checkpoint.js';
import type { Projecting } from './projection-step.js';
import { type Condition, type OnTrouble, trackCondition } from './projector-condition.js';
import { keepProjecting, type ProjectorRun } from './projector-run.js';
import { takeTurns } from './projector-turns.js';
import { untilReached } from './until-reached.js';

export interface Projector extends Pick<Condition, 'state' | 'lastError' | 'failures'> {
  readonly projection: Projection;
  /** Where the rows stand, in whichever process they were written. */
  checkpoint(): Promise<Checkpoint>;
  /**
   * Resolves when the rows contain that place in the feed, which this process brings about itself where no
   * other does. Throws a ReadModelLag after `timeout` milliseconds, and at once where the projector has halted.
   */
  reaches(place: FeedCursor, timeout?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface ProjectorOptions extends Projecting {
  readonly feed: Feed;
  readonly lanes: number;
  /** Events in one step at the most. */
  readonly batch?: number;
  /** Milliseconds between two looks whether what halted it is mended. */
  readonly haltedPause?: number;
  readonly onTrouble: OnTrouble;
}

/**
 * Runs a projection. Each process has a projector of it, and any may take the next step, since a step is written
 * only where the checkpoint stands as it was read. One of them leads: the others, when they see that it has moved
 * the checkpoint, stand by for a second, unless a reader waits for rows in their process.
 */
export async function startProjector(options: ProjectorOptions): Promise<Projector> {
  const { db, feed, projection } = options;
  const { name } = projection;
  await withRetries(() => ensureCheckpoint(db, name, feedStart(options.lanes)));
  const { cursor: start } = await withRetries(() => readCheckpoint(db, name));
  const moved = createBell();
  const run: ProjectorRun = {
    feed,
    turns: takeTurns({ ...options, start, onMoved: moved.ring }),
    condition: trackCondition(options.onTrouble, options.haltedPause),
    onTrouble: options.onTrouble,
    moved,
    needed: createBell(),
    readers: 0,
  };
  const stopping = new AbortController();
  const running = keepProjecting(run, stopping.signal);
  return {
    projection,
    get state() {
      return run.condition.state;
    },
    get lastError() {
      return run.condition.lastError;
    },
    get failures() {
      return run.condition.failures;
    },
    checkpoint: () => withRetries(() => readCheckpoint(db, name)),
    reaches: (place, timeout = 5_000) => untilReached(run, { db, name }, place, timeout),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
