import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { factJson } from '../fact-json.js';
import type { PaymentFact } from '../payment-gateway.js';
import { sign, signatureHeader } from '../webhook-signature.js';

export interface WebhookTarget {
  /** A function where the address is not known yet when the sandbox starts. */
  readonly url: string | (() => string);
  readonly secret: string;
}

export interface WebhookSenderOptions {
  /** Absent: nothing is sent. */
  readonly target: WebhookTarget | undefined;
  /** How late the second copy of a webhook is that comes twice. */
  readonly repeatMs: number;
  readonly log: Logger;
  /** Ends all sending. */
  readonly signal: AbortSignal;
}

/** Before each try, milliseconds. */
const pauses = [0, 250, 1_000, 4_000, 15_000];
const patienceMs = 5_000;

/** Tells of a fact, at once and until it is taken, at most five times; `twice`: and again later. */
export type SendWebhook = (fact: PaymentFact, twice: boolean) => void;

export function webhookSender({ target, repeatMs, log, signal }: WebhookSenderOptions): SendWebhook {
  if (target === undefined) return () => {};
  const { url, secret } = target;
  let repeats: PaymentFact[] = [];

  async function post(body: string): Promise<void> {
    const { ok, status } = await fetch(typeof url === 'string' ? url : url(), {
      ...{ method: 'POST', body, redirect: 'manual' },
      headers: { 'content-type': 'application/json', [signatureHeader]: sign(body, secret, Date.now()) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    });
    if (!ok) throw new Error(`it was answered with status ${status}`);
  }

  async function deliver(fact: PaymentFact): Promise<void> {
    const body = JSON.stringify(factJson(fact));
    let reason: unknown;
    for (const pause of pauses) {
      try {
        await delay(pause, undefined, { signal });
        return await post(body);
      } catch (error) {
        if (signal.aborted) return;
        reason = error;
      }
    }
    log.warn({ kind: fact.kind, id: fact.id, reason: String(reason) }, 'a webhook was given up');
  }

  /** Newest first: in another order than they came the first time. */
  async function repeatAll(): Promise<void> {
    await delay(repeatMs, undefined, { signal });
    const facts = repeats.reverse();
    repeats = [];
    for (const fact of facts) await deliver(fact);
  }

  return (fact, twice) => {
    void deliver(fact);
    if (!twice) return;
    repeats.push(fact);
    if (repeats.length === 1) repeatAll().catch(() => {});
  };
}
