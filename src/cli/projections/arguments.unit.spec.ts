import { expect, it } from 'vitest';
import { readArguments } from './arguments.js';

const eventId = '01a207b9-8e4b-79d7-ad3a-31782c4e297a';

it.each([
  [[], { kind: 'list' }],
  [['rebuild', 'orders'], { kind: 'rebuild', name: 'orders' }],
  [['verify', 'orders'], { kind: 'verify', name: 'orders' }],
  [['verify', 'orders', '--sample', '25'], { kind: 'verify', name: 'orders', sample: 25 }],
  [['parked', 'orders'], { kind: 'parked', name: 'orders' }],
  [['replay', 'orders', eventId], { kind: 'replay', name: 'orders', eventId }],
])('takes %j', (args, command) => {
  expect(readArguments(args)).toEqual(command);
});

it.each([
  [['rebuild']],
  [['rebuild', 'orders', 'twice']],
  [['rebuild', '--all']],
  [['explode', 'orders']],
  [['list', 'orders']],
  [['verify', 'orders', '--sample']],
  [['verify', 'orders', '--sample', '0']],
  [['verify', 'orders', '--sample', '1e3']],
  [['verify', 'orders', '25']],
  [['replay', 'orders']],
  [['replay', 'orders', 'the first one']],
])('explains itself to those who say %j', (args) => {
  expect(() => readArguments(args)).toThrow('Usage: npm run projections');
});
