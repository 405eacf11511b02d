import { describe, expect, it } from 'vitest';
import { validate } from '../validation/index.js';
import { demoCustomers } from './demo-data.js';
import { customerRecord, customerUpdate, newCustomer } from './inputs.js';

const ada = { id: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' };
const longest = `${'a'.repeat(242)}@example.com`;

describe('newCustomer', () => {
  it('takes a customer as it is', () => {
    expect(validate(newCustomer, ada)).toEqual(ada);
  });

  it.each(['ada@example.com', 'ada+tea@mail.example.co.uk', 'ädä@例え.jp', longest])(
    'accepts %s',
    (email) => {
      expect(validate(newCustomer, { ...ada, email })).toMatchObject({ email });
    },
  );

  it.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@@example.com',
    'a b@example.com',
    'ada@example.com\0',
    `a${longest}`,
    '@'.repeat(1_000_000),
  ])('refuses a bad email (case %#)', (email) => {
    expect(validate(newCustomer, { ...ada, email })).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: expect.arrayContaining([expect.objectContaining({ path: 'email' })]),
    });
  });

  it('lists all problems at once', () => {
    const rejection = validate(newCustomer, { id: 'a b', name: '\ud800', email: 'ada' });
    expect(rejection).toMatchObject({ details: [{ path: 'id' }, { path: 'name' }, { path: 'email' }] });
  });
});

describe('customerUpdate', () => {
  it('takes null for absent', () => {
    expect(validate(customerUpdate, { id: 'ada', name: null, email: null, active: null })).toEqual({
      id: 'ada',
    });
  });

  it.each([{ id: '' }, { name: ' ' }, { email: 'ada' }, { active: 1 }])('refuses %j', (change) => {
    expect(validate(customerUpdate, { ...ada, ...change })).toMatchObject({ code: 'VALIDATION_ERROR' });
  });
});

describe('customerRecord', () => {
  it('takes a customer for active', () => {
    expect(validate(customerRecord, ada)).toEqual({ ...ada, active: true });
    expect(validate(customerRecord, { ...ada, active: false })).toMatchObject({ active: false });
  });

  it('must have an id', () => {
    expect(validate(customerRecord, { ...ada, id: null })).toMatchObject({ details: [{ path: 'id' }] });
  });
});

it('the demo customers keep the rules', () => {
  for (const customer of demoCustomers) expect(validate(customerRecord, customer)).toEqual(customer);
});
