import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
} from 'graphql';
import type { Logger } from 'pino';
import type { Authenticate } from './authentication.js';
import type { RequestContext, RequestTrace } from './context.js';
import { badRequest } from './errors.js';
import { sendError, sendJson } from './http-answers.js';
import { type OperationReport, outcomeOf, type ServerObserver } from './observer.js';
import type { Pipeline } from './pipeline.js';
import { readJsonObject } from './request-body.js';
import { pathOf } from './routes.js';

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

  async function execute(request: IncomingMessage, trace: RequestTrace): Promise<HttpResult> {
    refuseOtherAnswers(request);
    const context = pipeline.createContext(trace, await authenticate(request.headers.authorization));
    const { method = '', url = '' } = request;
    const search = url.slice(pathOf(request).length);
    const body = method === 'POST' ? await readJsonObject(request, maxBodyBytes) : undefined;
    const { query, operationName } = body ?? Object.fromEntries(new URLSearchParams(search));
    const prepared = typeof query === 'string' && query !== '' ? pipeline.prepare(query) : undefined;
    if (prepared?.errors) return { status: 400, kind: 'unknown', result: { errors: prepared.errors } };
    const httpGraphQLRequest = { method, headers: headerMap(request), search, body };
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: async () => context,
    });
    return { ...fromApollo(answer), kind: kindOf(prepared?.document, operationName) };
  }

  return {
    async answer(request, response, trace) {
      const startedAt = performance.now();
      try {
        const { status, headers, kind, result } = await execute(request, trace);
        const presented = pipeline.present(result, trace);
        sendJson(response, status, presented, headers);
        const seconds = (performance.now() - startedAt) / 1_000;
        observer.operation({ transport: 'http', kind, outcome: outcomeOf(presented.errors), seconds });
      } catch (error) {
        sendError(response, error, trace);
      }
    },
    stop: () => apollo.stop(),
  };
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
    introspection: true,
    csrfPrevention: true,
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

const kindOf = (document: DocumentNode | undefined, operationName: unknown): OperationReport['kind'] =>
  (document && getOperationAST(document, operationName as string | undefined)?.operation) ?? 'unknown';

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
