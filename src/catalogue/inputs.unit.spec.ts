import { describe, expect, it } from 'vitest';
import { validate } from '../validation/index.js';
import { demoProducts } from './demo-data.js';
import { newProduct, productRecord, productUpdate, stockAdjustment } from './inputs.js';

const chai = {
  id: 'nw-1',
  sku: 'NW-001',
  name: 'Chai',
  price: { amount: '18.00', currency: 'USD' },
  stockLevel: 39,
};
const pricedAt = (amount: unknown, currency: unknown = 'USD') => ({ ...chai, price: { amount, currency } });
const problemsOf = (value: unknown) => {
  const { details } = validate(newProduct, value) as { details?: { path: string; message: string }[] };
  return details ?? [];
};

describe('newProduct', () => {
  it('reads the price into minor units and takes a product for available', () => {
    expect(validate(newProduct, chai)).toEqual({
      ...chai,
      price: { minor: 1800, currency: 'USD' },
      available: true,
    });
  });

  it('may lack an id', () => {
    const { id: _, ...nameless } = chai;
    expect(validate(newProduct, nameless)).not.toHaveProperty('rejected');
    expect(validate(newProduct, { ...chai, id: null })).not.toHaveProperty('rejected');
  });

  it.each(['', ' ', 'a b', 'a/b', 'é', 'x'.repeat(65)])('refuses the id %j', (id) => {
    expect(problemsOf({ ...chai, id })).toMatchObject([{ path: 'id' }]);
  });

  it.each(['', ' \t', 'a\0b', '\ud800', 'x'.repeat(201), 'x'.repeat(1_000_000)])(
    'refuses a bad name (case %#)',
    (name) => {
      expect(problemsOf({ ...chai, name })[0]).toMatchObject({ path: 'name' });
    },
  );

  it.each(['', 'x'.repeat(65), 'a\0'])('refuses a bad SKU (case %#)', (sku) => {
    expect(problemsOf({ ...chai, sku })).toMatchObject([{ path: 'sku' }]);
  });

  it.each([
    '18.001',
    '-1',
    'NaN',
    'Infinity',
    '1e3',
    '',
    ' 1',
    '1,50',
    '.5',
    '1.',
    '9'.repeat(30),
    '9'.repeat(1_000_000),
    18,
    18.5,
    null,
  ])('refuses a bad amount (case %#)', (amount) => {
    expect(problemsOf(pricedAt(amount))).toMatchObject([{ path: expect.stringMatching(/^price/) }]);
  });

  it.each(['usd', 'US', 'ZZZ', 'USDX', '', '$', 'constructor', 840, null])(
    'refuses the currency %j',
    (currency) => {
      expect(problemsOf(pricedAt('1', currency))).toMatchObject([{ path: expect.stringMatching(/^price/) }]);
    },
  );

  it.each([
    ['1800', 'JPY', 1800],
    ['1.234', 'BHD', 1234],
    ['0', 'USD', 0],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
  ])('reads %s %s by the digits of its currency', (amount, currency, minor) => {
    expect(validate(newProduct, pricedAt(amount, currency))).toMatchObject({ price: { minor, currency } });
  });

  it.each([-1, 1.5, 2 ** 31, 2 ** 53, NaN, '3', null])('refuses a stock level of %j', (stockLevel) => {
    expect(problemsOf({ ...chai, stockLevel })).toMatchObject([{ path: 'stockLevel' }]);
  });

  it('lists all problems at once', () => {
    const bad = { id: '', sku: '', name: '\0', price: { amount: '1.001', currency: 'USD' }, stockLevel: -1 };
    expect(problemsOf(bad).map(({ path }) => path)).toEqual(['id', 'sku', 'name', 'price', 'stockLevel']);
  });
});

describe('productUpdate', () => {
  it('takes null for absent', () => {
    expect(validate(productUpdate, { id: 'nw-1', name: null, price: null, available: null })).toEqual({
      id: 'nw-1',
    });
  });

  it.each([{ name: '' }, { price: { amount: '-1', currency: 'USD' } }, { available: 'yes' }, { id: '' }])(
    'refuses %j',
    (change) => {
      expect(validate(productUpdate, { id: 'nw-1', ...change })).toMatchObject({ code: 'VALIDATION_ERROR' });
    },
  );
});

describe('stockAdjustment', () => {
  it.each([1.5, 2 ** 31, -(2 ** 31), 2 ** 53, NaN])('refuses to adjust by %d', (delta) => {
    expect(validate(stockAdjustment, { productId: 'nw-1', delta })).toMatchObject({
      details: [{ path: 'delta' }],
    });
  });

  it('refuses a malformed reason', () => {
    expect(validate(stockAdjustment, { productId: 'nw-1', delta: 1, reason: '\0' })).toHaveProperty(
      'rejected',
    );
  });
});

describe('productRecord', () => {
  it('must have an id', () => {
    expect(validate(productRecord, { ...chai, id: undefined })).toMatchObject({ details: [{ path: 'id' }] });
  });
});

it('the demo products keep the rules', () => {
  for (const { price, ...product } of demoProducts) {
    expect(validate(productRecord.omit({ price: true }), product)).toEqual(product);
    expect(Number.isSafeInteger(price.minor)).toBe(true);
  }
  expect(new Set(demoProducts.map(({ id }) => id)).size).toBe(demoProducts.length);
  expect(new Set(demoProducts.map(({ sku }) => sku)).size).toBe(demoProducts.length);
});
