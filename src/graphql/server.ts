import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Authenticate } from './authentication.js';
import type { RequestContext, RequestTrace } from './context.js';
import { allowOrigins } from './cors.js';
import { graphqlOverHttp } from './graphql-over-http.js';
import { graphqlOverWebsocket } from './graphql-over-websocket.js';
import { createHttpServer, type Patience } from './http-server.js';
import { toLocalHosts } from './local-hosts.js';
import { nobody, type ServerObserver, type SocketCounts } from './observer.js';
import { createPipeline, type PipelineOptions } from './pipeline.js';
import { graphqlPath, type MetricsSource, router } from './routes.js';
import type { Webhook } from './webhook.js';

export interface GraphqlServerOptions<Context extends RequestContext> extends PipelineOptions<Context> {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: Logger;
  readonly authenticate: Authenticate;
  /** Whether the server can do its work; asked by /health/ready. A rejection, or silence for 2 s, counts as no. */
  readonly isReady: () => Promise<boolean>;
  readonly exampleOperations: string;
  /** What /metrics answers; absent: nothing is there. */
  readonly metrics?: MetricsSource;
  /** Where other systems post what they have to tell, by path. */
  readonly webhooks?: ReadonlyMap<string, Webhook>;
  readonly observer?: ServerObserver;
  /** Whether browsers get GraphiQL. */
  readonly graphiql?: boolean;
  /** Whether GraphQL is only answered where this machine is asked by its own name. */
  readonly localOnly?: boolean;
  /** Whose pages may use GraphQL, besides the server's own. */
  readonly origins?: ReadonlySet<string>;
  /** The most that a request body may have, bytes. */
  readonly maxBodyBytes?: number;
  /** The most that a WebSocket message may have, bytes. */
  readonly maxMessageBytes?: number;
  /** How long clients may take to send and to read. */
  readonly patience?: Partial<Patience>;
  /** How many proxies in front are trusted to say for whom they ask. */
  readonly trustedProxies?: number;
  readonly maxSubscriptions?: number;
  readonly maxSocketsPerCaller?: number;
  readonly maxConnectionsPerAddress?: number;
  /** How long stopping waits for what is under way, milliseconds. */
  readonly drainMs?: number;
}

export interface GraphqlServer {
  /** Of GraphQL and GraphiQL: http://127.0.0.1:4000/graphql */
  readonly url: string;
  readonly port: number;
  sockets(): SocketCounts;
  /**
   * Accepts nothing new, lets requests under way finish, closes sockets with 1001, and cuts what is left after
   * `drainMs`. Resolves when all connections are closed; a second call gives the first one's promise.
   */
  stop(): Promise<void>;
}

/** Serves the schema over HTTP and WebSocket on one port, with GraphiQL and health checks. */
export async function startGraphqlServer<Context extends RequestContext>(
  options: GraphqlServerOptions<Context>,
): Promise<GraphqlServer> {
  const { host, log, authenticate, observer = nobody, origins = new Set(), drainMs = 8_000 } = options;
  const { maxBodyBytes = 100 * 1024, maxMessageBytes = 64 * 1024, localOnly, trustedProxies } = options;
  let stopped: Promise<void> | undefined;
  const pipeline = createPipeline(options);
  const overHttp = await graphqlOverHttp(pipeline, { authenticate, log, observer, maxBodyBytes });
  const sockets = graphqlOverWebsocket(pipeline, {
    ...{ authenticate, log, observer, maxMessageBytes, origins, localOnly, trustedProxies },
    maxSubscriptions: options.maxSubscriptions,
    maxSocketsPerCaller: options.maxSocketsPerCaller,
  });
  const graphql = localOnly ? toLocalHosts(overHttp.answer) : overHttp.answer;
  const charge = ({ address }: RequestTrace, price: 'file' | 'refusal') =>
    pipeline.charge({ address }, price);
  const isReady = async () => stopped === undefined && (await withinTwoSeconds(options.isReady()));
  const server = createHttpServer({
    answer: allowOrigins(origins, router({ ...options, graphql, isReady, charge })),
    takeTurn: pipeline.takeTurn,
    upgrade: sockets.upgrade,
    trustedProxies,
    patience: options.patience,
    maxConnectionsPerAddress: options.maxConnectionsPerAddress,
    log,
    observer,
  });
  const { port } = await server.listen(options.port, host);

  async function stop(): Promise<void> {
    await Promise.race([
      Promise.all([server.drain(), sockets.drain()]),
      delay(drainMs, undefined, { ref: false }),
    ]);
    await server.terminate();
    await overHttp.stop();
  }

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}${graphqlPath}`,
    port,
    sockets: sockets.counts,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

const withinTwoSeconds = (answer: Promise<boolean>): Promise<boolean> =>
  Promise.race([answer.catch(() => false), delay(2_000, false, { ref: false })]);
