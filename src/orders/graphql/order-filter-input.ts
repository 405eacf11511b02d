import { z } from 'zod';
import { entityId, optional, text } from '../../validation/index.js';
import { ORDER_STATUSES } from '../domain/order-status.js';

/** As the Decimal scalar lets it through. */
const total = optional(
  z.string().refine((decimal) => !/^-.*[1-9]/.test(decimal), {
    error: 'must not be negative, since no total is: leave it out, or give 0 or more',
  }),
);

/** The argument `filter` of a list of orders. */
export const filterInput = z.object({
  filter: optional(
    z
      .object({
        customerId: optional(entityId),
        reference: optional(text(100)),
        status: optional(z.array(z.enum(ORDER_STATUSES))),
        productId: optional(entityId),
        createdFrom: optional(z.date()),
        createdTo: optional(z.date()),
        minTotal: total,
        maxTotal: total,
      })
      .refine(({ createdFrom, createdTo }) => !createdFrom || !createdTo || createdFrom <= createdTo, {
        path: ['createdFrom'],
        error: 'must not lie after createdTo: exchange them, or leave one out',
      })
      .refine(({ minTotal, maxTotal }) => !minTotal || !maxTotal || padded(minTotal) <= padded(maxTotal), {
        path: ['minTotal'],
        error: 'must not be above maxTotal: exchange them, or leave one out',
      }),
  ),
});

const mostDigits = 40;

/** A decimal without sign as text that sorts as the number does. */
function padded(decimal: string): string {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  return `${whole.padStart(mostDigits, '0')}.${fraction.padEnd(mostDigits, '0')}`;
}
