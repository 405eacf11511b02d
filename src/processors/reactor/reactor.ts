import { withRetries } from '../../database/transient.js';
import { feedStart, includes } from '../../event-sourcing/feed-cursor.js';
import { createBell } from '../feed/bell.js';
import { ensureCheckpoint } from '../projector/checkpoint.js';
import { type OnTrouble, trackCondition } from '../projector/projector-condition.js';
import { untilWorthALook } from '../projector/projector-run.js';
import { type ReactionOptions, type ReactorTurns, reactorTurns } from './reactor-turns.js';

export interface ReactorOptions extends ReactionOptions {
  readonly lanes: number;
  readonly onTrouble: OnTrouble;
}

export interface Reactor {
  /** After what it is writing now. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const breath = 20;
const standbyPause = 1_000;

/**
 * Has every event of the feed answered by what `react` writes, once and in order, from the beginning of the feed on.
 * Each process has one; as with projectors one of them leads, and the others take over within seconds. Where events
 * are missing or out of order it halts until they are mended.
 */
export async function startReactor(options: ReactorOptions): Promise<Reactor> {
  await withRetries(() => ensureCheckpoint(options.db, options.name, feedStart(options.lanes)));
  const stopping = new AbortController();
  const running = keepReacting(options, reactorTurns(options), stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Takes turns until the signal aborts or the feed stops. Never throws. */
async function keepReacting(
  { feed, onTrouble }: ReactorOptions,
  turns: ReactorTurns,
  signal: AbortSignal,
): Promise<void> {
  const condition = trackCondition(onTrouble);
  const needed = createBell(); // that nobody rings: no reader waits for what is written here
  const pause = (milliseconds: number) => needed.wait({ milliseconds, signal });
  while (!signal.aborted && !feed.stopped) {
    try {
      if (!turns.leading) await pause(standbyPause);
      const outcome = await turns.take();
      condition.worked();
      if (outcome === 'moved') await pause(breath); // so that events that come close together go together
      if (outcome === 'idle') {
        await untilWorthALook({ feed, needed }, turns.seen, signal);
        if (includes(turns.seen, feed.head)) turns.doubt();
      }
    } catch (error) {
      if (signal.aborted) return;
      turns.doubt();
      await pause(condition.failed(error));
    }
  }
}
