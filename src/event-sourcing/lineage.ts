/** A rollback at `version` makes the state of `toVersion` current again. */
export interface RollbackMark {
  readonly version: number;
  readonly toVersion: number;
}

/**
 * The versions that count for the state at `version`, newest first, down to `floor` (exclusive).
 * Walking back, a rollback jumps to its target; whatever the jump passes over does not count.
 * The last element's predecessor, `base`, is where the walk ended: a state at `base` is all it needs,
 * and `base < floor` means that a rollback jumped below the floor.
 */
export function lineage(
  version: number,
  rollbacks: readonly RollbackMark[],
  floor = 0,
): { versions: number[]; base: number } {
  const targets = new Map(rollbacks.map((mark) => [mark.version, mark.toVersion]));
  const versions: number[] = [];
  let at = version;
  while (at > floor) {
    versions.push(at);
    at = targets.get(at) ?? at - 1;
  }
  return { versions, base: at };
}

/** The rollback that undid a version first, or null while it is live. */
export function skippedBy(version: number, rollbacks: readonly RollbackMark[]): number | null {
  const mark = rollbacks.find((it) => it.toVersion < version && version < it.version);
  return mark?.version ?? null;
}

/** All versions that rollbacks have undone, ascending. Once skipped, a version stays skipped. */
export function skippedVersions(rollbacks: readonly RollbackMark[]): number[] {
  const skipped = new Set<number>();
  for (const mark of rollbacks) for (const version of versionsUndone(mark)) skipped.add(version);
  return [...skipped].sort((a, b) => a - b);
}

/** The versions between a rollback and its target, ascending, whether or not they were undone before. */
export const versionsUndone = ({ version, toVersion }: RollbackMark): number[] =>
  Array.from({ length: version - 1 - toVersion }, (_, i) => toVersion + 1 + i);
