import { data as currencies } from 'currency-codes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactMoney, formatMoney, largest, parseMoney } from './money.js';

const UNITLESS = ['XAG', 'XAU', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX'];

const currency = fc.constantFrom(
  ...currencies.map(({ code }) => code).filter((code) => !UNITLESS.includes(code)),
);
const money = fc.record({ minor: fc.nat({ max: Number.MAX_SAFE_INTEGER }), currency });

describe('money', () => {
  it.each([
    ['12.50', 'USD', 1250],
    ['12.5', 'USD', 1250],
    ['12', 'USD', 1200],
    ['0.07', 'USD', 7],
    ['0', 'USD', 0],
    ['1250', 'JPY', 1250],
    ['1.250', 'BHD', 1250],
    ['1.2500', 'CLF', 12500],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
  ])('reads %s %s as %i minor units', (amount, currency, minor) => {
    expect(parseMoney({ amount, currency })).toEqual({ minor, currency });
  });

  it.each([
    ['12.505', 'USD', 'Amount has too many decimal digits: USD has 2'],
    ['1.500', 'USD', 'Amount has too many decimal digits: USD has 2'],
    ['1.0', 'JPY', 'Amount has too many decimal digits: JPY has 0'],
    ['1.2345', 'BHD', 'Amount has too many decimal digits: BHD has 3'],
    ['-1.00', 'USD', 'Amount must not be negative'],
    ['90071992547409.92', 'USD', 'Amount must be at most 90071992547409.91 USD'],
    ['9'.repeat(30), 'USD', 'Amount must be at most 90071992547409.91 USD'],
    ['1'.repeat(1_000_000), 'JPY', 'Amount must be at most 9007199254740991 JPY'],
    ['1.00', 'XAU', 'XAU has no minor unit, so nothing can be priced in it'],
    ['1.00', 'usd', 'Currency must be an ISO 4217 code such as USD'],
    ['1.00', 'EURO', 'Currency must be an ISO 4217 code such as USD'],
    ['1.00', '__proto__', 'Currency must be an ISO 4217 code such as USD'],
  ])('refuses %s %s', (amount, currency, problem) => {
    expect(parseMoney({ amount, currency })).toBe(problem);
  });

  it.each([
    '',
    ' ',
    'NaN',
    'Infinity',
    '1e3',
    '0x10',
    '+1',
    '1.',
    '.5',
    '1,50',
    '1.2.3',
    ' 1',
    '1\n',
    '١',
    '1\0',
  ])('refuses %j, which is no decimal number', (amount) => {
    expect(parseMoney({ amount, currency: 'USD' })).toBe('Amount must be a decimal number such as "12.50"');
  });

  it.each(UNITLESS)('knows that nothing is priced in %s', (code) => {
    expect(parseMoney({ amount: '1', currency: code })).toContain('has no minor unit');
  });

  it.each([
    [1250, 'USD', '12.50'],
    [7, 'USD', '0.07'],
    [0, 'USD', '0.00'],
    [1250, 'JPY', '1250'],
    [1, 'BHD', '0.001'],
  ])('writes %i minor units of %s as %s', (minor, currency, amount) => {
    expect(formatMoney({ minor, currency })).toEqual({ amount, currency });
  });

  it('reads back what it wrote, in every currency', () => {
    fc.assert(
      fc.property(money, (it) => {
        expect(parseMoney(formatMoney(it))).toEqual(it);
      }),
    );
  });

  it('writes every amount with exactly the digits of its currency', () => {
    fc.assert(
      fc.property(money, (it) => {
        const digits = currencies.find(({ code }) => code === it.currency)?.digits;
        expect(formatMoney(it).amount.split('.')[1]?.length ?? 0).toBe(digits);
      }),
    );
  });

  it('would rather throw than be wrong by a cent', () => {
    expect(() => exactMoney(Number.MAX_SAFE_INTEGER + 1, 'USD')).toThrow(`above ${largest('USD')}`);
    expect(() => formatMoney({ minor: 1, currency: 'XAU' })).toThrow('Unknown currency XAU');
  });
});
