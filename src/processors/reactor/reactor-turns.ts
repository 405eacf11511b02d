import type { Db } from '../../database/database.js';
import { withRetries } from '../../database/transient.js';
import type { Recorded } from '../../event-sourcing/event.js';
import type { EventStore, FeedCursor, FeedPage } from '../../event-sourcing/event-store.js';
import { includes } from '../../event-sourcing/feed-cursor.js';
import type { Feed } from '../feed/feed.js';
import { type Checkpoint, readCheckpoint } from '../projector/checkpoint.js';
import { assertPagePositions, ContinuityBreach } from '../projector/continuity.js';

/** The next events, and the move of the checkpoint past them. */
export interface Reaction {
  readonly from: CheckpointPlace;
  readonly to: FeedCursor;
  readonly events: readonly Recorded[];
}

type CheckpointPlace = Omit<Checkpoint, 'age'>;

export interface ReactionOptions {
  readonly db: Db;
  readonly feed: Feed;
  readonly store: Pick<EventStore, 'head' | 'readFeed'>;
  /** Of the checkpoint. */
  readonly name: string;
  /** Events in one step at the most. */
  readonly batch?: number;
  /** Writes what the events call for, with the checkpoint's move, as moveCheckpointWith does; answers what that does. */
  react(reaction: Reaction): Promise<boolean>;
}

/** more: moved, and there are more events. beaten: another process was faster, or has led for a while. */
export type ReactorOutcome = 'moved' | 'more' | 'idle' | 'beaten';

export interface ReactorTurns {
  /** Where this process last saw the checkpoint; the start of the feed before it has. */
  readonly seen: FeedCursor;
  /** Whether this process, as far as it knows, is the one that moves the checkpoint. */
  readonly leading: boolean;
  /** Reacts to the next events. Throws a ContinuityBreach of the store, or what the database throws. */
  take(): Promise<ReactorOutcome>;
  /** Has the checkpoint read anew: a crash of Postgres may have put it back. */
  doubt(): void;
}

/** The turns of one process. While it leads, a step is one statement: it knows the checkpoint that it has moved. */
export function reactorTurns(options: ReactionOptions): ReactorTurns {
  const { db, name, react } = options;
  let seen: FeedCursor | undefined;
  let known: CheckpointPlace | undefined;
  let leading = true;
  let contested = false;

  async function find(): Promise<CheckpointPlace | undefined> {
    const checkpoint = await withRetries(() => readCheckpoint(db, name, contested));
    const moved = seen !== undefined && !sameCursor(checkpoint.cursor, seen);
    seen = checkpoint.cursor;
    return moved ? undefined : checkpoint;
  }

  return {
    get seen() {
      return seen ?? [];
    },
    get leading() {
      return leading;
    },
    doubt() {
      known = undefined;
    },
    async take() {
      const from = (leading && known) || (await find());
      known = undefined;
      leading &&= from !== undefined;
      if (!from) return 'beaten';
      const { events, cursor: to, hasMore } = await readOn(options, from.cursor);
      if (events.length === 0) {
        known = from;
        return 'idle';
      }
      contested = !(await react({ from, to, events }));
      if (contested) return 'beaten';
      leading = true;
      seen = to;
      known = { cursor: to, revision: from.revision + 1 };
      return hasMore ? 'more' : 'moved';
    },
  };
}

const sameCursor = (a: FeedCursor, b: FeedCursor) => includes(a, b) && includes(b, a);

/**
 * The next events from memory, and in doubt those of the store: memory may be older than a repair, or than what
 * another process has seen.
 */
async function readOn({ feed, store, batch = 500 }: ReactionOptions, after: FeedCursor): Promise<FeedPage> {
  try {
    return await continuous(after, feed.head, () => feed.read(after, batch));
  } catch (error) {
    if (!(error instanceof ContinuityBreach)) throw error;
    return continuous(after, await store.head(), () => store.readFeed(after, batch));
  }
}

async function continuous(
  after: FeedCursor,
  head: FeedCursor,
  read: () => Promise<FeedPage>,
): Promise<FeedPage> {
  const page = await read();
  assertPagePositions(after, page.events, page.hasMore && page.events.length > 0 ? after : head);
  return page;
}
