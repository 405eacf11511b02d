import type { FeedCursor } from '../event-sourcing/event-store.js';
import type { LookUps } from '../event-sourcing/look-ups.js';
import type { Metrics } from './metrics.js';
import { counter, gauge } from './read-at-scrape.js';

/** How far this process has read the feed. */
export function feedMetrics(metrics: Metrics, feed: { readonly head: FeedCursor }): void {
  const start = feed.head;
  gauge(metrics, {
    name: 'retrace_feed_position',
    help: 'Place of the newest event that this process has seen',
    labelNames: ['lane'],
    read: () => feed.head.map((position, lane) => [position, { lane: `${lane}` }]),
  });
  counter(metrics, {
    name: 'retrace_feed_events_read_total',
    help: 'Events that this process has read as they came',
    // Positions have no gap.
    read: () => [[feed.head.reduce((sum, position, lane) => sum + position - (start[lane] ?? 0), 0)]],
  });
}

/** How often a state was found at each level, from the nearest to the farthest. */
export function cacheMetrics(metrics: Metrics, lookUps: LookUps): void {
  counter(metrics, {
    name: 'retrace_cache_reads_total',
    help: 'Reads of cached states: of the process, of the shared cache, of snapshots in the database',
    labelNames: ['level', 'outcome'],
    read: () =>
      Object.entries(lookUps).flatMap(([level, { hits, misses }]) => [
        [hits, { level, outcome: 'hit' }],
        [misses, { level, outcome: 'miss' }],
      ]),
  });
}
