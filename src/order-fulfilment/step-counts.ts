import type { StepKind } from '../orders/index.js';
import type { StepOutcome } from './look.js';

export interface StepCount {
  readonly step: StepKind;
  readonly outcome: StepOutcome;
  readonly count: number;
}

/** How often steps were tried in this process, by what came of it. */
export function createStepCounts() {
  const counts = new Map<string, StepCount>();
  return {
    add(step: StepKind, outcome: StepOutcome): void {
      const key = `${step} ${outcome}`;
      counts.set(key, { step, outcome, count: (counts.get(key)?.count ?? 0) + 1 });
    },
    read: (): readonly StepCount[] => [...counts.values()],
  };
}
