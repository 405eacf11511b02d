import type { Instant } from '../event-sourcing/event.js';
import type { Pending } from './operation.js';

/** What is being asked of the gateway for an order, and how that goes. */
export interface Progress {
  readonly pending: Pending | null;
  /** How often nobody learnt what came of it. */
  readonly attempts: number;
  /** How often the answer was that it will be decided later. */
  readonly undecided: number;
  readonly lastError: string | null;
  /** When to ask again; null: now. */
  readonly retryAt: Instant | null;
}

export const begin = (pending: Pending | null): Progress => ({
  pending,
  attempts: 0,
  undecided: 0,
  lastError: null,
  retryAt: null,
});

/** When to try again, and for how long. */
export interface RetryPolicy {
  /** Calls without an answer that tells, before somebody has to see to it. */
  readonly attempts: number;
  /**
   * Answers of "later" before that. There may be more of them: such a gateway works, takes its time over a bank or a
   * customer, and tells by webhook too. But one that never decides must not be asked for ever.
   */
  readonly undecided: number;
  /** The first pause and the longest, milliseconds; in between each is twice the one before. */
  readonly firstPause: number;
  readonly longestPause: number;
}

export const retryPolicy: RetryPolicy = {
  attempts: 6,
  undecided: 20, // a quarter of an hour, with the pauses below
  firstPause: 1_000,
  longestPause: 60_000,
};

/** How long to wait after so many failures: half of it is by chance, so that many do not come back together. */
export function pauseAfter(failures: number, { firstPause, longestPause }: RetryPolicy): number {
  const pause = Math.min(longestPause, firstPause * 2 ** (failures - 1));
  return Math.round(pause * (1 + Math.random()) * 0.5);
}
