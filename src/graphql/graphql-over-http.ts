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
import type { RequestContext, RequestTrace } from './context.js';
import { badRequest } from './errors.js';
import { sendError, sendJson } from './http-answers.js';
import type { Pipeline } from './pipeline.js';
import { readJsonObject } from './request-body.js';
import { pathOf } from './routes.js';

export interface HttpSettings {
  readonly authenticate: Authenticate;
  readonly maxBodyBytes: number;
  readonly log: Logger;
}

export interface GraphqlOverHttp {
  /** Answers one GET or POST by the GraphQL-over-HTTP specification. Never rejects. */
  answer(request: IncomingMessage, response: ServerResponse, trace: RequestTrace): Promise<void>;
  stop(): Promise<void>;
}

/** Apollo reads requests, executes and negotiates the answer; documents and errors are the pipeline's. */
export async function graphqlOverHttp<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  { authenticate, maxBodyBytes, log }: HttpSettings,
): Promise<GraphqlOverHttp> {
  const apollo = createApollo<Context>(pipeline.schema, log);
  await apollo.start();

  async function execute(request: IncomingMessage, trace: RequestTrace): Promise<HttpResult> {
    refuseOtherAnswers(request);
    const context = pipeline.createContext(trace, await authenticate(request.headers.authorization));
    const { method = '', url = '' } = request;
    const search = url.slice(pathOf(request).length);
    const body = method === 'POST' ? await readJsonObject(request, maxBodyBytes) : undefined;
    const text = body === undefined ? new URLSearchParams(search).get('query') : body.query;
    const { errors } =
      typeof text === 'string' && text !== '' ? pipeline.prepare(text) : { errors: undefined };
    if (errors !== undefined) return { status: 400, result: { errors } };
    const httpGraphQLRequest = { method, headers: headerMap(request), search, body };
    return fromApollo(
      await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => context }),
    );
  }

  return {
    async answer(request, response, trace) {
      try {
        const { status, headers, result } = await execute(request, trace);
        sendJson(response, status, pipeline.present(result, trace), headers);
      } catch (error) {
        sendError(response, error, trace);
      }
    },
    stop: () => apollo.stop(),
  };
}

interface HttpResult {
  readonly status: number;
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

function fromApollo({ status = 200, headers, body }: HTTPGraphQLResponse): HttpResult {
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
