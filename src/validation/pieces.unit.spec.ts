import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isRejection } from '../event-sourcing/errors.js';
import { entityId, integer, listOf, optional, text, textOfLines, uuid } from './pieces.js';
import { validate } from './validate.js';

const accepts = (schema: Parameters<typeof validate>[0], value: unknown) =>
  !isRejection(validate(schema, value));

describe('text', () => {
  it.each(['Chai', ' padded ', 'Café ☕', '👩‍🚀', 'a'.repeat(20)])('keeps %j as it is', (value) => {
    expect(validate(text(20), value)).toBe(value);
  });

  it.each([
    ['nothing', '', 'must not be blank'],
    ['blanks only', ' \u00a0\u2003 ', 'must not be blank'],
    ['NUL', 'a\0b', 'must not contain control characters'],
    ['a line break', 'a\nb', 'must not contain control characters'],
    ['a C1 control', 'a\u0085b', 'must not contain control characters'],
    ['a lone high surrogate', 'a\ud83d', 'must be well-formed Unicode'],
    ['a lone low surrogate', '\ude00b', 'must be well-formed Unicode'],
    ['one too many', 'a'.repeat(21), 'must have at most 20 characters'],
    ['a megabyte', '\0'.repeat(1_000_000), 'must have at most 20 characters'],
    ['a number', 7, 'must be a string'],
  ])('refuses %s', (_, value, message) => {
    expect(validate(text(20), value)).toMatchObject({ details: [{ path: '', message }] });
  });
});

describe('textOfLines', () => {
  it('keeps line breaks and tabs', () => {
    expect(validate(textOfLines(20), 'one\n\ttwo\r\n')).toBe('one\n\ttwo\r\n');
  });

  it.each(['\n', 'a\0b', 'a\u001bb', 'a\u0085b', 'a\ud83d', 'a'.repeat(21)])('refuses %j', (value) => {
    expect(accepts(textOfLines(20), value)).toBe(false);
  });
});

describe('entityId', () => {
  it.each(['a', 'nw-1', 'A.b_c-9', 'x'.repeat(64)])('accepts %s', (id) => {
    expect(accepts(entityId, id)).toBe(true);
  });

  it.each(['', ' a', 'a b', 'a/b', 'é', 'a\n', 'a\0', '👍', '\ud83d', 'x'.repeat(65), 7, null])(
    'refuses %j',
    (id) => {
      expect(accepts(entityId, id)).toBe(false);
    },
  );
});

describe('uuid', () => {
  it('answers in lower case, so that one id has one spelling', () => {
    const id = '01890A5D-AC96-774B-BCCE-B302099A8057';
    expect(validate(uuid, id)).toBe(id.toLowerCase());
  });

  it.each(['', 'order-1', '01890a5d-ac96-774b-bcce-b302099a805', ' 01890a5d-ac96-774b-bcce-b302099a8057'])(
    'refuses %j',
    (id) => {
      expect(accepts(uuid, id)).toBe(false);
    },
  );
});

describe('integer', () => {
  it.each([0, 7, 10])('accepts %d of 0 to 10', (value) => {
    expect(validate(integer(0, 10), value)).toBe(value);
  });

  it.each([-1, 11, 1.5, 1e9, 2 ** 53, NaN, Infinity, '7', null])('refuses %j, once', (value) => {
    expect(validate(integer(0, 10), value)).toMatchObject({
      details: [{ path: '', message: 'must be a whole number from 0 to 10' }],
    });
  });
});

describe('optional', () => {
  it.each([undefined, null])('takes %j for absent', (value) => {
    expect(validate(optional(entityId), value)).toBeUndefined();
  });

  it('holds what is given to the rule', () => {
    expect(accepts(optional(entityId), '')).toBe(false);
  });
});

describe('a list that is too long', () => {
  it('names its limit', () => {
    const input = z.object({ ids: listOf(z.string(), 2, 'ids') });
    expect(accepts(input, { ids: ['a', 'b'] })).toBe(true);
    expect(validate(input, { ids: ['a', 'b', 'c'] })).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'ids', message: 'must have at most 2 items', limit: 'ids', max: 2 }],
    });
  });
});
