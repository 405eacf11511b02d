import { describe, expect, it } from 'vitest';
import { type PointStore, purses } from './portions.js';

const windowMs = 5_000;

/** A store that grants so many points in each window; each taking is written down. */
function countingStore(allowance: number, clock: { now: number }) {
  const taken: number[] = [];
  let until = 0;
  let left = 0;
  const store: PointStore = {
    async take(_key, points) {
      if (clock.now >= until) {
        until = clock.now + windowMs;
        left = allowance;
      }
      const granted = Math.min(points, left);
      left -= granted;
      taken.push(points);
      return { granted, msLeft: until - clock.now };
    },
  };
  return { store, taken };
}

describe('a purse', () => {
  it('spends what was granted, and asks the store once for a portion', async () => {
    const clock = { now: 0 };
    const { store, taken } = countingStore(100, clock);
    const { spend } = purses(store, 10, () => clock.now);
    for (let n = 0; n < 20; n += 1) expect(await spend('a', 1)).toBeUndefined();
    expect(taken).toEqual([10, 10]);
  });

  it('takes more than a portion at once where something costs more', async () => {
    const clock = { now: 0 };
    const { store, taken } = countingStore(100, clock);
    const { spend } = purses(store, 10, () => clock.now);
    expect(await spend('a', 1)).toBeUndefined();
    expect(await spend('a', 50)).toBeUndefined();
    expect(taken).toEqual([10, 41]);
  });

  it('refuses without asking once the store has no more, until the window ends', async () => {
    const clock = { now: 0 };
    const { store, taken } = countingStore(25, clock);
    const { spend } = purses(store, 10, () => clock.now);
    for (let n = 0; n < 25; n += 1) expect(await spend('a', 1)).toBeUndefined();
    clock.now = 1_200;
    expect(await spend('a', 1)).toBe(3_800);
    expect(await spend('a', 1)).toBe(3_800);
    expect(taken).toHaveLength(3);
    clock.now = windowMs;
    expect(await spend('a', 1)).toBeUndefined();
  });

  it('still has for what is cheap when it refused what is dear', async () => {
    const clock = { now: 0 };
    const { store } = countingStore(25, clock);
    const { spend } = purses(store, 10, () => clock.now);
    expect(await spend('a', 30)).toBe(windowMs);
    expect(await spend('a', 20)).toBeUndefined();
  });

  it('is one for each key', async () => {
    const clock = { now: 0 };
    const { store } = countingStore(1_000, clock);
    const { spend } = purses(store, 10, () => clock.now);
    await spend('a', 1);
    expect(await spend('b', 1)).toBeUndefined();
  });

  it('spends no more than all that was granted, however many spend at once', async () => {
    const clock = { now: 0 };
    const { store } = countingStore(100, clock);
    const processes = [purses(store, 7, () => clock.now), purses(store, 7, () => clock.now)];
    const answers = await Promise.all(Array.from({ length: 300 }, (_, n) => processes[n % 2]?.spend('a', 1)));
    const allowed = answers.filter((answer) => answer === undefined).length;
    expect(allowed).toBeLessThanOrEqual(100);
    expect(allowed).toBeGreaterThanOrEqual(100 - 2 * 7);
  });
});
