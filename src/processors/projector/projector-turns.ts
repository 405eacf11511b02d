import type { FeedCursor } from '../../event-sourcing/event-store.js';
import { includes } from '../../event-sourcing/feed-cursor.js';
import type { Feed } from '../feed/feed.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import { ContinuityBreach } from './continuity.js';
import { BatchFailure, isolation, type Trial } from './poison.js';
import { type Projecting, projectNext, type StepOutcome } from './projection-step.js';

export interface TurnOptions extends Projecting {
  readonly feed: Feed;
  /** Events in one step at the most. */
  readonly batch?: number;
  /** Where this process last saw the checkpoint. */
  readonly start: FeedCursor;
  /** Told when it sees it elsewhere, whoever moved it. */
  onMoved(): void;
}

export type TurnOutcome =
  | { readonly kind: 'moved'; readonly hasMore: boolean; readonly parked?: BatchFailure }
  | { readonly kind: 'idle' }
  /** Another process is at work. */
  | { readonly kind: 'led elsewhere' }
  /** Nothing was written; the next turn does it in another way. */
  | { readonly kind: 'again' };

export interface Turns {
  readonly seen: FeedCursor;
  /** Whether this process, as far as it knows, is the one that moves the checkpoint. */
  readonly leading: boolean;
  /**
   * Applies the next events, unless another process leads; where rows are `needed` here, in any case. Throws a
   * ContinuityBreach of the store, a BatchFailure of one event, or what the database throws.
   */
  take(needed: boolean): Promise<TurnOutcome>;
}

const sameCursor = (a: FeedCursor, b: FeedCursor) => includes(a, b) && includes(b, a);

/** The turns of one process at moving a checkpoint. */
export function takeTurns(options: TurnOptions): Turns {
  const { db, projection, onMoved } = options;
  const trials = isolation(options.batch ?? 500);
  let seen = options.start;
  let leading = true;
  let beaten = false;
  let idle = false;

  function see(cursor: FeedCursor): void {
    seen = cursor;
    onMoved();
  }

  async function step(checkpoint: Checkpoint): Promise<TurnOutcome> {
    const trial = trials.next;
    const outcome = await stepCertainly(options, checkpoint, trial, idle);
    beaten = outcome.kind === 'beaten';
    idle = outcome.kind === 'idle';
    if (outcome.kind === 'beaten') return { kind: 'again' };
    if (outcome.kind === 'idle') return outcome;
    leading = true;
    trials.succeeded();
    see(outcome.cursor);
    const parked = outcome.gaveUp ? trial.condemned?.failure : undefined;
    return { kind: 'moved', hasMore: outcome.hasMore, ...(parked && { parked }) };
  }

  return {
    get seen() {
      return seen;
    },
    get leading() {
      return leading;
    },
    async take(needed) {
      const checkpoint = await readCheckpoint(db, projection.name, beaten);
      beaten = false;
      if (!sameCursor(checkpoint.cursor, seen)) {
        see(checkpoint.cursor);
        leading = false;
        if (!needed) return { kind: 'led elsewhere' };
      }
      try {
        return await step(checkpoint);
      } catch (error) {
        leading = true;
        if (error instanceof BatchFailure && trials.failed(error)) return { kind: 'again' };
        throw error;
      }
    },
  };
}

/**
 * A step with events from memory, and in doubt with those of the store: where they are not continuous, since
 * memory may be older than a repair, and where there have been none twice, since one that was lost after its
 * commit never comes into memory.
 */
async function stepCertainly(
  options: TurnOptions,
  checkpoint: Checkpoint,
  trial: Trial,
  idle: boolean,
): Promise<StepOutcome> {
  const { feed, store } = options;
  try {
    const outcome = await projectNext(options, feed, checkpoint, trial);
    if (outcome.kind !== 'idle' || !idle) return outcome;
  } catch (error) {
    if (!(error instanceof ContinuityBreach)) throw error;
  }
  return projectNext(options, { head: await store.head(), read: store.readFeed }, checkpoint, trial);
}
