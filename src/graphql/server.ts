import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Authenticate } from './authentication.js';
import type { RequestContext } from './context.js';
import { graphqlOverHttp } from './graphql-over-http.js';
import { graphqlOverWebsocket } from './graphql-over-websocket.js';
import { createHttpServer } from './http-server.js';
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
  /** The most that a request body or a WebSocket message may have, bytes. */
  readonly maxBodyBytes?: number;
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
  const { host, log, authenticate, observer = nobody, maxBodyBytes = 512 * 1024, drainMs = 8_000 } = options;
  let stopped: Promise<void> | undefined;
  const pipeline = createPipeline(options);
  const overHttp = await graphqlOverHttp(pipeline, { authenticate, log, observer, maxBodyBytes });
  const sockets = graphqlOverWebsocket(pipeline, {
    ...{ authenticate, log, observer },
    maxMessageBytes: maxBodyBytes,
  });
  const isReady = async () => stopped === undefined && (await withinTwoSeconds(options.isReady()));
  const server = createHttpServer({
    answer: router({ ...options, graphql: overHttp.answer, isReady }),
    upgrade: sockets.upgrade,
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
