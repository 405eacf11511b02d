import type { IncomingHttpHeaders } from 'node:http';
import { type ExecutionArgs, type ExecutionResult, execute, GraphQLError, getOperationAST } from 'graphql';
import { makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Authenticate } from './authentication.js';
import { type Caller, type RequestContext, type RequestTrace, traceOperation } from './context.js';
import { formatErrors } from './errors.js';
import { type OperationReport, type Outcome, outcomeOf, type ServerObserver } from './observer.js';
import { sharedPayloads } from './payloads.js';
import type { Pipeline } from './pipeline.js';
import { sendMessage } from './send-message.js';
import { closeOnExpiry, forbidden } from './socket-lifetime.js';
import { type Subscriber, subscribeAndShare } from './subscribing.js';

export interface Connection {
  readonly socket: WebSocket;
  /** Of the handshake: those that matter later. */
  readonly headers: IncomingHttpHeaders;
  caller?: Caller;
  /** Messages being handled; one that starts an operation until that has ended. */
  handling: number;
  /** How many of those are subscriptions, which nobody waits for. */
  subscriptions: number;
}

export interface SocketSettings {
  readonly authenticate: Authenticate;
  readonly log: Logger;
  readonly observer: ServerObserver;
}

interface Operation {
  readonly trace: RequestTrace;
  readonly startedAt: number;
  kind: OperationReport['kind'];
  outcome: Outcome;
}

/** graphql-transport-ws over the pipeline: who may connect, and each operation from its message to its last answer. */
export function operationsOnSocket<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  { authenticate, log, observer }: SocketSettings,
): Server<Connection> {
  // graphql-ws hands one payload object to all hooks of an operation; ids may be used again on a socket.
  const operations = new WeakMap<SubscribePayload, Operation>();
  const operationOf = (payload: SubscribePayload) => operations.get(payload) as Operation;
  const subscribers = new WeakMap<ExecutionArgs, Subscriber>();
  const payloadOf = sharedPayloads(pipeline, log);

  function start(
    connection: Connection,
    id: string,
    payload: SubscribePayload,
  ): ExecutionArgs | readonly GraphQLError[] {
    const operation = newOperation(connection, log);
    operations.set(payload, operation);
    try {
      const args = executionArgs(pipeline, connection, payload, operation.trace);
      if (!('schema' in args)) return args;
      const definition = getOperationAST(args.document, args.operationName);
      if (!definition) return (execute(args) as ExecutionResult).errors ?? []; // says which one is missing
      operation.kind = definition.operation;
      if (definition.name) operation.trace.log.setBindings({ operation: definition.name.value });
      if (operation.kind === 'subscription') {
        connection.subscriptions += 1;
        subscribers.set(args, subscriber(connection, id));
      }
      return args;
    } catch (error) {
      return [new GraphQLError('', { originalError: error as Error })];
    }
  }

  function end(connection: Connection, operation: Operation): void {
    if (operation.kind === 'subscription') connection.subscriptions -= 1;
    report(operation, observer);
  }

  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: 5_000,
    onConnect: ({ extra, connectionParams }) => admit(extra, connectionParams, authenticate),
    onSubscribe: ({ extra }, id, payload) => start(extra, id, payload),
    subscribe: (args) => subscribeAndShare(args, subscribers.get(args) as Subscriber, payloadOf),
    onNext: (_connection, _id, payload, _args, result) => {
      const operation = operationOf(payload);
      const presented = pipeline.present(result, operation.trace);
      if (operation.outcome === 'OK') operation.outcome = outcomeOf(presented.errors);
      return presented;
    },
    onError: ({ extra }, _id, payload, errors) => {
      const operation = operationOf(payload);
      const formatted = formatErrors(errors, operation.trace);
      operation.outcome = outcomeOf(formatted);
      if (operation.kind === 'unknown') end(extra, operation); // it never began, so it will not complete
      return formatted;
    },
    onComplete: ({ extra }, _id, payload) => end(extra, operationOf(payload)),
  });
}

const newOperation = ({ headers }: Connection, log: Logger): Operation => ({
  trace: traceOperation(headers, log),
  startedAt: performance.now(),
  kind: 'unknown',
  outcome: 'OK',
});

function report({ trace, kind, outcome, startedAt }: Operation, observer: ServerObserver): void {
  const durationMs = performance.now() - startedAt;
  trace.log.info({ kind, durationMs: Math.round(durationMs) }, 'websocket operation');
  observer.operation({ transport: 'websocket', kind, outcome, seconds: durationMs / 1_000 });
}

function subscriber({ socket, caller }: Connection, id: string): Subscriber {
  const opening = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return { caller: caller as Caller, send: (payload) => sendMessage(socket, `${opening}${payload}}`) };
}

/** Takes the token from the connection's parameters, or from the handshake where the client can set headers. */
async function admit(
  connection: Connection,
  { authorization, Authorization = authorization }: Record<string, unknown> = {},
  authenticate: Authenticate,
): Promise<boolean> {
  const { socket, headers } = connection;
  try {
    const token = typeof Authorization === 'string' ? Authorization : headers.authorization;
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
