import { LRUCache } from 'lru-cache';

/** Points of a key that are left for all processes together, until its window ends. */
export interface PointStore {
  /** Takes up to so many points; what was granted, and milliseconds to the end of the window. */
  take(key: string, points: number): Promise<Grant>;
}

export interface Grant {
  readonly granted: number;
  readonly msLeft: number;
}

export interface Purses {
  /** Milliseconds after which to come again, where too little is left for this. Rejects as the store does. */
  spend(key: string, points: number): number | undefined | Promise<number | undefined>;
}

interface Purse {
  left: number;
  /** When the window ends, by the clock of `now`. */
  until: number;
  /** The store has no more in this window. */
  last: boolean;
  filling?: Promise<void> | undefined;
}

/** Enough for those who spend; who is forgotten only asks the store once more. */
const largestNumber = 50_000;

/**
 * Spends points in this process, and takes them from the store in portions: most requests ask nobody. Never more
 * than the store grants is spent. What is left of a portion when its window ends is lost to its key.
 */
export function purses(store: PointStore, portion: number, now = () => performance.now()): Purses {
  const all = new LRUCache<string, Purse>({ max: largestNumber });

  function purseOf(key: string): Purse {
    const purse = all.get(key);
    if (purse && (purse.filling || now() < purse.until)) return purse;
    const fresh: Purse = { left: 0, until: 0, last: false };
    all.set(key, fresh);
    return fresh;
  }

  async function fill(purse: Purse, key: string, points: number): Promise<void> {
    const wanted = Math.max(portion, points - purse.left);
    const { granted, msLeft } = await store.take(key, wanted);
    purse.left += granted;
    purse.until = now() + msLeft;
    purse.last = granted < wanted;
  }

  async function fillAndSpend(purse: Purse, key: string, points: number): Promise<number | undefined> {
    purse.filling ??= fill(purse, key, points).finally(() => {
      purse.filling = undefined;
    });
    await purse.filling;
    return spend(key, points);
  }

  function spend(key: string, points: number): number | undefined | Promise<number | undefined> {
    const purse = purseOf(key);
    if (purse.left >= points) {
      purse.left -= points;
      return undefined;
    }
    return purse.last ? Math.max(1, Math.ceil(purse.until - now())) : fillAndSpend(purse, key, points);
  }

  return { spend };
}
