import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { ExecutionResult, GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Authenticate } from './authentication.js';
import type { Caller, RequestContext, RequestTrace } from './context.js';
import { badRequest } from './errors.js';
import { sendError, sendJson } from './http-answers.js';
import { readRequest, type SentRequest, withText } from './http-request.js';
import { statusFor } from './http-status.js';
import { type OperationReport, outcomeOf, type ServerObserver } from './observer.js';
import type { Pipeline } from './pipeline.js';
import type { Refused } from './read-operation.js';

export interface HttpSettings {
  readonly authenticate: Authenticate;
  readonly maxBodyBytes: number;
  readonly log: Logger;
  readonly observer: ServerObserver;
}

export interface GraphqlOverHttp {
  /** Answers one GET or POST by the GraphQL-over-HTTP specification. Never rejects. */
  answer(request: IncomingMessage, response: ServerResponse, trace: RequestTrace): Promise<void>;
  stop(): Promise<void>;
}

/** Apollo reads requests, executes and negotiates the answer; documents and errors are the pipeline's. */
export async function graphqlOverHttp<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  { authenticate, maxBodyBytes, log, observer }: HttpSettings,
): Promise<GraphqlOverHttp> {
  const apollo = createApollo<Context>(pipeline.schema, log);
  await apollo.start();

  /** What is refused here costs its address. */
  async function receive(request: IncomingMessage, { address }: RequestTrace): Promise<Received> {
    await pipeline.charge({ address }, 'request');
    try {
      refuseOtherAnswers(request);
      const caller = await authenticate(request.headers.authorization);
      return { caller, headers: headerMap(request), ...(await readRequest(request, maxBodyBytes)) };
    } catch (error) {
      await pipeline.charge({ address }, 'refusal');
      throw error;
    }
  }

  async function run({ caller, headers, ...sent }: Received, trace: RequestTrace): Promise<HttpResult> {
    const admitted = await pipeline.admit(sent.request, { address: trace.address, caller });
    if (admitted.errors) return { status: statusOf(admitted), kind: 'unknown', result: admitted };
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { headers, ...withText(sent, admitted.text) },
      context: async () => pipeline.createContext(trace, caller),
    });
    return { ...fromApollo(answer), kind: admitted.kind };
  }

  return {
    async answer(request, response, trace) {
      const startedAt = performance.now();
      try {
        const received = await receive(request, trace);
        const { status, headers, kind, result } = await pipeline.inTime(() => run(received, trace));
        const presented = pipeline.present(result, trace, received.caller);
        const sent = statusFor(request.headers.accept, status, result.errors);
        sendJson(response, sent, presented, headers);
        const seconds = (performance.now() - startedAt) / 1_000;
        observer.operation({ transport: 'http', kind, outcome: outcomeOf(presented.errors), seconds });
      } catch (error) {
        sendError(response, error, trace);
      }
    },
    stop: () => apollo.stop(),
  };
}

interface Received extends SentRequest {
  readonly caller: Caller;
  readonly headers: HeaderMap;
}

interface HttpResult {
  readonly status: number;
  readonly kind: OperationReport['kind'];
  readonly headers?: Record<string, string>;
  readonly result: { readonly errors?: readonly GraphQLError[] };
}

function createApollo<Context extends RequestContext>(
  schema: GraphQLSchema,
  log: Logger,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    nodeEnv: 'production',
    introspection: true, // the pipeline says to whom
    csrfPrevention: true,
    persistedQueries: false, // the pipeline has found the text
    dangerouslyDisableValidation: true, // the pipeline has validated
    logger: log,
    stopOnTerminationSignals: false,
    // Apollo does not say of which request an error is. So it passes errors and results on as they are,
    // and the pipeline presents them, as it does for WebSocket.
    formatError: (_formatted, error) => error as GraphQLFormattedError,
    stringifyResult: (result) => result as unknown as string,
    plugins: [
      operationPlugin,
      ApolloServerPluginCacheControlDisabled(), // it wraps every field: a third of the time of a long answer
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

/** Clients of persisted documents take this answer for one, and send the text. */
const statusOf = ({ errors: [error] }: Refused): number => {
  const code = error?.extensions.code;
  return code === 'PERSISTED_QUERY_NOT_FOUND' ? 200 : code === 'FORBIDDEN' ? 403 : 400;
};

function fromApollo({ status = 200, headers, body }: HTTPGraphQLResponse): Omit<HttpResult, 'kind'> {
  const { string: result } = body as { string: unknown };
  return { status, headers: Object.fromEntries(headers), result: result as ExecutionResult };
}

const operationPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, operationName, contextValue }) => {
      if (operationName) contextValue.log.setBindings({ operation: operationName });
      if (operation?.operation === 'subscription') {
        throw badRequest(
          400,
          'Subscriptions are answered over WebSocket, with the subprotocol graphql-transport-ws.',
        );
      }
    },
  }),
};

/** Apollo would find out after execution that its answer is not wanted. */
function refuseOtherAnswers({ headers: { accept } }: IncomingMessage): void {
  if (accept === undefined || /json|\*\/\*|application\/\*/i.test(accept)) return;
  throw badRequest(
    406,
    'The answer is application/json or application/graphql-response+json: accept one of them.',
  );
}

function headerMap({ headers }: IncomingMessage): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}
