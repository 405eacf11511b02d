import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleType,
  retry,
} from 'cockatiel';
import { GatewayUnavailable } from '../payment-gateway.js';
import type { BreakerState } from './gateway-observer.js';

export interface CircuitOptions {
  /** How soon a call that failed is repeated, about; longer the second time. */
  readonly retryMs: number;
  /** So many failures in a row open the circuit. */
  readonly failures: number;
  /** For so long no call is let out then. */
  readonly restMs: number;
  /** Told of the first state at once. */
  onState(state: BreakerState): void;
}

export type Circuit = <T>(call: () => Promise<T>) => Promise<T>;

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/**
 * Repeats a call that throws GatewayUnavailable up to twice, and after several such in a row lets none out for a
 * while. Whatever else a call answers or throws comes from a gateway that works.
 */
export function createCircuit({ retryMs, failures, restMs, onState }: CircuitOptions): Circuit {
  const breaker = circuitBreaker(handleType(GatewayUnavailable), {
    halfOpenAfter: restMs,
    breaker: new ConsecutiveBreaker(failures),
  });
  // Whoever says when to come again is not asked sooner.
  const retries = retry(
    handleType(GatewayUnavailable, (error) => error.retryAfterMs === undefined),
    { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: retryMs, maxDelay: 8 * retryMs }) },
  );
  let openedAt = 0;
  breaker.onBreak(() => {
    openedAt = Date.now();
  });
  breaker.onStateChange((state) => onState(states[state]));
  onState(states[breaker.state]);

  const leftAlone = () =>
    new GatewayUnavailable(
      'The payment gateway failed several times in a row and is left alone for a while',
      {
        called: false,
        retryAfterMs: Math.max(0, openedAt + restMs - Date.now()),
      },
    );

  return async (call) => {
    let failure: unknown;
    const attempt = () =>
      call().catch((error) => {
        failure = error;
        throw error;
      });
    try {
      return await retries.execute(() => breaker.execute(attempt));
    } catch (error) {
      throw error instanceof BrokenCircuitError ? (failure ?? leftAlone()) : error;
    }
  };
}
