import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { stdSerializers } from 'pino';
import { isTransient } from '../database/transient.js';
import { EventStoreError, ReadModelLag } from '../event-sourcing/errors.js';
import type { RequestTrace } from './context.js';

const rejections = {
  VALIDATION_ERROR: { statusCode: 400, retryable: false },
  UNAUTHENTICATED: { statusCode: 401, retryable: false },
  FORBIDDEN: { statusCode: 403, retryable: false },
  NOT_FOUND: { statusCode: 404, retryable: false },
  CONCURRENCY_ERROR: { statusCode: 409, retryable: true },
  ERASED: { statusCode: 410, retryable: false },
  KEY_MISSING: { statusCode: 410, retryable: false },
  BUSINESS_RULE_ERROR: { statusCode: 422, retryable: false },
  IDEMPOTENCY_CONFLICT: { statusCode: 422, retryable: false },
  RATE_LIMITED: { statusCode: 429, retryable: true },
  SLOW_CONSUMER: { statusCode: 429, retryable: true },
  // Clients of automatic persisted queries wait for exactly these names, then send the text.
  PERSISTED_QUERY_NOT_FOUND: { statusCode: 400, retryable: false },
  PERSISTED_QUERY_NOT_SUPPORTED: { statusCode: 400, retryable: false },
  REQUEST_TIMEOUT: { statusCode: 503, retryable: true },
} as const;

const faults = {
  EVENT_STORE_ERROR: { statusCode: 503, retryable: true },
  INTERNAL_ERROR: { statusCode: 500, retryable: true },
} as const;

const raisedByProtocol = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** Codes with which a resolver may refuse. Everything else that it throws is masked. */
export type RefusalCode = keyof typeof rejections;

/** An error as clients see it. */
export interface FormattedError extends GraphQLFormattedError {
  readonly extensions: {
    readonly code: RefusalCode | keyof typeof faults;
    readonly statusCode: number;
    readonly retryable: boolean;
    readonly requestId: string;
    readonly details?: unknown;
  };
}

type Trace = Pick<RequestTrace, 'requestId' | 'log'>;

/** Refuses with a code of the table. `message` and `details` reach the client as they are. */
export const apiError = (code: RefusalCode, message: string, details?: unknown): GraphQLError =>
  new GraphQLError(message, { extensions: details === undefined ? { code } : { code, details } });

/** Refuses a request that never becomes a GraphQL operation; `statusCode` is its HTTP status. */
export const badRequest = (statusCode: number, message: string, details?: object): GraphQLError =>
  new GraphQLError(message, {
    extensions: { code: 'BAD_REQUEST', http: { status: statusCode }, ...(details && { details }) },
  });

/**
 * Translates what went wrong in one request for its client, over HTTP and WebSocket alike. Only refusals with
 * a code of the table and what GraphQL says about a document keep their words; the rest is masked,
 * and logged once for this request however many fields it failed.
 */
export function formatErrors(errors: readonly unknown[], trace: Trace): FormattedError[] {
  const logged = new Set<unknown>();
  return errors.map((error) => formatError(error, trace, logged));
}

export function formatError(
  error: unknown,
  { requestId, log }: Trace,
  logged = new Set<unknown>(),
): FormattedError {
  const { cause, ...answer } = translate(error, requestId);
  if (cause !== undefined && !logged.has(cause)) {
    logged.add(cause);
    log.error({ error: describeFault(cause) }, answer.extensions.code);
  }
  return { ...whereabouts(error), ...answer };
}

/** `cause` is there for faults only: what the log should tell and the client should not. */
type Translation = Pick<FormattedError, 'message' | 'extensions'> & { readonly cause?: unknown };

/** What a client is told of an error, and what it is not. */
export function translate(error: unknown, requestId: string): Translation {
  const { code, details } = error instanceof GraphQLError ? error.extensions : {};
  if (error instanceof GraphQLError && isRefusal(code)) {
    const extensions = { code, ...rejections[code], requestId };
    return {
      message: error.message,
      extensions: details === undefined ? extensions : { ...extensions, details },
    };
  }
  if (error instanceof GraphQLError && (raisedByProtocol.has(code) || raisedByGraphql(error))) {
    const extensions = {
      code: 'VALIDATION_ERROR',
      statusCode: statusOf(error),
      retryable: false,
      requestId,
      ...(code === 'BAD_REQUEST' && details !== undefined && { details }),
    } as const;
    return { message: shorten(error.message.trim()), extensions };
  }
  const cause = (error instanceof GraphQLError && error.originalError) || error;
  return cause instanceof EventStoreError || isTransient(cause)
    ? {
        message: cause instanceof ReadModelLag ? cause.message : unreachable,
        extensions: { code: 'EVENT_STORE_ERROR', ...faults.EVENT_STORE_ERROR, requestId },
        cause,
      }
    : {
        message: `Internal error. Quote request id ${requestId} when you report it.`,
        extensions: { code: 'INTERNAL_ERROR', ...faults.INTERNAL_ERROR, requestId },
        cause,
      };
}

const unreachable = 'The event store cannot be reached or does not answer in time. Try again in a moment.';

const isRefusal = (code: unknown): code is RefusalCode =>
  typeof code === 'string' && Object.hasOwn(rejections, code);

/** Before execution all errors are graphql-js's own; in it, those that point into the document by themselves. */
function raisedByGraphql({ path, nodes, originalError }: GraphQLError): boolean {
  if (path === undefined) return nodes !== undefined || originalError === undefined;
  return originalError instanceof GraphQLError && originalError.nodes !== undefined;
}

function statusOf(error: GraphQLError): number {
  const status = (error.extensions.http as { status?: number } | undefined)?.status ?? 0;
  return status >= 400 ? status : rejections.VALIDATION_ERROR.statusCode;
}

/** graphql-js repeats values that are wrong, and the whole of an input in which one is; any may be a secret. */
const withoutValues = (message: string): string =>
  message
    .replace(/((?:String|ID) cannot represent [^:]*): .*$/s, '$1.')
    .replace(/(cannot represent [^:]*): (?!-?\d[\d.eE+-]*$)(?:(?! Did you mean ).)*/s, '$1.')
    .replace(/Value "[^"]*" does not exist/, 'The value does not exist')
    .replace(/(Expected (?:value of )?type "[^"]*"), found .*$/s, '$1, found another.')
    .replace(
      /got invalid value .*?((?: at "[^"]*")?; (?:Field "|Expected |Value "|\w+ cannot ))/s,
      'got an invalid value$1',
    );

/** For callers who may not ask what the schema has. */
export const withoutSuggestions = (error: FormattedError): FormattedError => ({
  ...error,
  message: error.message.replace(/ Did you mean [^?]+\?$/, ''),
});

const quoted = /"[^"\\]*(?:\\.[^"\\]*)*"/gs;

/** Cut first: the patterns are slow on a long text. */
function shorten(message: string): string {
  const text = message.length > 1_000 ? `${message.slice(0, 600)} … ${message.slice(-300)}` : message;
  return withoutValues(text).replace(quoted, (value) =>
    value.length > 62 ? `${value.slice(0, 61)}…"` : value,
  );
}

function whereabouts(error: unknown): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  if (!(error instanceof GraphQLError)) return {};
  const { locations, path } = error.toJSON();
  return { ...(locations && { locations }), ...(path && { path }) };
}

/**
 * For the log: type, message with all causes, and where it was thrown; no stack, and not the driver's own
 * fields, which may hold rows.
 */
export function describeFault(cause: unknown): object {
  if (!(cause instanceof Error)) return { message: String(cause) };
  const { type, message, stack } = stdSerializers.err(cause);
  return { type, message, at: frame.exec(stack ?? '')?.[1] };
}

/** The first place of a stack, as seen from the project. */
const frame = /\/((?:node_modules|src|dist)\/[^\s()]+:\d+:\d+)/;
