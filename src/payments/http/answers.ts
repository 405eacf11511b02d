import { z } from 'zod';
import { isRejection } from '../../event-sourcing/errors.js';
import { text } from '../../validation/index.js';
import { readFact } from '../fact-json.js';
import {
  GatewayRefusal,
  GatewayUnavailable,
  type PaymentFact,
  type PaymentOperation,
} from '../payment-gateway.js';
import type { HttpAnswer } from './post.js';

const done = { AUTHORIZE: 'AUTHORIZED', CAPTURE: 'CAPTURED', VOID: 'VOIDED', REFUND: 'REFUNDED' } as const;
const refusals = new Set([400, 404, 409, 422]);
const refusalBody = z.object({ error: z.object({ message: text(500) }) });

/** What an answer says about the operation. Throws GatewayRefusal, or GatewayUnavailable where it does not tell. */
export async function readAnswer(
  { status, retryAfterMs, readJson }: HttpAnswer,
  operation: PaymentOperation,
): Promise<PaymentFact | 'UNDECIDED'> {
  if (status === 202) return 'UNDECIDED';
  if (status === 200 || status === 201) return factOf(await readJson(), done[operation.kind], operation);
  if (status === 402 && operation.kind === 'AUTHORIZE') {
    return factOf(await readJson(), 'DECLINED', operation);
  }
  if (refusals.has(status)) throw refusalOf(await readJson(), status);
  throw new GatewayUnavailable(`The payment gateway answered with status ${status}`, { retryAfterMs });
}

function factOf(json: unknown, kind: PaymentFact['kind'], operation: PaymentOperation): PaymentFact {
  const fact = readFact(json);
  if (isRejection(fact)) throw nonsense(fact.message);
  const amount = fact.amount.minor === operation.amount.minor;
  const matches: Record<string, boolean> = {
    kind: fact.kind === kind,
    operation: fact.operation === operation.key,
    orderId: fact.orderId === operation.orderId,
    amount: amount && fact.amount.currency === operation.amount.currency,
    authorizationId: operation.kind === 'AUTHORIZE' || fact.authorizationId === operation.authorizationId,
    captureId: operation.kind !== 'REFUND' || fact.captureId === operation.captureId,
  };
  const others = Object.keys(matches).filter((name) => !matches[name]);
  if (others.length > 0) throw nonsense(`${others.join(', ')} differ from what was asked`);
  return fact;
}

/** Believed in the gateway's own words only: what stands in front of it may answer 404 too. */
function refusalOf(json: unknown, status: number): Error {
  const told = refusalBody.safeParse(json);
  return told.success
    ? new GatewayRefusal(`The payment gateway refuses: ${told.data.error.message}`)
    : nonsense(`status ${status} without an error message`);
}

const nonsense = (why: string): Error =>
  new GatewayUnavailable(`The payment gateway's answer makes no sense: ${why}`, {});
