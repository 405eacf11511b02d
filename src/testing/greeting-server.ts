import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import pino from 'pino';
import { EventStoreError } from '../event-sourcing/errors.js';
import { authenticator } from '../graphql/authentication.js';
import type { RequestContext } from '../graphql/context.js';
import { apiError } from '../graphql/errors.js';
import { CursorScalar, DateTimeScalar, DecimalScalar } from '../graphql/scalars.js';
import { type GraphqlServer, type GraphqlServerOptions, startGraphqlServer } from '../graphql/server.js';
import { ask, listen, type Reply, type SocketMessage } from './graphql-client.js';

export const secretText = 'SELECT secret FROM event_store.events';

const failures: Record<string, () => Error> = {
  notFound: () => apiError('NOT_FOUND', 'Order 7 does not exist', { orderId: '7' }),
  conflict: () => apiError('CONCURRENCY_ERROR', 'Order 7 is at version 3', { currentVersion: 3 }),
  store: () => new EventStoreError(secretText),
  unknown: () => new Error(secretText),
};

const sameError = new Error(secretText);

function fail(name: string): never {
  throw failures[name]?.() ?? new Error(`no failure is called ${name}`);
}

/** Where resolvers wait until a test lets them go on. */
export interface Gate {
  waiting: number;
  /** How many listen to greetings. */
  subscribers: number;
  readonly opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { waiting: 0, subscribers: 0, opened, open };
}

const text = new GraphQLNonNull(GraphQLString);
const failing = { failure: { type: text, description: 'Which failure to throw.' } };
const context = (value: unknown) => value as RequestContext;

function createSchema(gate: Gate): GraphQLSchema {
  const slow = async () => {
    gate.waiting += 1;
    await gate.opened;
    return 'at last';
  };
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        hello: {
          type: text,
          description: 'Greets whoever asks.',
          args: { name: { type: GraphQLString } },
          resolve: (_root, { name }) => `Hello, ${name ?? 'world'}!`,
        },
        whoAmI: { type: text, resolve: (_root, _args, value) => context(value).caller.actor },
        correlationId: { type: text, resolve: (_root, _args, value) => context(value).correlationId },
        instant: {
          type: DateTimeScalar,
          args: { at: { type: DateTimeScalar } },
          resolve: (_root, { at }) => at,
        },
        amount: {
          type: DecimalScalar,
          args: { of: { type: DecimalScalar } },
          resolve: (_root, { of }) => of,
        },
        place: { type: CursorScalar, args: { at: { type: CursorScalar } }, resolve: (_root, { at }) => at },
        count: {
          type: GraphQLInt,
          args: { of: { type: new GraphQLNonNull(GraphQLInt) } },
          resolve: (_root, { of }) => of,
        },
        broken: {
          type: GraphQLInt,
          description: 'Answers what its type forbids.',
          resolve: () => secretText,
        },
        failing: { type: GraphQLString, args: failing, resolve: (_root, { failure }) => fail(failure) },
        same: {
          type: GraphQLString,
          description: 'Throws one and the same exception.',
          resolve: () => Promise.reject(sameError),
        },
        slow: { type: text, resolve: slow },
        long: { type: text, resolve: () => 'x'.repeat(20_000_000) },
      },
    }),
    mutation: new GraphQLObjectType({ name: 'Mutation', fields: { slow: { type: text, resolve: slow } } }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        greetings: {
          type: text,
          description: 'A greeting every few milliseconds.',
          args: { times: { type: GraphQLInt }, thenFailWith: { type: GraphQLString } },
          subscribe: async function* (_root, { times = Number.POSITIVE_INFINITY, thenFailWith }) {
            gate.subscribers += 1;
            try {
              for (let count = 1; count <= times; count += 1) {
                yield { greetings: `Hello ${count}` };
                await delay(10);
              }
              if (thenFailWith) fail(thenFailWith);
            } finally {
              gate.subscribers -= 1;
            }
          },
        },
        refusing: { type: text, args: failing, subscribe: (_root, { failure }) => fail(failure) },
        failing: {
          type: GraphQLString,
          args: failing,
          subscribe: async function* () {
            yield {};
          },
          resolve: (_root, { failure }) => fail(failure),
        },
      },
    }),
  });
}

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
    schema: createSchema(gate),
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
