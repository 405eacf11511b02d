import { Histogram } from 'prom-client';
import type { ServerObserver, SocketCounts } from '../graphql/observer.js';
import type { Metrics } from './metrics.js';
import { gauge } from './read-at-scrape.js';

const routes = new Set(['/', '/graphql', '/health/live', '/health/ready', '/metrics', '/webhooks/payments']);
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts and times what the server answers. */
export function serverMetrics({ registry }: Metrics): ServerObserver {
  const requests = new Histogram({
    name: 'retrace_http_request_duration_seconds',
    help: 'From the first byte of an HTTP request to the end of its answer',
    labelNames: ['route', 'status'],
    buckets,
    registers: [registry],
  });
  const operations = new Histogram({
    name: 'retrace_operation_duration_seconds',
    help: 'Of GraphQL operations, from their text to their last answer; outcome is OK or the first error code',
    labelNames: ['transport', 'kind', 'outcome'],
    buckets,
    registers: [registry],
  });
  return {
    request({ path, status, seconds }) {
      requests.observe({ route: routeOf(path), status: `${status}` }, seconds);
    },
    operation({ transport, kind, outcome, seconds }) {
      operations.observe({ transport, kind, outcome }, seconds);
    },
  };
}

/** One of a few: clients may ask for any path. */
function routeOf(path: string): string {
  if (routes.has(path)) return path;
  return path.startsWith('/graphiql/') ? '/graphiql' : 'other';
}

/** How many WebSocket connections and subscriptions are open. */
export function socketMetrics(metrics: Metrics, counts: () => SocketCounts): void {
  gauge(metrics, {
    name: 'retrace_websocket_connections',
    help: 'WebSocket connections that are open',
    read: () => [[counts().connections]],
  });
  gauge(metrics, {
    name: 'retrace_subscriptions',
    help: 'Subscriptions that run',
    read: () => [[counts().subscriptions]],
  });
}
