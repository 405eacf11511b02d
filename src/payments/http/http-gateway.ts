import { TaskCancelledError, TimeoutStrategy, timeout } from 'cockatiel';
import {
  GatewayRefusal,
  GatewayUnavailable,
  type PaymentFact,
  type PaymentGateway,
  type PaymentOperation,
} from '../payment-gateway.js';
import { readAnswer } from './answers.js';
import { createCircuit } from './circuit.js';
import { type CallOutcome, type GatewayObserver, unobserved } from './gateway-observer.js';
import { post } from './post.js';
import { requestOf } from './requests.js';

export interface HttpGatewayOptions {
  /** Before the paths of docs/payment-gateway.md. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly secret?: string | undefined;
  /** Of one call, from its beginning to the end of the answer. */
  readonly timeoutMs: number;
  readonly observer?: GatewayObserver;
  /** How soon a call that failed is repeated, about; longer the second time. 100 unless said otherwise. */
  readonly retryMs?: number;
  /** So many calls in a row that fail, 10 unless said otherwise, let none out for `restMs`, 5 s unless said otherwise. */
  readonly breakerFailures?: number;
  readonly restMs?: number;
}

type Outcome = PaymentFact | 'UNDECIDED';

/**
 * A gateway that speaks JSON over HTTP as docs/payment-gateway.md says. Each call has a time-out; one that fails is
 * repeated with the same key up to twice. Of an answer nothing is believed that does not fit what was asked.
 */
export function httpGateway(options: HttpGatewayOptions): PaymentGateway {
  const { timeoutMs, observer = unobserved, retryMs = 100, breakerFailures = 10, restMs = 5_000 } = options;
  const url = options.url.replace(/\/+$/, '');
  const authorization = options.secret === undefined ? {} : { authorization: `Bearer ${options.secret}` };
  const limit = timeout(timeoutMs, TimeoutStrategy.Aggressive);
  const onState = (state: Parameters<GatewayObserver['onBreaker']>[0]) => observer.onBreaker(state);
  const circuit = createCircuit({ retryMs, failures: breakerFailures, restMs, onState });

  async function ask(operation: PaymentOperation, signal: AbortSignal): Promise<Outcome> {
    const { path, body } = requestOf(operation);
    const headers = { ...authorization, 'idempotency-key': operation.key };
    return readAnswer(await post(url + path, body, headers, signal), operation);
  }

  async function askInTime(operation: PaymentOperation): Promise<Outcome> {
    const startedAt = performance.now();
    const report = (outcome: CallOutcome) =>
      observer.onCall({ kind: operation.kind, outcome, seconds: (performance.now() - startedAt) / 1_000 });
    try {
      const outcome = await limit.execute(({ signal }) => ask(operation, signal));
      report(outcomeOf(outcome));
      return outcome;
    } catch (error) {
      const timedOut = error instanceof TaskCancelledError;
      report(timedOut ? 'TIMED_OUT' : error instanceof GatewayRefusal ? 'REFUSED' : 'UNAVAILABLE');
      if (!timedOut) throw error;
      throw new GatewayUnavailable(`The payment gateway did not answer within ${timeoutMs} ms`, {});
    }
  }

  return { carryOut: (operation) => circuit(() => askInTime(operation)) };
}

function outcomeOf(outcome: Outcome): CallOutcome {
  if (outcome === 'UNDECIDED') return outcome;
  return outcome.kind === 'DECLINED' ? 'DECLINED' : 'DONE';
}
