import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Money } from '../../money/money.js';
import { lineTotal, minorTotal, totalOfLines } from './order-line.js';

describe('totals', () => {
  const line = (minor: number, quantity: number) => {
    const unitPrice: Money = { minor, currency: 'USD' };
    return { productId: 'tea', name: 'Tea', quantity, unitPrice };
  };
  const lines = fc.array(
    fc
      .tuple(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 1, max: 1_000_000 }))
      .chain(([most, quantity]) =>
        fc.nat({ max: Math.floor(most / quantity) }).map((minor) => line(minor, quantity)),
      ),
    { minLength: 1, maxLength: 20 },
  );

  it('are exact, or known to be too large', () => {
    fc.assert(
      fc.property(lines, (it) => {
        const exact = it.reduce((sum, l) => sum + BigInt(l.unitPrice.minor) * BigInt(l.quantity), 0n);
        if (exact > BigInt(Number.MAX_SAFE_INTEGER)) {
          expect(Number.isSafeInteger(minorTotal(it))).toBe(false);
          expect(() => totalOfLines(it)).toThrow(RangeError);
        } else {
          expect(BigInt(totalOfLines(it).minor)).toBe(exact);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are the sum of the line totals', () => {
    const tea = line(1250, 3);
    const milk = line(99, 2);
    expect(lineTotal(tea)).toEqual({ minor: 3750, currency: 'USD' });
    expect(totalOfLines([tea, milk])).toEqual({ minor: 3948, currency: 'USD' });
  });

  it('need at least one line, which says the currency', () => {
    expect(() => totalOfLines([])).toThrow('Without items there is no currency');
  });
});
