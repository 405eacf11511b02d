import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { RequestTrace } from './context.js';
import { apiError, type RefusalCode } from './errors.js';
import { sendNothing } from './http-answers.js';
import { readBytes } from './request-body.js';

/** Where another system posts what it has to tell. Whoever receives it finds out who sent it. */
export interface Webhook {
  /** The most that a message may have; more is refused with 413. */
  readonly maxBytes: number;
  /** Resolves when the message need not be sent again, or with why it is refused. Of what it throws nothing is told. */
  receive(message: WebhookMessage): Promise<Refusal | undefined>;
}

export interface WebhookMessage {
  readonly headers: IncomingHttpHeaders;
  /** As it came: signatures are over bytes. */
  readonly body: Buffer;
  readonly log: Logger;
}

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly details?: unknown;
}

/** Answers 204, or the refusal under its own status; `chargeRefusal` lets the sender pay for that. */
export const webhookAnswer =
  ({ maxBytes, receive }: Webhook, chargeRefusal: (trace: RequestTrace) => Promise<void>) =>
  async (request: IncomingMessage, response: ServerResponse, trace: RequestTrace): Promise<void> => {
    const body = await readBytes(request, maxBytes);
    const refusal = await receive({ headers: request.headers, body, log: trace.log });
    if (refusal !== undefined) {
      await chargeRefusal(trace);
      throw apiError(refusal.code, refusal.message, refusal.details);
    }
    sendNothing(response);
  };
