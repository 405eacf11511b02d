import pino from 'pino';
import { authenticator } from '../graphql/authentication.js';
import type { RequestContext } from '../graphql/context.js';
import { type GraphqlServer, type GraphqlServerOptions, startGraphqlServer } from '../graphql/server.js';
import { ask, listen, type Reply, type SocketMessage } from './graphql-client.js';
import { createGate, type Gate, greetingSchema } from './greeting-schema.js';

export interface GreetingServer extends GraphqlServer {
  readonly gate: Gate;
  /** What has been logged so far, one object a line. */
  readonly logged: Record<string, unknown>[];
  /** Sends one operation over HTTP. */
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<Reply>;
  /** Sends one operation over a WebSocket of its own; resolves with all messages, the last one complete or error. */
  listen(query: string, variables?: object): Promise<SocketMessage[]>;
}

/** The real server over a schema of its own, on a free port, without authentication unless the options say so. */
export async function startGreetingServer(
  options: Partial<GraphqlServerOptions<RequestContext>> = {},
): Promise<GreetingServer> {
  const logged: Record<string, unknown>[] = [];
  const gate = createGate();
  const server = await startGraphqlServer<RequestContext>({
    schema: greetingSchema(gate),
    host: '127.0.0.1',
    port: 0,
    log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    authenticate: authenticator(undefined),
    isReady: async () => true,
    exampleOperations:
      'query Greet {\n  hello(name: "<you> & me")\n}\n\nsubscription Listen {\n  greetings(times: 3)\n}\n',
    ...options,
  });
  const { url } = server;
  return {
    ...server,
    gate,
    logged,
    ask: (query, variables, headers) => ask(url, query, variables, headers),
    listen: (query, variables) => listen(url, query, variables),
  };
}
