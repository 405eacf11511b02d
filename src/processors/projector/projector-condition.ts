import { isTransient } from '../../database/transient.js';
import { ContinuityBreach } from './continuity.js';
import { BatchFailure } from './poison.js';

export type ProjectorState = 'RUNNING' | 'FAILING' | 'HALTED' | 'STOPPED';

/** Told what happened, as a predicate of the projection: "fails; trying again". */
export type OnTrouble = (what: string, error: unknown) => void;

/** An error that it was told of, for a line of the log: which event is to blame, where one is. */
export function troubleFields(error: unknown): object {
  const [event] = error instanceof BatchFailure ? error.events : [];
  const blamed = event && {
    streamId: event.streamId,
    version: event.version,
    type: event.type,
    eventId: event.id,
  };
  return { ...blamed, reason: String(error) };
}

/** How a projector is, in its process. */
export interface Condition {
  readonly state: ProjectorState;
  /** Why it is FAILING or HALTED. */
  readonly lastError: string | null;
  /** How often it has failed in this process, told or not. */
  readonly failures: number;
  worked(): void;
  /** Answers after how many milliseconds to try again. */
  failed(error: unknown): number;
  stopped(): void;
}

/** Milliseconds. */
const firstRetryPause = 125;
const longestRetryPause = 2_000;

/** Failures in a row that nobody is told of where each may pass by itself, such as a lock that was waited for in vain. */
const untold = 2;

/** Tells of trouble at once, and of what may pass only where it has not. */
export function trackCondition(onTrouble: OnTrouble, haltedPause = 5_000): Condition {
  let state: ProjectorState = 'RUNNING';
  let lastError: string | null = null;
  let retryPause = firstRetryPause;
  let failures = 0;
  let inARow = 0;
  return {
    get state() {
      return state;
    },
    get lastError() {
      return lastError;
    },
    get failures() {
      return failures;
    },
    worked() {
      inARow = 0;
      state = 'RUNNING';
      lastError = null;
      retryPause = firstRetryPause;
    },
    failed(error) {
      const halted = error instanceof ContinuityBreach;
      failures += 1;
      inARow += 1;
      const isQuiet = halted ? state === 'HALTED' : isTransient(error) && inARow <= untold;
      state = halted ? 'HALTED' : 'FAILING';
      lastError = error instanceof Error ? error.message : String(error);
      if (!isQuiet)
        onTrouble(halted ? 'has halted until its events are mended' : 'fails; trying again', error);
      if (halted) return haltedPause;
      const pause = retryPause;
      retryPause = Math.min(2 * retryPause, longestRetryPause);
      return pause;
    },
    stopped() {
      state = 'STOPPED';
    },
  };
}
