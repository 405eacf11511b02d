import type { Instant } from './event.js';

/** How far a lane has been verified. */
export interface VerifiedPlace {
  /** Of the newest event that was looked at; 0: none. */
  readonly position: number;
  /** The root there, as hex. */
  readonly root: string;
  /** Null where nothing was looked at. */
  readonly recordedAt: Instant | null;
}

/** Something that is not as it was recorded. */
export interface HistoryFault {
  readonly lane: number;
  readonly position: number;
  /** A sentence without its full stop. */
  readonly what: string;
}

export interface VerifiedPage {
  /** How many events were looked at. */
  readonly events: number;
  readonly faults: readonly HistoryFault[];
  /** Of each lane; a later run can go on from there. */
  readonly places: readonly VerifiedPlace[];
}

/**
 * Looks at the feed's events up to its end as it is now, lane by lane and page by page: whether they are those that
 * were recorded. Believes no hash and no root that it has not made again from what is stored. What was verified
 * before `from` is believed, but for the root there.
 */
export type VerifyFeed = (from?: readonly VerifiedPlace[]) => AsyncGenerator<VerifiedPage, void>;
