import type { Metrics } from './metrics.js';
import { counter, gauge } from './read-at-scrape.js';

export interface AppendCounts {
  readonly events: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly roundTrips: Readonly<Record<string, number>>;
}

/** What became of appends; several go together in a round trip. */
export function appendMetrics(metrics: Metrics, counts: AppendCounts): void {
  const byLabel = (numbers: Readonly<Record<string, number>>) =>
    Object.entries(numbers).map(([outcome, count]) => [count, { outcome }] as const);
  counter(metrics, {
    name: 'retrace_appends_total',
    help: 'Appends by what became of them; conflict: the stream was not at the expected version',
    labelNames: ['outcome'],
    read: () => byLabel(counts.outcomes),
  });
  counter(metrics, {
    name: 'retrace_append_round_trips_total',
    help: 'Round trips that carried appends; those that failed may have been tried again',
    labelNames: ['outcome'],
    read: () => byLabel(counts.roundTrips),
  });
  counter(metrics, {
    name: 'retrace_appended_events_total',
    help: 'Events written by appends',
    read: () => [[counts.events]],
  });
}

/** Of a pool of connections. */
export interface PoolCounts {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** How busy the connections to the database are, for each pool by its name. */
export function poolMetrics(metrics: Metrics, pools: Readonly<Record<string, PoolCounts>>): void {
  const ofEach = (count: (pool: PoolCounts) => number) => () =>
    Object.entries(pools).map(([name, pool]) => [count(pool), { pool: name }] as const);
  gauge(metrics, {
    name: 'retrace_pool_connections',
    help: 'Connections that are open',
    labelNames: ['pool'],
    read: ofEach((pool) => pool.totalCount),
  });
  gauge(metrics, {
    name: 'retrace_pool_connections_in_use',
    help: 'Connections that work for somebody',
    labelNames: ['pool'],
    read: ofEach((pool) => pool.totalCount - pool.idleCount),
  });
  gauge(metrics, {
    name: 'retrace_pool_waiting',
    help: 'Queries that wait for a connection',
    labelNames: ['pool'],
    read: ofEach((pool) => pool.waitingCount),
  });
}
