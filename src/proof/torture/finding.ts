import type { History, Violation } from './checker/history.js';

/** What a run hands back, having told its figures. */
export interface Finding {
  readonly history: History;
  readonly violations: readonly Violation[];
}
