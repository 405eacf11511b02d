import { formatMoney } from '../money/index.js';
import { type FulfilmentCommand, moneyEventOf } from '../orders/index.js';
import type { PaymentFact } from '../payments/index.js';
import type { Pending } from './operation.js';

/** Records what the gateway says. `pending`: what was last asked of it for the order. */
export function recordMoney(fact: PaymentFact, pending: Pending | null): FulfilmentCommand {
  const { key, ...asked } = pending?.operation ?? { key: null };
  const token = key !== null && key === fact.operation && 'token' in asked ? asked.token : null;
  return {
    type: 'RecordMoney',
    event: moneyEventOf({ ...fact, amount: formatMoney(fact.amount) }),
    token,
  };
}
