import { expect, it } from 'vitest';
import { readArguments } from './arguments.js';

const root = 'ab'.repeat(32);
const cursor = 'VAEEgXI6wlCvv3WYR0m4lAkrp9vvcp5V';

it.each([
  [[], { fromStart: false, keptRoots: [] }],
  [['--from-start'], { fromStart: true, keptRoots: [] }],
  [['--root', `-${cursor}:${root}`], { fromStart: false, keptRoots: [{ cursor: `-${cursor}`, root }] }],
  [
    ['--root', `${cursor}:${root}.${root}`, '--from-start', '--root', `${cursor}:${root}`],
    {
      fromStart: true,
      keptRoots: [
        { cursor, root: `${root}.${root}` },
        { cursor, root },
      ],
    },
  ],
])('takes %j', (args, expected) => {
  expect(readArguments(args)).toEqual(expected);
});

it.each([
  [['--help']],
  [['all']],
  [['--root']],
  [['--root', '--from-start']],
  [['--root', cursor]],
  [['--root', `:${root}`]],
  [['--root', `now here:${root}`]],
  [['--root', `${cursor}:${root.toUpperCase()}`]],
  [['--root', `${cursor}:${root}`, cursor]],
])('explains itself to those who say %j', (args) => {
  expect(() => readArguments(args)).toThrow('Usage: npm run verify');
});
