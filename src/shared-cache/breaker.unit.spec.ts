import { beforeEach, describe, expect, it } from 'vitest';
import { type Breaker, createBreaker } from './breaker.js';

let now: number;
let told: (string | number)[];
let tried: number;
let breaker: Breaker;

beforeEach(() => {
  now = 0;
  told = [];
  tried = 0;
  breaker = createBreaker({
    first: 1_000,
    longest: 30_000,
    onFailure: (_error, inARow) => told.push(inARow),
    onRecovery: () => told.push('recovered'),
    now: () => now,
  });
});

const succeed = async () => {
  tried += 1;
  return 'answer';
};
const fail = async () => {
  tried += 1;
  throw new Error('failed');
};
const wait = (milliseconds: number) => {
  now += milliseconds;
};

describe('a breaker', () => {
  it('lets all attempts through while they succeed', async () => {
    expect(await Promise.all([breaker.attempt(succeed), breaker.attempt(succeed)])).toEqual([
      'answer',
      'answer',
    ]);
    expect(told).toEqual([]);
  });

  it('tries nothing for a second after a failure', async () => {
    expect(await breaker.attempt(fail)).toBeUndefined();
    expect(breaker.resting).toBe(true);
    wait(999);
    expect(await breaker.attempt(succeed)).toBeUndefined();
    expect(tried).toBe(1);
    wait(1);
    expect(breaker.resting).toBe(false);
    expect(await breaker.attempt(succeed)).toBe('answer');
    expect(await breaker.attempt(succeed)).toBe('answer');
    expect(told).toEqual([1, 'recovered']);
  });

  it('doubles the pause with each failure in a row, up to half a minute', async () => {
    const pauses: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const failedAt = now;
      await breaker.attempt(fail);
      while (breaker.resting) wait(500);
      pauses.push(now - failedAt);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await breaker.attempt(succeed);
    await breaker.attempt(fail);
    expect(told.slice(7)).toEqual(['recovered', 1]);
  });

  it('lets one attempt find out, and then another, where that one never ends', async () => {
    await breaker.attempt(fail);
    wait(1_000);
    void breaker.attempt(() => new Promise(() => {}));
    expect(await breaker.attempt(succeed)).toBeUndefined();
    wait(1_000);
    expect(await breaker.attempt(succeed)).toBe('answer');
  });

  it('counts attempts that fail together once', async () => {
    await Promise.all([breaker.attempt(fail), breaker.attempt(fail), breaker.attempt(fail)]);
    expect([tried, told]).toEqual([3, [1]]);
  });

  it('is not deceived by an answer to what was asked before the failure', async () => {
    let answer = (_text: string) => {};
    const early = breaker.attempt(
      () =>
        new Promise<string>((resolve) => {
          answer = resolve;
        }),
    );
    await breaker.attempt(fail);
    answer('late');
    expect(await early).toBe('late');
    expect(breaker.resting).toBe(true);
  });

  it('rests after a failure that was seen elsewhere, and takes note of it once', () => {
    breaker.trip(new Error('lost'));
    breaker.trip(new Error('lost'));
    expect([breaker.resting, told]).toEqual([true, [1]]);
  });
});
