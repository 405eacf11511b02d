import fc from 'fast-check';
import type { Draw } from './draw.js';
import { type Value, Written } from './written.js';

/** A value of whatever type, which nobody in good faith would send. */
export const hostileValue = (draw: Draw): Value =>
  draw.weighted([
    [4, () => hostileText(draw)],
    [3, () => draw.oneOf(numbers)],
    [1, () => draw.oneOf<Value>([null, true, false, [], {}, '', [null], [[]]])],
    [1, () => draw.oneOf(structures)()],
    [1, () => draw.from(json)],
  ])();

export const hostileText = (draw: Draw): string =>
  draw.weighted([
    [5, () => draw.oneOf(texts)],
    [8, () => `a${draw.oneOf(unwelcome)}b`],
    [2, () => draw.from(anyText)],
    [1, () => `${draw.oneOf(texts)}${draw.oneOf(texts)}`],
    [1, () => draw.oneOf(characters).repeat(draw.oneOf([64, 65, 255, 256, 1_001, 4_000]))],
  ])();

/** Larger than any limit of a text; rarely, since it takes long. */
export const vastText = (draw: Draw): string => draw.oneOf(characters).repeat(100_000);

/** In a text that is fine but for them. */
const unwelcome = ['\u0000', '\ud800', '\udfff', '\u0085', '\u001b', '\u007f', '\u202e', '\n', '\u2028'];

const characters = ['x', 'ß', '👩‍👩‍👧', '\u0000', '\ud800', '{', '"', '\\'];

/** Halves of surrogate pairs, and what is no character, too. */
const anyCharacter = fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code));

const anyText = () =>
  fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.string({ maxLength: 40 }),
  );

const json = () =>
  fc
    .json({ maxDepth: 3, stringUnit: anyCharacter })
    .map((text) => new Written(text, text.replace(/"([A-Za-z_]\w*)":/g, '$1:')));

const texts = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\udc00\ud800',
    '\u202eabc',
    '👩‍👩‍👧',
    'e\u0301',
    '\ufeff',
    '\ufffe',
    '\u2028',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    'NaN',
    '[object Object]',
  ],
  ...[`'; drop table orders; --`, '%00', '%', '_', '\\', '\\x00', '\r\nset-cookie: a=b', '{{7*7}}'],
  ...[
    '0',
    '-0',
    '-1',
    '1.5',
    '00',
    '1e3',
    '1e999',
    '0x10',
    '9'.repeat(39),
    '0.'.padEnd(40, '1'),
    '-0.00',
    'Infinity',
    ' 1',
  ],
  ...[
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59-23:59',
    '0001-01-01T00:00:00+23:59',
  ],
  ...[
    '2023-02-29T00:00:00Z',
    '2024-02-29T23:59:60Z',
    '-000001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '1970-01-01',
  ],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-7fff-bfff-ffffffffffff',
    '../../etc/passwd',
    'a/b',
    '.',
  ],
  ...[
    'AAAA',
    'eyJ9',
    '====',
    'MQ',
    'WyIiXQ',
    'W10',
    'bnVsbA',
    'eyJhIjoxfQ',
    'sealed:v1:',
    'sealed:v1:AAAA',
    'x'.repeat(65),
  ],
];

const numbers: readonly Value[] = [
  ...[0, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 53, -(2 ** 63), 1.5, 0.1, 1e21, 5e-324],
  ...['-0', '1e400', '-1e400', '1e-400', '1.0', '1'.repeat(400)].map((text) => new Written(text)),
];

const nested = (depth: number, open: string, close: string) =>
  new Written(open.repeat(depth) + close.repeat(depth));

const structures: readonly (() => Value)[] = [
  () => new Written('{"__proto__":{"polluted":1}}', '{__proto__: {polluted: 1}}'),
  () =>
    new Written('{"constructor":{"prototype":{"polluted":1}}}', '{constructor: {prototype: {polluted: 1}}}'),
  () => new Written('{"id":1,"id":2}', '{id: 1, id: 2}'),
  () => nested(20, '[', ']'),
  () => nested(150, '[', ']'),
  () => nested(5_000, '[', ']'),
  () =>
    new Written(
      `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`,
      `${'{a:'.repeat(1_000)}1${'}'.repeat(1_000)}`,
    ),
  () => Array.from({ length: 3_000 }, (_, i) => i),
  () => Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, i])),
];
