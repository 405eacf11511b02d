import type { Logger } from 'pino';
import { appMetrics } from './app-metrics.js';
import { type AuditContext, createAudit } from './audit/index.js';
import { authenticationOf, type Config } from './config.js';
import { addDemoData } from './demo-data.js';
import { startOrderFulfilment } from './fulfilment-wiring.js';
import { authenticator } from './graphql/authentication.js';
import { startGraphqlServer } from './graphql/server.js';
import { serverLimits } from './limits-wiring.js';
import { serverMetrics, socketMetrics } from './metrics/server-metrics.js';
import type { OnPoint } from './order-fulfilment/index.js';
import { exampleOperations, type OrdersContext } from './orders/index.js';
import { startOrders } from './orders-wiring.js';
import type { ProjectionContext } from './processors/graphql/projection-type.js';
import { schema } from './schema.js';
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
  const { db, store, personalData } = storage;
  if (!config.DATABASE_URL && (await addDemoData(storage)))
    log.info('demo customers and products were added');

  const { serving, ...following } = await startOrders(config, storage, log);
  const audit = createAudit({ db, events: store, log });
  const shared = { db, store, personalData, audit, ...serving };
  const metrics = appMetrics({ storage, ...shared });
  const parts = { config, log, storage, ...serving, metrics, ...probes };
  const { fulfilments, webhooks, ...fulfilment } = await startOrderFulfilment({
    ...parts,
    serverUrl: () => server.url,
  });

  const limits = await serverLimits(config, storage.counters, log);
  const server = await startGraphqlServer<OrdersContext & ProjectionContext & AuditContext>({
    schema,
    host: config.HOST,
    port: config.PORT,
    log,
    authenticate: authenticator(authenticationOf(config)),
    isReady: async () => (await store.head()).length > 0,
    exampleOperations,
    metrics: metrics.scrape,
    observer: serverMetrics(metrics),
    webhooks,
    ...limits.options,
    extendContext: (base) => ({ ...base, ...shared, fulfilments }),
  });
  socketMetrics(metrics, server.sockets);

  return {
    url: server.url,
    port: server.port,
    async stop() {
      await serving.rebuilds.stop(); // first, since callers wait for them
      await Promise.all([server.stop(), fulfilment.stop()]);
      await Promise.all([audit.stop(), following.stop()]);
      limits.close();
      await storage.close();
    },
  };
}
