import type { Money } from '../money/index.js';

/** A move of money that is asked of the gateway. `key` is its idempotency key: the same whenever it is repeated. */
export type PaymentOperation = { readonly key: string; readonly orderId: string; readonly amount: Money } & (
  | { readonly kind: 'AUTHORIZE'; readonly token: string }
  /** A VOID may be of a part of what is held. */
  | { readonly kind: 'CAPTURE' | 'VOID'; readonly authorizationId: string }
  | { readonly kind: 'REFUND'; readonly authorizationId: string; readonly captureId: string }
);

/** What the gateway says happened: in its answer or in a webhook. */
export interface PaymentFact {
  readonly kind: 'AUTHORIZED' | 'DECLINED' | 'CAPTURED' | 'VOIDED' | 'REFUNDED';
  /** The gateway's, unique for this move. */
  readonly id: string;
  readonly orderId: string;
  /** Key of the operation that it answers, where it answers one. */
  readonly operation: string | null;
  /** Of AUTHORIZED its id again; null of DECLINED. */
  readonly authorizationId: string | null;
  /** Of CAPTURED its id again, and of REFUNDED; else null. */
  readonly captureId: string | null;
  readonly amount: Money;
  /** Of DECLINED; else null. */
  readonly reason: string | null;
}

/** The one port to whoever moves the money. */
export interface PaymentGateway {
  /**
   * What came of it. UNDECIDED: the gateway has it and will say later, by webhook or when asked again with the same
   * key. Only AUTHORIZE can be DECLINED. Throws GatewayUnavailable or GatewayRefusal.
   */
  carryOut(operation: PaymentOperation): Promise<PaymentFact | 'UNDECIDED'>;
}

/** No answer, or none that tells: nobody knows whether it happened. Ask again with the same key. */
export class GatewayUnavailable extends Error {
  override readonly name = 'GatewayUnavailable';
  /** False where the circuit breaker did not even let the call out. */
  readonly called: boolean;
  /** How long the gateway should be left alone, where that is known. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: ErrorOptions & { called?: boolean; retryAfterMs?: number | undefined },
  ) {
    super(message, options);
    this.called = options.called ?? true;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/**
 * The gateway says that it will never do this: an unknown authorisation, more than is held, a key that was used for
 * something else. Asking again is useless.
 */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
}
