import { parseValue as parseLiteral } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CursorScalar, DateTimeScalar, DecimalScalar } from './scalars.js';

describe('DateTime', () => {
  it.each([
    ['1996-07-10T00:00:00Z', '1996-07-10T00:00:00.000Z'],
    ['2025-01-31T09:30:00+02:00', '2025-01-31T07:30:00.000Z'],
    ['2025-01-31t09:30:00.5z', '2025-01-31T09:30:00.500Z'],
    ['2025-01-31T09:30:00.123999999-00:30', '2025-01-31T10:00:00.123Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0004-02-29T00:00:00Z', '0004-02-29T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('takes %s for %s', (given, answered) => {
    expect(DateTimeScalar.serialize(DateTimeScalar.parseValue(given))).toBe(answered);
    expect(DateTimeScalar.parseLiteral(parseLiteral(`"${given}"`))).toEqual(new Date(answered));
  });

  it.each([
    '2025-01-31T09:30:00',
    '2025-01-31',
    '2025-01-31 09:30:00Z',
    '2025-01-31T24:00:00Z',
    '2025-01-31T09:60:00Z',
    '2025-01-31T23:59:60Z',
    '2025-13-01T00:00:00Z',
    '2025-00-10T00:00:00Z',
    '2025-01-31T09:30:00+24:00',
    ' 2025-01-31T09:30:00Z',
    '2025-01-31T09:30:00Z\n',
    'yesterday',
    '',
    `2025-01-31T09:30:00.${'0'.repeat(100_000)}Z`,
    1738315800000,
    null,
    { year: 2025 },
    ['2025-01-31T09:30:00Z'],
  ])('refuses %o, which is no instant', (given) => {
    expect(() => DateTimeScalar.parseValue(given)).toThrow(
      /must be an ISO 8601 instant with zone.*; got .{1,60}\.$/,
    );
  });

  it.each([
    '2025-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2025-04-31T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
  ])('refuses %s, which the calendar does not have', (given) => {
    expect(() => DateTimeScalar.parseValue(given)).toThrow(/a day of the calendar in the years 0001 to 9999/);
  });

  it('answers nothing but a valid date', () => {
    for (const value of [new Date(Number.NaN), new Date(253402300800000), '2025-01-31T09:30:00Z', 0]) {
      expect(() => DateTimeScalar.serialize(value)).toThrow(TypeError);
    }
  });
});

describe('Decimal', () => {
  it.each(['12.50', '-0.01', '0', '007', '1'.repeat(40)])('keeps %s as it is', (given) => {
    expect(DecimalScalar.parseValue(given)).toBe(given);
    expect(DecimalScalar.serialize(given)).toBe(given);
  });

  it.each([
    '',
    '+1',
    '1.',
    '.5',
    '1e3',
    '1,5',
    ' 1',
    '1\n',
    'NaN',
    'Infinity',
    '-Infinity',
    '٣',
    '1'.repeat(41),
    12.5,
    1,
    true,
    null,
    {},
  ])('refuses %o', (given) => {
    expect(() => DecimalScalar.parseValue(given)).toThrow(/Decimal must be a string .*; got .{1,60}\.$/);
    expect(() => DecimalScalar.serialize(given)).toThrow(TypeError);
  });

  it('refuses numbers that a document writes without quotes', () => {
    expect(() => DecimalScalar.parseLiteral(parseLiteral('12.50'))).toThrow(/must be a string/);
    expect(DecimalScalar.parseLiteral(parseLiteral('"12.50"'))).toBe('12.50');
  });
});

describe('Cursor', () => {
  it.each(['AZaz09_-', 'x'.repeat(1_000)])('keeps %s as it is', (given) => {
    expect(CursorScalar.parseValue(given)).toBe(given);
    expect(CursorScalar.serialize(given)).toBe(given);
  });

  it.each(['', 'a b', 'a=', 'a+b', 'a/b', 'é', 'x'.repeat(1_001), 7, null, []])('refuses %o', (given) => {
    expect(() => CursorScalar.parseValue(given)).toThrow(/Cursor must be .*; got .{1,60}\.$/);
    expect(() => CursorScalar.serialize(given)).toThrow(TypeError);
  });
});
