import { describe, expect, it } from 'vitest';
import { lineage, type RollbackMark, skippedBy, skippedVersions, versionsUndone } from './lineage.js';

// The specification's example: seven versions, then back to 4, an addition, back to 8, back to 3.
const TO_4: RollbackMark = { version: 8, toVersion: 4 };
const TO_8: RollbackMark = { version: 10, toVersion: 8 };
const TO_3: RollbackMark = { version: 11, toVersion: 3 };
const ALL = [TO_4, TO_8, TO_3];

describe('the lineage', () => {
  it.each([
    [7, [1, 2, 3, 4, 5, 6, 7]],
    [8, [1, 2, 3, 4, 8]],
    [9, [1, 2, 3, 4, 8, 9]],
    [10, [1, 2, 3, 4, 8, 10]],
    [11, [1, 2, 3, 11]],
  ])('of version %i is %j', (version, versions) => {
    const upToThere = ALL.filter((mark) => mark.version <= version);
    expect(lineage(version, upToThere)).toEqual({ versions: versions.toReversed(), base: 0 });
    expect(lineage(version, ALL)).toEqual(lineage(version, upToThere));
  });

  it('of version 0 is empty', () => {
    expect(lineage(0, [])).toEqual({ versions: [], base: 0 });
  });

  it('ends at a floor that it comes by', () => {
    expect(lineage(9, [TO_4], 4)).toEqual({ versions: [9, 8], base: 4 });
    expect(lineage(7, [], 5)).toEqual({ versions: [7, 6], base: 5 });
    expect(lineage(7, [], 7)).toEqual({ versions: [], base: 7 });
  });

  it('ends below a floor that a rollback jumped over', () => {
    expect(lineage(9, [TO_4], 6)).toEqual({ versions: [9, 8], base: 4 });
    expect(lineage(11, ALL, 9)).toEqual({ versions: [11], base: 3 });
  });

  it('does not see a rollback that was rolled back', () => {
    const back = { version: 9, toVersion: 7 };
    expect(lineage(9, [{ version: 8, toVersion: 2 }, back], 6)).toEqual({ versions: [9, 7], base: 6 });
  });
});

describe('skipped versions', () => {
  it.each([
    [[], []],
    [[TO_4], [5, 6, 7]],
    [
      [TO_4, TO_8],
      [5, 6, 7, 9],
    ],
    [ALL, [4, 5, 6, 7, 8, 9, 10]],
  ])('of %j are %j', (rollbacks, skipped) => {
    expect(skippedVersions(rollbacks)).toEqual(skipped);
  });

  it('are skipped by the first rollback that undid them, and no other', () => {
    const by = (version: number) => skippedBy(version, ALL);
    expect([1, 3, 4, 5, 7, 8, 9, 10, 11].map(by)).toEqual([null, null, 11, 8, 8, 11, 10, 11, null]);
  });

  it('are undone by a rollback even where they were skipped before', () => {
    expect(versionsUndone(TO_8)).toEqual([9]);
    expect(versionsUndone(TO_3)).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(versionsUndone({ version: 5, toVersion: 4 })).toEqual([]);
  });
});
