import type { Logger } from 'pino';
import { appMetrics } from './app-metrics.js';
import type { Config } from './config.js';
import { addDemoData } from './demo-data.js';
import { authenticator } from './graphql/authentication.js';
import { startGraphqlServer } from './graphql/server.js';
import { serverMetrics, socketMetrics } from './metrics/server-metrics.js';
import {
  createOrders,
  exampleOperations,
  foldFingerprint,
  liveOrders,
  type Orders,
  type OrdersContext,
  ordersProjection,
} from './orders/index.js';
import { type Feed, startFeed } from './processors/feed/feed.js';
import type { ProjectionContext } from './processors/graphql/projection-type.js';
import { startDispatcher } from './processors/live/dispatcher.js';
import { startProjector } from './processors/projector/projector.js';
import { troubleFields } from './processors/projector/projector-condition.js';
import { createRebuilds } from './processors/rebuild/rebuilds.js';
import { schema } from './schema.js';
import { redisTexts } from './shared-cache/redis-texts.js';
import { sharedSnapshots } from './shared-cache/shared-snapshots.js';
import { openStorage, type Storage } from './storage.js';

export interface App {
  readonly url: string;
  readonly port: number;
  /** Finishes what is under way, within 10 s. */
  stop(): Promise<void>;
}

/** Wires the server together: storage, feed, projections, GraphQL. */
export async function startApp(config: Config, log: Logger): Promise<App> {
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
  });
  const projections = await startProjections(storage, feed, orders, log);
  const live = { dispatcher, liveOrders: liveOrders({ dispatcher, orders }) };
  const shared = { db, store, feed, ...live, orders, ...projections };
  const metrics = appMetrics({ storage, ...shared });

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
    extendContext: (base) => ({ ...base, ...shared }),
  });
  socketMetrics(metrics, server.sockets);

  return {
    url: server.url,
    port: server.port,
    async stop() {
      await projections.rebuilds.stop(); // first, since callers wait for them
      await server.stop();
      await projections.orderList.stop();
      await feed.stop();
      texts?.close();
      await storage.close();
    },
  };
}

/** The read models, and what makes them anew. */
async function startProjections({ db, bulk, store }: Storage, feed: Feed, orders: Orders, log: Logger) {
  const orderList = await startProjector({
    db,
    feed,
    store,
    stateAt: orders.loadAt,
    projection: ordersProjection,
    lanes: store.lanes,
    onTrouble: (what, error) => log.error(troubleFields(error), `the projection "orders" ${what}`),
  });
  const rebuilds = createRebuilds({
    ...{ bulk, store, code: foldFingerprint() },
    onDone: ({ name }, { events, drift, drifted }) =>
      log[drift ? 'warn' : 'info']({ events, drift, drifted }, `the projection "${name}" was rebuilt`),
    onError: ({ name }, error) =>
      log.error({ reason: String(error) }, `the rebuild of the projection "${name}" was cut off`),
  });
  return { orderList, projectors: [orderList], rebuilds };
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
