import { setTimeout as delay } from 'node:timers/promises';
import type { Projection } from '../../event-sourcing/projection.js';
import { rebuild } from './rebuild.js';
import type { RebuildRecord } from './rebuild-record.js';
import type { Rebuilding } from './rebuilding.js';

/** The rebuilds that this process works at. */
export interface Rebuilds {
  /** Begins one, or joins the one that is under way; resolves when it is done. It goes on if nobody waits. */
  request(projection: Projection): Promise<RebuildRecord>;
  /** Aborts when they are told to stop. */
  readonly stopping: AbortSignal;
  /** Leaves them, if they allow it after the step under way. They go on when they are asked for again. */
  stop(): Promise<void>;
}

export interface RebuildsOptions extends Omit<Rebuilding, 'projection'> {
  onDone(projection: Projection, record: RebuildRecord): void;
  onError(projection: Projection, error: unknown): void;
}

/** Milliseconds for a step to end. Some take minutes; what is cut off is undone. */
const stopPatience = 1_000;

export function createRebuilds({ onDone, onError, ...rebuilding }: RebuildsOptions): Rebuilds {
  const stopping = new AbortController();
  const running = new Map<string, Promise<RebuildRecord>>();

  async function run(projection: Projection): Promise<RebuildRecord> {
    try {
      stopping.signal.throwIfAborted();
      const record = await rebuild({ ...rebuilding, projection }, stopping.signal);
      onDone(projection, record);
      return record;
    } catch (error) {
      if (!stopping.signal.aborted) onError(projection, error);
      throw error;
    } finally {
      running.delete(projection.name);
    }
  }

  return {
    stopping: stopping.signal,
    request(projection) {
      const known = running.get(projection.name);
      if (known) return known;
      const started = run(projection);
      running.set(projection.name, started);
      started.catch(() => undefined); // told by onError
      return started;
    },
    async stop() {
      stopping.abort();
      await Promise.race([Promise.allSettled(running.values()), delay(stopPatience)]);
    },
  };
}
