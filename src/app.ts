import type { Logger } from 'pino';
import { appMetrics } from './app-metrics.js';
import type { Config } from './config.js';
import { addDemoData } from './demo-data.js';
import { startOrderFulfilment, takesPayments } from './fulfilment-wiring.js';
import { authenticator } from './graphql/authentication.js';
import { startGraphqlServer } from './graphql/server.js';
import { serverMetrics, socketMetrics } from './metrics/server-metrics.js';
import type { OnPoint } from './order-fulfilment/index.js';
import {
  createOrders,
  exampleOperations,
  foldFingerprint,
  liveOrders,
  type OrdersContext,
} from './orders/index.js';
import { startFeed } from './processors/feed/feed.js';
import type { ProjectionContext } from './processors/graphql/projection-type.js';
import { startDispatcher } from './processors/live/dispatcher.js';
import { startProjections } from './projections-wiring.js';
import { schema } from './schema.js';
import { redisTexts } from './shared-cache/redis-texts.js';
import { sharedSnapshots } from './shared-cache/shared-snapshots.js';
import { openStorage } from './storage.js';

export interface App {
  readonly url: string;
  readonly port: number;
  /** Finishes what is under way, within 10 s. */
  stop(): Promise<void>;
}

export interface Probes {
  /** Told between any two statements of the fulfilment. */
  readonly onPoint?: OnPoint;
}

/** Wires the server together: storage, feed, projections, fulfilment, GraphQL. `probes` are for tests. */
export async function startApp(config: Config, log: Logger, probes: Probes = {}): Promise<App> {
  const storage = await openStorage(config, log);
  const { db, store } = storage;
  if (!config.DATABASE_URL && (await addDemoData(storage)))
    log.info('demo customers and products were added');

  const onError = (error: unknown) =>
    log.warn({ reason: String(error) }, 'the feed cannot be read; trying again');
  const feed = await startFeed({ store, onError });
  const dispatcher = startDispatcher({ feed, onError });
  const texts = config.REDIS_URL === undefined ? undefined : redisTexts({ url: config.REDIS_URL, log });
  const orders = createOrders({
    store,
    db,
    shared: texts && sharedSnapshots({ texts, store, fold: foldFingerprint() }),
    takesPayments: takesPayments(config),
  });
  const projections = await startProjections(storage, feed, orders, log);
  const live = { dispatcher, liveOrders: liveOrders({ dispatcher, orders }) };
  const shared = { db, store, feed, ...live, orders, ...projections };
  const metrics = appMetrics({ storage, ...shared });
  const parts = { config, log, storage, feed, orders, metrics, ...probes };
  const { fulfilments, webhooks, ...fulfilment } = await startOrderFulfilment({
    ...parts,
    serverUrl: () => server.url,
  });

  const server = await startGraphqlServer<OrdersContext & ProjectionContext>({
    schema,
    host: config.HOST,
    port: config.PORT,
    log,
    authenticate: authenticator(authenticationSettings(config)),
    isReady: async () => (await store.head()).length > 0,
    exampleOperations,
    metrics: metrics.scrape,
    observer: serverMetrics(metrics),
    webhooks,
    extendContext: (base) => ({ ...base, ...shared, fulfilments }),
  });
  socketMetrics(metrics, server.sockets);

  return {
    url: server.url,
    port: server.port,
    async stop() {
      await projections.rebuilds.stop(); // first, since callers wait for them
      await Promise.all([server.stop(), fulfilment.stop()]);
      await projections.orderList.stop();
      await feed.stop();
      texts?.close();
      await storage.close();
    },
  };
}

function authenticationSettings(config: Config) {
  const {
    AUTH_JWT_SECRET: jwtSecret,
    AUTH_JWKS_URL: jwksUrl,
    AUTH_ISSUER: issuer,
    AUTH_AUDIENCE: audience,
  } = config;
  if (jwtSecret !== undefined) return { jwtSecret, issuer, audience };
  return jwksUrl === undefined ? undefined : { jwksUrl, issuer, audience };
}
