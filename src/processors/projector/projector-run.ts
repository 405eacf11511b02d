import { setTimeout as delay } from 'node:timers/promises';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import type { Bell } from '../feed/bell.js';
import type { Feed } from '../feed/feed.js';
import type { Condition, OnTrouble } from './projector-condition.js';
import type { TurnOutcome, Turns } from './projector-turns.js';

/** What the loop of a projector and those who wait for its rows share. */
export interface ProjectorRun {
  readonly feed: Feed;
  readonly turns: Turns;
  readonly condition: Condition;
  readonly onTrouble: OnTrouble;
  /** Rung when the checkpoint is seen elsewhere than before, and when it fails or stops. */
  readonly moved: Bell;
  /** Rung by readers who need rows. */
  readonly needed: Bell;
  /** Those who wait for rows now. */
  readers: number;
}

/** Milliseconds. */
const breath = 20;
const standbyPause = 1_000;
const idlePause = 5_000;

/** Takes turns until the signal aborts or the feed stops. Never throws. */
export async function keepProjecting(run: ProjectorRun, signal: AbortSignal): Promise<void> {
  const { feed, turns, condition, onTrouble, moved, needed } = run;
  while (!signal.aborted && !feed.stopped) {
    try {
      if (!turns.leading && run.readers === 0) await needed.wait({ milliseconds: standbyPause, signal });
      const outcome = await turns.take(run.readers > 0);
      if (outcome.kind === 'again') continue;
      condition.worked();
      if (outcome.kind === 'moved' && outcome.parked) onTrouble('has parked an event', outcome.parked);
      await pauseAfter(outcome, run, signal);
    } catch (error) {
      if (signal.aborted) break;
      const pause = condition.failed(error);
      moved.ring();
      await delay(pause, undefined, { signal }).catch(() => {});
    }
  }
  condition.stopped();
  moved.ring();
}

async function pauseAfter(outcome: TurnOutcome, run: ProjectorRun, signal: AbortSignal): Promise<void> {
  if (outcome.kind === 'idle') return untilWorthALook(run, run.turns.seen, signal);
  // A breath, so that events that come close together go together; none while somebody waits for them.
  if (outcome.kind === 'moved' && !outcome.hasMore && run.readers === 0)
    await run.needed.wait({ milliseconds: breath, signal });
}

/**
 * Until there are new events, or somebody needs the rows, or a while has gone: a crash of Postgres may lose a
 * step that had been taken, rows and checkpoint, and then no event tells that it is to be taken again.
 */
export async function untilWorthALook(
  { feed, needed }: Pick<ProjectorRun, 'feed' | 'needed'>,
  at: FeedCursor,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const over = new AbortController();
  const end = () => over.abort();
  signal.addEventListener('abort', end);
  const asked = needed.wait({ milliseconds: idlePause, signal: over.signal });
  await Promise.race([feed.changed(at, over.signal), asked]);
  signal.removeEventListener('abort', end);
  end();
}
