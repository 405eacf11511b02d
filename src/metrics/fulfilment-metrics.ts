import { Gauge, Histogram } from 'prom-client';
import type { Metrics } from './metrics.js';
import { counter } from './read-at-scrape.js';

/** What metrics tell of the fulfilment. */
export interface FulfilmentCounts {
  /** Of all processes; the database tells. */
  countProcesses(): Promise<
    readonly { readonly state: string; readonly orders: number; readonly oldestWaitSeconds: number }[]
  >;
  /** Of this process. */
  stepCounts(): readonly { readonly step: string; readonly outcome: string; readonly count: number }[];
}

const unfinished = ['RUNNING', 'WAITING', 'SETTLED'];

/** How orders with a payment are. Those in the database are left out while it does not answer. */
export function fulfilmentMetrics(metrics: Metrics, counts: FulfilmentCounts): void {
  const registers = [metrics.registry];
  const orders = new Gauge({
    name: 'retrace_fulfilments',
    help: 'Orders whose fulfilment is not completed: it runs, waits for an operator, or was settled by one',
    labelNames: ['state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'retrace_fulfilment_oldest_wait_seconds',
    help: 'For how long an order has waited for an operator, of those that do the longest',
    registers,
  });
  const forget = () => {
    orders.reset();
    oldest.remove();
  };
  const answer = async () => {
    const all = await counts.countProcesses();
    for (const state of unfinished) orders.set({ state }, 0);
    for (const { state, orders: count } of all) orders.set({ state }, count);
    oldest.set(Math.max(0, ...all.map(({ oldestWaitSeconds }) => oldestWaitSeconds)));
  };
  metrics.ask('fulfilment', answer, forget);
  counter(metrics, {
    name: 'retrace_fulfilment_steps_total',
    help: 'Tries of this process to move stock or money, by what came of them',
    labelNames: ['step', 'outcome'],
    read: () => counts.stepCounts().map(({ step, outcome, count }) => [count, { step, outcome }]),
  });
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const breakerStates = ['closed', 'half-open', 'open'];

/** Counts and times what is asked of the payment gateway. */
export function gatewayMetrics({ registry }: Metrics) {
  const calls = new Histogram({
    name: 'retrace_gateway_call_duration_seconds',
    help: 'Of single calls of the payment gateway, those that were repeated too',
    labelNames: ['kind', 'outcome'],
    buckets,
    registers: [registry],
  });
  const breaker = new Gauge({
    name: 'retrace_gateway_breaker',
    help: '1 at the state of the circuit breaker: while it is open, the payment gateway is left alone',
    labelNames: ['state'],
    registers: [registry],
  });
  return {
    onCall({ kind, outcome, seconds }: { kind: string; outcome: string; seconds: number }): void {
      calls.observe({ kind, outcome }, seconds);
    },
    onBreaker(current: string): void {
      for (const state of breakerStates) breaker.set({ state }, state === current ? 1 : 0);
    },
  };
}
