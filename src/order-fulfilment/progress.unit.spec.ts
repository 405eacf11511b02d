import { expect, it } from 'vitest';
import { pauseAfter, retryPolicy } from './progress.js';

it('waits twice as long after each failure, up to a minute, and half of it by chance', () => {
  for (const [failures, longest] of [
    [1, 1_000],
    [2, 2_000],
    [6, 32_000],
    [7, 60_000],
    [2_000, 60_000],
  ] as const) {
    const pauses = Array.from({ length: 200 }, () => pauseAfter(failures, retryPolicy));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(longest / 2);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(longest);
    expect(new Set(pauses).size).toBeGreaterThan(50);
  }
});
