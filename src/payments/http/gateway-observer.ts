import type { PaymentOperation } from '../payment-gateway.js';

/** Of one call. REFUSED: never; UNAVAILABLE: no answer, or none that tells; TIMED_OUT: none in time. */
export type CallOutcome = 'DONE' | 'DECLINED' | 'UNDECIDED' | 'REFUSED' | 'UNAVAILABLE' | 'TIMED_OUT';

/** open: no calls are let out; half-open: one is, and decides for all. */
export type BreakerState = 'closed' | 'half-open' | 'open';

/** Told of each call that went out, retries too, and of the circuit breaker. Must be quick, and must not throw. */
export interface GatewayObserver {
  onCall(call: {
    readonly kind: PaymentOperation['kind'];
    readonly outcome: CallOutcome;
    readonly seconds: number;
  }): void;
  /** With the first state at once. */
  onBreaker(state: BreakerState): void;
}

export const unobserved: GatewayObserver = { onCall() {}, onBreaker() {} };
