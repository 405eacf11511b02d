import { checkConflicts } from './conflict-checks.js';
import { checkFollowings, checkPages } from './feed-checks.js';
import type { History, Violation } from './history.js';
import { checkKeys } from './key-checks.js';
import { checkLists } from './list-checks.js';
import { checkLog } from './log-checks.js';
import { checkPreviews } from './preview-checks.js';
import { checkPasts, checkReads } from './read-checks.js';
import { findTruth } from './truth.js';
import { checkWrites } from './write-checks.js';

/**
 * All that cannot have been, were the server what it promises. The versions in the log are the witness: whoever was
 * told a position proves that all before it were committed then. Takes time near to linear in operations and events.
 */
export function check(history: History): readonly Violation[] {
  const broken = checkLog(history);
  if (broken.length > 0) return broken; // nothing can be said of the rest
  const { operations, followings } = history;
  const truth = findTruth(history);
  return [
    ...checkWrites(operations, truth),
    ...checkKeys(operations, truth),
    ...checkConflicts(operations, truth),
    ...checkReads(operations, truth),
    ...checkPasts(operations, truth),
    ...checkPreviews(operations, truth),
    ...checkLists(operations, truth),
    ...checkPages(operations, truth),
    ...checkFollowings(followings, truth),
  ];
}
