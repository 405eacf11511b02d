import fc from 'fast-check';
import { expect, it } from 'vitest';
import { itemsOf } from '../../../testing/orders/order-events.js';
import { beyond, covers, inWords, plus, sameItems } from './stock-items.js';

const goods = fc
  .dictionary(fc.constantFrom('ant', 'bee', 'cat', 'dog'), fc.integer({ min: 1, max: 9 }))
  .map(itemsOf);

const quantity = (items: ReturnType<typeof itemsOf>, productId: string): number =>
  items.find((it) => it.productId === productId)?.quantity ?? 0;

it('quantities are added and compared product by product', () => {
  fc.assert(
    fc.property(goods, goods, (a, b) => {
      for (const id of ['ant', 'bee', 'cat', 'dog']) {
        expect(quantity(plus(a, b), id)).toBe(quantity(a, id) + quantity(b, id));
        expect(quantity(beyond(a, b), id)).toBe(Math.max(0, quantity(a, id) - quantity(b, id)));
      }
      for (const items of [plus(a, b), beyond(a, b)]) {
        const ids = items.map(({ productId }) => productId);
        expect(ids).toEqual([...new Set(ids)].sort());
        expect(items.every((it) => it.quantity > 0)).toBe(true);
      }
      expect(covers(a, b)).toBe(beyond(b, a).length === 0);
      expect(sameItems(a, b)).toBe(covers(a, b) && covers(b, a));
      expect(sameItems(a, a.toReversed())).toBe(true);
    }),
  );
});

it('what was given stays as it was', () => {
  const [a, b] = [Object.freeze(itemsOf({ tea: 2, jam: 1 })), Object.freeze(itemsOf({ tea: 1 }))];
  expect(plus(a, b)).toEqual(itemsOf({ jam: 1, tea: 3 }));
  expect(beyond(a, b)).toEqual(itemsOf({ jam: 1, tea: 1 }));
});

it('words say how many of what', () => {
  expect(inWords(itemsOf({ siphon: 1, 'moka-pot': 2 }))).toBe('1 × siphon, 2 × moka-pot');
});
