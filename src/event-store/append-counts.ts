import type { Append } from '../event-sourcing/event-store.js';
import type { AppendJudgement } from './append.js';

/** What became of the appends of this process since it began; imports are not counted. */
export interface AppendCounts {
  /** Round trips that were answered, and those that failed and may have been tried again. */
  readonly roundTrips: { answered: number; failed: number };
  readonly outcomes: Record<AppendJudgement['kind'], number>;
  /** Events that were written. */
  events: number;
}

export const noAppends = (): AppendCounts => ({
  roundTrips: { answered: 0, failed: 0 },
  outcomes: { appended: 0, written: 0, repeated: 0, conflict: 0, claimed: 0, untimely: 0 },
  events: 0,
});

/** Counts a round trip, whatever becomes of it. */
export async function counted(
  counts: AppendCounts,
  appends: readonly Append[],
  roundTrip: Promise<AppendJudgement[]>,
): Promise<AppendJudgement[]> {
  try {
    const judgements = await roundTrip;
    counts.roundTrips.answered += 1;
    for (const [i, { kind }] of judgements.entries()) {
      counts.outcomes[kind] += 1;
      if (kind === 'appended' || kind === 'written') counts.events += appends[i]?.events.length ?? 0;
    }
    return judgements;
  } catch (error) {
    counts.roundTrips.failed += 1;
    throw error;
  }
}
