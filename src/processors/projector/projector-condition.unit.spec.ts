import { describe, expect, it, vi } from 'vitest';
import { ContinuityBreach } from './continuity.js';
import { trackCondition } from './projector-condition.js';

const lockTimeout = Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
const missingTable = Object.assign(new Error('relation "read_model.notes" does not exist'), {
  code: '42P01',
});

function tracked() {
  const onTrouble = vi.fn();
  return { onTrouble, condition: trackCondition(onTrouble) };
}

describe('what is told of a projector that fails', () => {
  it('is nothing of what passes when it is tried again', () => {
    const { condition, onTrouble } = tracked();
    for (let time = 1; time <= 5; time += 1) {
      condition.failed(lockTimeout);
      condition.failed(lockTimeout);
      expect(condition).toMatchObject({ state: 'FAILING', lastError: lockTimeout.message });
      condition.worked();
    }
    expect(onTrouble).not.toHaveBeenCalled();
    expect(condition).toMatchObject({ state: 'RUNNING', failures: 10 });
  });

  it('is what has not passed at the third time, and goes on', () => {
    const { condition, onTrouble } = tracked();
    for (let time = 1; time <= 4; time += 1) condition.failed(lockTimeout);
    const told = ['fails; trying again', lockTimeout];
    expect(onTrouble.mock.calls).toEqual([told, told]);
  });

  it('is at once what no second try mends, and once that it has halted', () => {
    const { condition, onTrouble } = tracked();
    condition.failed(missingTable);
    const breach = new ContinuityBreach('position 3 is missing');
    condition.failed(breach);
    condition.failed(breach);
    expect(onTrouble.mock.calls).toEqual([
      ['fails; trying again', missingTable],
      ['has halted until its events are mended', breach],
    ]);
  });
});
