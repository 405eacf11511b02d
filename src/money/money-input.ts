import { z } from 'zod';
import { type Money, parseMoney } from './money.js';

/** Money as clients and files write it: a decimal string and a currency. */
export const moneyInput = z
  .object({
    amount: z.string({ error: 'must be a decimal string' }),
    currency: z.string({ error: 'must be a string' }),
  })
  .transform((input, context): Money => {
    const money = parseMoney(input);
    if (typeof money === 'object') return money;
    context.addIssue({ code: 'custom', message: money });
    return z.NEVER;
  });
