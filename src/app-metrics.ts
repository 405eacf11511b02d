import { createMetrics, type Metrics } from './metrics/metrics.js';
import { projectionMetrics, projectorMetrics } from './metrics/projection-metrics.js';
import { cacheMetrics, feedMetrics } from './metrics/read-metrics.js';
import { appendMetrics, poolMetrics } from './metrics/store-metrics.js';
import type { Orders } from './orders/index.js';
import type { Feed } from './processors/feed/feed.js';
import { projectionHealth } from './processors/projector/projection-health.js';
import type { Projector } from './processors/projector/projector.js';
import type { Storage } from './storage.js';

export interface ObservedParts {
  readonly storage: Storage;
  readonly feed: Feed;
  readonly orders: Orders;
  readonly projectors: readonly Projector[];
}

/** What can be told of the server's parts; those of its transport are added by whoever starts it. */
export function appMetrics({ storage, feed, orders, projectors }: ObservedParts): Metrics {
  const metrics = createMetrics();
  appendMetrics(metrics, storage.store.appends);
  poolMetrics(metrics, storage.pools);
  feedMetrics(metrics, feed);
  cacheMetrics(metrics, orders.lookUps);
  projectorMetrics(metrics, projectors);
  projectionMetrics(metrics, () =>
    Promise.all(projectors.map((projector) => projectionHealth(storage, projector))),
  );
  return metrics;
}
