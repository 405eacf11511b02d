import type { Logger } from 'pino';
import type { Config } from './config.js';
import { addDemoData } from './demo-data.js';
import { authenticator } from './graphql/authentication.js';
import { startGraphqlServer } from './graphql/server.js';
import { createOrders, exampleOperations, type OrdersContext, ordersProjection } from './orders/index.js';
import { startFeed } from './processors/feed.js';
import type { ProjectionContext } from './processors/graphql/projection-resolver.js';
import { startProjector } from './processors/projector.js';
import { schema } from './schema.js';
import { openStorage } from './storage.js';

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

  const feed = await startFeed({
    store,
    onError: (error) => log.warn({ reason: String(error) }, 'the feed cannot be read; trying again'),
  });
  const orderList = await startProjector({
    db,
    feed,
    store,
    projection: ordersProjection({
      store,
      onUnreadable: ({ streamId: orderId, version, type, reached, message: reason }) =>
        log.error(
          { orderId, version, type, reached, reason },
          'an order cannot be replayed; lists show it as it was',
        ),
    }),
    lanes: store.lanes,
    onError: (error) => log.error({ reason: String(error) }, 'the projection "orders" fails; trying again'),
  });
  const shared = { db, store, feed, orders: createOrders({ store, db }), orderList, projectors: [orderList] };

  const server = await startGraphqlServer<OrdersContext & ProjectionContext>({
    schema,
    host: config.HOST,
    port: config.PORT,
    log,
    authenticate: authenticator(authenticationSettings(config)),
    isReady: async () => (await store.head()).length > 0,
    exampleOperations,
    extendContext: (base) => ({ ...base, ...shared }),
  });

  return {
    url: server.url,
    port: server.port,
    async stop() {
      await server.stop();
      await orderList.stop();
      await feed.stop();
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
