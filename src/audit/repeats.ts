import { setTimeout as delay } from 'node:timers/promises';
import { type Deed, likeness, roughLikeness } from './entry.js';
import type { WriteEntry } from './write-entry.js';

export interface Recorder {
  /** Resolves when the deed is on record, or counted with one like it that is. */
  record(deed: Deed): Promise<void>;
  /** Writes what was counted; waits a while for what is being written. */
  stop(): Promise<void>;
}

interface Repeats {
  readonly timer: NodeJS.Timeout;
  /** Settles when the first of them is on record, or cannot be. */
  readonly first: Promise<void>;
  latest: Deed;
  times: number;
}

export interface RecorderOptions {
  readonly write: WriteEntry;
  /** Of counted deeds, for whose entry nobody waits. */
  readonly onError: (latest: Deed, times: number, error: unknown) => void;
}

/** Milliseconds for which refusals that are alike are counted together. */
const window = 60_000;

/** Refusals of an actor that have an entry each within the window, if they differ; later ones are told apart roughly. */
const mostKinds = 100;

/** Milliseconds for which a stop waits for entries that cannot be written. */
const stopPatience = 2_000;

/**
 * Writes a deed at once. Refusals like it that follow within the window are counted, and written together at its end,
 * with the request of the last. However many there are, an actor makes a few hundred entries a minute of them.
 */
export function recorder({ write, onError }: RecorderOptions): Recorder {
  const counted = new Map<string, Repeats>();
  const kindsOf = new Map<string, number>();
  const { written, settled } = underWay(write);

  function kindOf(deed: Deed): string {
    const kind = likeness(deed);
    return counted.has(kind) || (kindsOf.get(deed.actor) ?? 0) < mostKinds ? kind : roughLikeness(deed);
  }

  /** Writes the first of a kind, and counts those that follow. */
  function begin(kind: string, deed: Deed): Promise<void> {
    kindsOf.set(deed.actor, (kindsOf.get(deed.actor) ?? 0) + 1);
    const timer = setTimeout(writeCounted, window, kind).unref();
    const first = written(deed, 1).catch((error) => {
      if (counted.get(kind)?.first === first) forget(kind); // those that were counted wait for it, and are told
      throw error;
    });
    counted.set(kind, { timer, first, latest: deed, times: 0 });
    return first;
  }

  function forget(kind: string): Repeats | undefined {
    const repeats = counted.get(kind);
    if (!repeats) return undefined;
    clearTimeout(repeats.timer);
    counted.delete(kind);
    const { actor } = repeats.latest;
    const others = (kindsOf.get(actor) ?? 0) - 1;
    if (others > 0) kindsOf.set(actor, others);
    else kindsOf.delete(actor);
    return repeats;
  }

  function writeCounted(kind: string): void {
    const { latest, times = 0 } = forget(kind) ?? {};
    if (latest && times > 0) written(latest, times).catch((error) => onError(latest, times, error));
  }

  return {
    async record(deed) {
      if (deed.outcome === 'DONE') return written(deed, 1);
      const kind = kindOf(deed);
      const repeats = counted.get(kind);
      if (!repeats) return begin(kind, deed);
      repeats.latest = deed;
      repeats.times += 1;
      return repeats.first;
    },
    async stop() {
      for (const kind of [...counted.keys()]) writeCounted(kind);
      await Promise.race([settled(), delay(stopPatience, undefined, { ref: false })]);
    },
  };
}

/** Writes, and knows when all that was begun is over. */
function underWay(write: WriteEntry) {
  const writing = new Set<Promise<void>>();
  return {
    written(deed: Deed, times: number): Promise<void> {
      const result = write(deed, times);
      const over = () => void writing.delete(settled);
      const settled = result.then(over, over);
      writing.add(settled);
      return result;
    },
    settled: () => Promise.all(writing),
  };
}
