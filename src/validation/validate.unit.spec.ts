import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { entityId, integer } from './pieces.js';
import { validate } from './validate.js';

const list = z.object({ items: z.array(z.object({ id: entityId, quantity: integer(1, 9) })) });

describe('validate', () => {
  it('answers the value as the schema makes it', () => {
    expect(validate(z.string().transform(Number), '7')).toBe(7);
  });

  it('lists all problems at once, each with its place', () => {
    const value = {
      items: [
        { id: '', quantity: 1 },
        { id: 'a', quantity: 0 },
      ],
    };
    const id = { path: 'items[0].id', message: 'must be 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-"' };
    const quantity = { path: 'items[1].quantity', message: 'must be a whole number from 1 to 9' };
    expect(validate(list, value)).toEqual({
      rejected: true,
      code: 'VALIDATION_ERROR',
      message: `Invalid input: items[0].id: ${id.message}; items[1].quantity: ${quantity.message}`,
      details: [id, quantity],
    });
  });

  it('keeps message and details short where everything is wrong', () => {
    const items = Array.from({ length: 2_000 }, () => ({ id: 'a', quantity: 0 }));
    const rejection = validate(list, { items });
    expect(rejection).toMatchObject({ message: expect.stringMatching(/^.{200,400}; and 1995 more$/) });
    expect(rejection).toHaveProperty('details.length', 20);
  });

  it('does not repeat what it was given', () => {
    expect(JSON.stringify(validate(list, { items: [{ id: 'hunter2!', quantity: 1 }] }))).not.toContain(
      'hunter2',
    );
  });
});
