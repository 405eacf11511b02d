import type { IncomingMessage } from 'node:http';
import { type ExecutionArgs, type ExecutionResult, execute, GraphQLError, getOperationAST } from 'graphql';
import { makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Authenticate } from './authentication.js';
import { type Caller, type RequestContext, type RequestTrace, traceOperation } from './context.js';
import { formatErrors } from './errors.js';
import type { Pipeline } from './pipeline.js';
import { closeOnExpiry, forbidden } from './socket-lifetime.js';

export interface Connection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  caller?: Caller;
  /** Messages being handled; one that starts an operation until that has ended. */
  handling: number;
  /** How many of those are subscriptions, which nobody waits for. */
  subscriptions: number;
}

export interface SocketSettings {
  readonly authenticate: Authenticate;
  readonly log: Logger;
}

interface Operation {
  readonly trace: RequestTrace;
  readonly startedAt: number;
  kind?: string;
}

/** graphql-transport-ws over the pipeline: who may connect, and each operation from its message to its last answer. */
export function operationsOnSocket<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  { authenticate, log }: SocketSettings,
): Server<Connection> {
  // graphql-ws hands one payload object to all hooks of an operation; ids may be used again on a socket.
  const operations = new WeakMap<SubscribePayload, Operation>();
  const operationOf = (payload: SubscribePayload) => operations.get(payload) as Operation;

  function start(connection: Connection, payload: SubscribePayload): ExecutionArgs | readonly GraphQLError[] {
    const operation: Operation = {
      trace: traceOperation(connection.request.headers, log),
      startedAt: performance.now(),
    };
    operations.set(payload, operation);
    try {
      const args = executionArgs(pipeline, connection, payload, operation.trace);
      if (!('schema' in args)) return args;
      const definition = getOperationAST(args.document, args.operationName);
      if (!definition) return (execute(args) as ExecutionResult).errors ?? []; // says which one is missing
      operation.kind = definition.operation;
      if (definition.name) operation.trace.log.setBindings({ operation: definition.name.value });
      if (operation.kind === 'subscription') connection.subscriptions += 1;
      return args;
    } catch (error) {
      return [new GraphQLError('', { originalError: error as Error })];
    }
  }

  function end(connection: Connection, { trace, kind, startedAt }: Operation): void {
    if (kind === 'subscription') connection.subscriptions -= 1;
    trace.log.info({ kind, durationMs: Math.round(performance.now() - startedAt) }, 'websocket operation');
  }

  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: 5_000,
    onConnect: ({ extra, connectionParams }) => admit(extra, connectionParams, authenticate),
    onSubscribe: ({ extra }, _id, payload) => start(extra, payload),
    onNext: (_connection, _id, payload, _args, result) =>
      pipeline.present(result, operationOf(payload).trace),
    onError: ({ extra }, _id, payload, errors) => {
      const operation = operationOf(payload);
      if (operation.kind === undefined) end(extra, operation); // it never began, so it will not complete
      return formatErrors(errors, operation.trace);
    },
    onComplete: ({ extra }, _id, payload) => end(extra, operationOf(payload)),
  });
}

/** Takes the token from the connection's parameters, or from the handshake where the client can set headers. */
async function admit(
  connection: Connection,
  { authorization, Authorization = authorization }: Record<string, unknown> = {},
  authenticate: Authenticate,
): Promise<boolean> {
  const { socket, request } = connection;
  try {
    const token = typeof Authorization === 'string' ? Authorization : request.headers.authorization;
    connection.caller = await authenticate(token);
    closeOnExpiry(socket, connection.caller);
    return true;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    socket.close(forbidden, `${error.extensions.code}: ${error.message}`.slice(0, 120));
    return false;
  }
}

function executionArgs<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  { caller }: Connection,
  { query, operationName, variables }: SubscribePayload,
  trace: RequestTrace,
): ExecutionArgs | readonly GraphQLError[] {
  const prepared = pipeline.prepare(query);
  if (prepared.errors !== undefined) return prepared.errors;
  return {
    schema: pipeline.schema,
    document: prepared.document,
    operationName: operationName ?? null,
    variableValues: variables ?? null,
    contextValue: pipeline.createContext(trace, caller as Caller),
  };
}
