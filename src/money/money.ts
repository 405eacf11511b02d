import { data as currencies } from 'currency-codes';

/** An amount of 0 or more in the currency's minor unit, a safe integer: 1250 is 12.50 USD or 1250 JPY. */
export interface Money {
  readonly minor: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** Money outside and in events: a decimal in the major unit, with exactly the currency's digits. */
export interface DecimalMoney {
  readonly amount: string;
  readonly currency: string;
}

// ISO 4217 gives these codes no minor unit at all; the package lists them with 0 digits.
const UNITLESS = new Set('XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' '));

const DIGITS = new Map(
  currencies.filter(({ code }) => !UNITLESS.has(code)).map(({ code, digits }) => [code, digits]),
);

const DECIMAL = /^\d+(\.\d+)?$/;

/** Money of a decimal string, or what is wrong with it. Fewer digits than the currency has will do. */
export function parseMoney({ amount, currency }: DecimalMoney): Money | string {
  const digits = DIGITS.get(currency);
  if (digits === undefined) {
    return UNITLESS.has(currency)
      ? `${currency} has no minor unit, so nothing can be priced in it`
      : 'Currency must be an ISO 4217 code such as USD';
  }
  if (amount.startsWith('-')) return 'Amount must not be negative';
  if (!DECIMAL.test(amount)) return 'Amount must be a decimal number such as "12.50"';

  const point = amount.indexOf('.');
  const given = point < 0 ? 0 : amount.length - point - 1;
  if (given > digits) return `Amount has too many decimal digits: ${currency} has ${digits}`;
  const minor = Number(amount.replace('.', '')) * 10 ** (digits - given);
  return Number.isSafeInteger(minor) ? { minor, currency } : `Amount must be at most ${largest(currency)}`;
}

/** Throws where the currency is unknown. */
export function formatMoney({ minor, currency }: Money): DecimalMoney {
  const digits = DIGITS.get(currency);
  if (digits === undefined) throw new Error(`Unknown currency ${currency}`);
  const text = String(minor).padStart(digits + 1, '0');
  const point = text.length - digits;
  return { amount: digits === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`, currency };
}

/** Throws a RangeError rather than be wrong by a cent. */
export function exactMoney(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`Amount is above ${largest(currency)}`);
  return { minor, currency };
}

/** The most that Money can hold, as text. */
export const largest = (currency: string): string =>
  `${formatMoney({ minor: Number.MAX_SAFE_INTEGER, currency }).amount} ${currency}`;
