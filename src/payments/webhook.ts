import { isUtf8 } from 'node:buffer';
import { isRejection, type Rejection } from '../event-sourcing/errors.js';
import type { Refusal, Webhook } from '../graphql/webhook.js';
import { isFactKind, readFact } from './fact-json.js';
import type { PaymentFact } from './payment-gateway.js';
import { isSigned, signatureHeader } from './webhook-signature.js';

export interface PaymentWebhookOptions {
  /** Shared with the gateway; absent: there is no webhook. */
  readonly secret: string | undefined;
  /** Resolves when the fact is durable, which it may be already, or with why it can never be. */
  record(fact: PaymentFact): Promise<Rejection | undefined>;
  readonly now?: () => number;
}

const path = '/webhooks/payments';
const maxBytes = 64 * 1024;

/** Where the gateway tells what happened, by path: signed facts, each at least once and in any order. */
export function paymentWebhooks({
  secret,
  record,
  now = Date.now,
}: PaymentWebhookOptions): ReadonlyMap<string, Webhook> {
  if (secret === undefined) return new Map();
  const receive: Webhook['receive'] = async ({ headers, body, log }) => {
    if (!isSigned(body, headers[signatureHeader], secret, now())) return unsigned;
    const message = readMessage(body);
    if (message === undefined) return malformed;
    if (!isFactKind(message.kind)) {
      // Gateways add kinds, and would repeat what is refused.
      log.warn({ kind: message.kind.slice(0, 100) }, 'a payment webhook of an unknown kind is passed over');
      return undefined;
    }
    const fact = readFact(message);
    return isRejection(fact) ? fact : record(fact);
  };
  return new Map([[path, { maxBytes, receive }]]);
}

const unsigned: Refusal = {
  code: 'UNAUTHENTICATED',
  message: `The header ${signatureHeader} must sign this body with the shared secret, within 5 minutes.`,
};

const malformed: Refusal = {
  code: 'VALIDATION_ERROR',
  message: 'The body must be a JSON object in UTF-8 with a kind.',
};

function readMessage(body: Buffer): { readonly kind: string } | undefined {
  try {
    const message = isUtf8(body) ? JSON.parse(body.toString()) : undefined;
    return typeof message?.kind === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
