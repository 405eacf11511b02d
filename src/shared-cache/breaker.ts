export interface Breaker {
  /** Whether an attempt would not be tried. */
  readonly resting: boolean;
  /**
   * What the work answers. Undefined where it fails, and where it is not tried because it has failed a moment ago:
   * after each failure in a row it is left alone for longer, then one attempt at a time finds out. Never rejects.
   */
  attempt<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Takes note of a failure that was seen elsewhere; no-op where attempts are failing already. */
  trip(error: unknown): void;
}

/** Milliseconds for which a failure is followed by none, the first and the longest of them. */
export interface Pauses {
  readonly first: number;
  readonly longest: number;
}

export interface BreakerOptions extends Pauses {
  /** Called with the number of failures in a row, 1 where it is the first. */
  onFailure(error: unknown, inARow: number): void;
  /** Called when an attempt succeeds after failures. */
  onRecovery(): void;
  /** Milliseconds, by a clock that never runs backwards. */
  readonly now?: () => number;
}

/** Keeps callers away from something that fails, so that it costs them nothing. */
export function createBreaker(options: BreakerOptions): Breaker {
  const { first, longest, onFailure, onRecovery, now = () => performance.now() } = options;
  let failures = 0;
  let restUntil = Number.NEGATIVE_INFINITY;
  const resting = () => now() < restUntil;
  const rest = () => {
    restUntil = now() + Math.min(first * 2 ** (failures - 1), longest);
  };

  function fail(error: unknown): void {
    failures += 1;
    rest();
    onFailure(error, failures);
  }

  return {
    get resting() {
      return resting();
    },
    async attempt(work) {
      if (resting()) return undefined;
      if (failures > 0) rest(); // for the others, who wait for the outcome of this one
      const before = failures;
      try {
        const answer = await work();
        if (failures === before && failures > 0) {
          failures = 0;
          restUntil = Number.NEGATIVE_INFINITY;
          onRecovery();
        }
        return answer;
      } catch (error) {
        if (failures === before) fail(error); // of those that fail together the first one counts
        return undefined;
      }
    },
    trip(error) {
      if (failures === 0) fail(error);
    },
  };
}
