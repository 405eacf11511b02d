import type { Db } from '../../database/database.js';
import { withRetries } from '../../database/transient.js';
import { ReadModelLag } from '../../event-sourcing/errors.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import { includes } from '../../event-sourcing/feed-cursor.js';
import { readCheckpoint } from './checkpoint.js';
import type { ProjectorRun } from './projector-run.js';

/**
 * Resolves when a projection's rows contain a place in the feed. Woken, not polled: it makes this process look at
 * its feed and take its turn, whoever leads, and looks at the checkpoint when that has moved.
 */
export async function untilReached(
  run: ProjectorRun,
  { db, name }: { readonly db: Db; readonly name: string },
  place: FeedCursor,
  timeout: number,
): Promise<void> {
  const end = performance.now() + timeout;
  const over = new AbortController();
  run.readers += 1;
  try {
    for (;;) {
      const milliseconds = Math.max(0, end - performance.now());
      const moved = run.moved.wait({ milliseconds, signal: over.signal });
      const { cursor } = await withRetries(() => readCheckpoint(db, name), milliseconds);
      if (includes(cursor, place)) return;
      refuseInVain(name, run.condition.state);
      if (performance.now() >= end) throw lag(name, timeout);
      if (!includes(run.feed.head, place)) run.feed.look();
      run.needed.ring();
      await moved;
    }
  } finally {
    run.readers -= 1;
    over.abort();
  }
}

/** By how many events it does not tell: customers hear of it, to whom those of others are none. */
const lag = (name: string, timeout: number) =>
  new ReadModelLag(
    `The projection "${name}" lags by more than ${timeout} ms. Try again in a moment, or read without waiting for it.`,
  );

function refuseInVain(name: string, state: ProjectorRun['condition']['state']): void {
  if (state !== 'HALTED' && state !== 'STOPPED') return;
  throw new ReadModelLag(
    `The projection "${name}" has ${state.toLowerCase()}. Read without waiting for it; try again when an operator has mended it.`,
  );
}
