import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  getOperationAST,
} from 'graphql';
import { makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import type { Connection } from './connection.js';
import { type Caller, type RequestContext, type RequestTrace, traceOperation } from './context.js';
import { type OperationReport, type Outcome, outcomeOf, type ServerObserver } from './observer.js';
import { sharedPayloads } from './payloads.js';
import type { Pipeline } from './pipeline.js';
import { sendMessage } from './send-message.js';
import { type AdmissionSettings, socketAdmission } from './socket-admission.js';
import { type Subscriber, subscribeAndShare } from './subscribing.js';
import { subscriptionRoom } from './subscription-room.js';

export interface SocketSettings extends AdmissionSettings {
  /** That one socket may have at once. */
  readonly maxSubscriptions?: number | undefined;
  readonly log: Logger;
  readonly observer: ServerObserver;
}

interface Operation {
  readonly trace: RequestTrace;
  readonly startedAt: number;
  kind: OperationReport['kind'];
  /** Gives back what it takes of its socket's room while it goes on. */
  leave?: () => void;
  outcome: Outcome;
}

type Started = ExecutionArgs | readonly GraphQLError[];

/** graphql-transport-ws over the pipeline: who may connect, and each operation from its message to its last answer. */
export function operationsOnSocket<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  settings: SocketSettings,
): Server<Connection> {
  const { log, observer, maxSubscriptions = 100 } = settings;
  const enter = subscriptionRoom(maxSubscriptions);
  const admit = socketAdmission(pipeline, settings);
  // graphql-ws hands one payload object to all hooks of an operation; ids may be used again on a socket.
  const operations = new WeakMap<SubscribePayload, Operation>();
  const operationOf = (payload: SubscribePayload) => operations.get(payload) as Operation;
  const subscribers = new WeakMap<ExecutionArgs, Subscriber>();
  const payloadOf = sharedPayloads(pipeline, log);

  async function start(connection: Connection, id: string, payload: SubscribePayload): Promise<Started> {
    const operation = newOperation(connection, log);
    operations.set(payload, operation);
    try {
      const caller = callerOf(connection);
      const admitted = await pipeline.admit(payload, { address: connection.address, caller });
      if (admitted.errors) return admitted.errors;
      const args = executionArgs(pipeline, caller, payload, admitted.document, operation.trace);
      logName(args, operation.trace);
      if (admitted.kind === 'subscription') {
        operation.leave = enter(connection, admitted, payload.variables);
        subscribers.set(args, subscriber(connection, id));
      }
      operation.kind = admitted.kind;
      return args;
    } catch (error) {
      return [asGraphqlError(error)];
    }
  }

  function end(operation: Operation): void {
    operation.leave?.();
    report(operation, observer);
  }

  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: 5_000,
    onConnect: ({ extra, connectionParams }) => admit(extra, connectionParams),
    onSubscribe: ({ extra }, id, payload) => start(extra, id, payload),
    execute: (args) => pipeline.inTime(async () => execute(args)).catch(asResult),
    subscribe: (args) =>
      subscribeAndShare(args, subscribers.get(args) as Subscriber, payloadOf, pipeline.inTime).catch(
        asResult,
      ),
    onNext: ({ extra }, _id, payload, _args, result) => {
      const operation = operationOf(payload);
      const presented = pipeline.present(result, operation.trace, extra.caller);
      if (operation.outcome === 'OK') operation.outcome = outcomeOf(presented.errors);
      return presented;
    },
    onError: ({ extra }, _id, payload, errors) => {
      const operation = operationOf(payload);
      const { errors: formatted = [] } = pipeline.present({ errors }, operation.trace, extra.caller);
      operation.outcome = outcomeOf(formatted);
      if (operation.kind === 'unknown') end(operation); // it never began, so it will not complete
      return formatted;
    },
    onComplete: (_context, _id, payload) => end(operationOf(payload)),
  });
}

const newOperation = (connection: Connection, log: Logger): Operation => ({
  trace: traceOperation(connection, log),
  startedAt: performance.now(),
  kind: 'unknown',
  outcome: 'OK',
});

function logName({ document, operationName }: ExecutionArgs, { log }: RequestTrace): void {
  const name = getOperationAST(document, operationName)?.name?.value;
  if (name !== undefined) log.setBindings({ operation: name });
}

function report({ trace, kind, outcome, startedAt }: Operation, observer: ServerObserver): void {
  const durationMs = performance.now() - startedAt;
  trace.log.info({ kind, durationMs: Math.round(durationMs) }, 'websocket operation');
  observer.operation({ transport: 'websocket', kind, outcome, seconds: durationMs / 1_000 });
}

function subscriber(connection: Connection, id: string): Subscriber {
  const { socket, ids } = connection;
  const opening = `{"id":${JSON.stringify(ids.clientId(id))},"type":"next","payload":`;
  return {
    caller: callerOf(connection),
    send: async (payload) => {
      if (ids.clientId(id) !== undefined) await sendMessage(socket, `${opening}${payload}}`);
    },
  };
}

/** There is one before any operation: graphql-ws closes who asks before the acknowledgement. */
const callerOf = ({ caller }: Connection): Caller => caller as Caller;

const executionArgs = <Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  caller: Caller,
  { operationName, variables }: SubscribePayload,
  document: DocumentNode,
  trace: RequestTrace,
): ExecutionArgs => ({
  schema: pipeline.schema,
  document,
  operationName: operationName ?? null,
  variableValues: variables ?? null,
  contextValue: pipeline.createContext(trace, caller),
});

/** REQUEST_TIMEOUT is an answer like any other. */
const asResult = (error: unknown): ExecutionResult => ({ errors: [asGraphqlError(error)] });

const asGraphqlError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
