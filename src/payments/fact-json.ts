import { z } from 'zod';
import type { Rejection } from '../event-sourcing/errors.js';
import { formatMoney, moneyInput } from '../money/index.js';
import { gatewayId, text, uuid, validate } from '../validation/index.js';
import type { PaymentFact } from './payment-gateway.js';

export const idempotencyKey = z
  .string({ error: 'must be a string' })
  .regex(/^[\x21-\x7e]{1,255}$/, { error: 'must be 1 to 255 visible ASCII characters' });

export const positiveMoney = moneyInput.refine(({ minor }) => minor > 0, { error: 'must be more than 0' });

const everyFact = {
  id: gatewayId,
  orderId: uuid,
  operation: idempotencyKey.nullable().default(null),
  amount: positiveMoney,
};

const factSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('AUTHORIZED'), ...everyFact }),
    z.object({ kind: z.literal('DECLINED'), ...everyFact, reason: text(500) }),
    z.object({ kind: z.enum(['CAPTURED', 'VOIDED']), ...everyFact, authorizationId: gatewayId }),
    z.object({
      ...{ kind: z.literal('REFUNDED'), ...everyFact },
      ...{ authorizationId: gatewayId, captureId: gatewayId },
    }),
  ])
  .transform(
    (fact): PaymentFact => ({
      authorizationId: fact.kind === 'AUTHORIZED' ? fact.id : null,
      captureId: fact.kind === 'CAPTURED' ? fact.id : null,
      reason: null,
      ...fact,
    }),
  );

/** A fact as the gateway writes it, in answers and webhooks alike; or a VALIDATION_ERROR. */
export const readFact = (json: unknown): PaymentFact | Rejection => validate(factSchema, json);

/** What readFact reads. */
export const factJson = (fact: PaymentFact) => ({ ...fact, amount: formatMoney(fact.amount) });

const kinds: ReadonlySet<unknown> = new Set<PaymentFact['kind']>([
  'AUTHORIZED',
  'DECLINED',
  'CAPTURED',
  'VOIDED',
  'REFUNDED',
]);

export const isFactKind = (kind: unknown): boolean => kinds.has(kind);
