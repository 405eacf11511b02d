import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.js';

describe('the arguments of generate', () => {
  it('are a number of orders, and a seed or else 1', () => {
    expect(readArguments(['--orders', '200000'])).toEqual({ orders: 200_000, seed: 1 });
    expect(readArguments(['--seed=0', '--orders=1'])).toEqual({ orders: 1, seed: 0 });
    expect(readArguments(['--orders', '10000000', '--seed', String(Number.MAX_SAFE_INTEGER)])).toEqual({
      orders: 10_000_000,
      seed: Number.MAX_SAFE_INTEGER,
    });
  });

  it.each([
    [[]],
    [['--seed', '1']],
    [['--orders']],
    [['1000']],
    [['--orders', '5', 'more']],
    [['--orders', '5', '--sed', '1']],
  ])('%j: tells the usage in one line', (args) => {
    expect(() => readArguments(args)).toThrow(/^Usage: npm run generate -- --orders N \[--seed S\]$/);
  });

  it.each(['0', '-1', '1.5', '1e3', '10000001', 'many', '', ' 5', '9'.repeat(40)])(
    '%j orders: tells how many there may be',
    (orders) => {
      expect(() => readArguments([`--orders=${orders}`])).toThrow(
        /^--orders must be a whole number from 1 to 10,000,000, not .*$/,
      );
    },
  );

  it('a seed that is no safe integer: tells so', () => {
    for (const seed of ['x', '-1', '9007199254740992'])
      expect(() => readArguments(['--orders', '1', `--seed=${seed}`])).toThrow(
        /^--seed must be a whole number/,
      );
  });
});
