import { type Rejection, reject } from '../../event-sourcing/errors.js';
import { skippedVersions } from '../../event-sourcing/lineage.js';
import type { OrderSnapshot } from './state.js';

/** A rollback that may be done: it undoes the versions after `toVersion` up to `fromVersion`. */
export interface RollbackRange {
  readonly fromVersion: number;
  readonly toVersion: number;
}

const refuse = (message: string): Rejection => reject('VALIDATION_ERROR', message);

/** Refuses to guess where a rollback aims at: it takes exactly one of a version and an instant. */
export function unclearRollbackPoint(point: {
  readonly toVersion?: number | null | undefined;
  readonly toTimestamp?: unknown;
}): Rejection | undefined {
  const given = [point.toVersion, point.toTimestamp].filter((it) => it !== null && it !== undefined);
  return given.length === 1 ? undefined : refuse('Either toVersion or toTimestamp must be provided');
}

/**
 * Any older version that no rollback has skipped may be current again, rollbacks included. An instant
 * is resolved to the version that was current then before it comes here; 0 where there was none.
 */
export function decideRollback(toVersion: number, current: OrderSnapshot): RollbackRange | Rejection {
  const { version, rollbacks } = current;
  if (!Number.isInteger(toVersion) || toVersion < 1 || toVersion > version) {
    return refuse('No events found for the specified rollback point');
  }
  if (toVersion === version) return nothingToUndo(version);
  const skipped = skippedVersions(rollbacks);
  if (!skipped.includes(toVersion)) return { fromVersion: version, toVersion };
  return refuse(
    `Cannot rollback to version ${toVersion} because it was skipped by a previous rollback. ` +
      `Skipped versions: ${skipped.join(', ')}`,
  );
}

/** Refuses every rollback of an order at its first version. Later there is always a live version before. */
export const noOlderVersion = ({ version }: OrderSnapshot): Rejection | undefined =>
  version > 1 ? undefined : nothingToUndo(version);

const nothingToUndo = (version: number): Rejection =>
  refuse(`Version ${version} is the current version, there is nothing to undo`);
