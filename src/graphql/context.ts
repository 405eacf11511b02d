import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';

export type Role = 'customer' | 'operator' | 'admin';

/** Who asks. `actor` is what events record as their author. */
export interface Caller {
  readonly actor: string;
  readonly roles: ReadonlySet<Role>;
  /** When the token behind the caller ends; absent where there is no token. */
  readonly expiresAt?: Date;
}

/** The thread by which one request is found again in answers, logs and events. */
export interface RequestTrace {
  readonly requestId: string;
  readonly correlationId: string;
  /** Writes the request id into every line. */
  readonly log: Logger;
}

/** What every resolver gets. Apollo hands on a shallow copy of it, so keep changing things in objects of their own. */
export interface RequestContext extends RequestTrace {
  readonly caller: Caller;
}

const requestIdPattern = /^[A-Za-z0-9._-]{1,128}$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const headerMatching = (value: string | string[] | undefined, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

/** Takes x-request-id and x-correlation-id where they are well-formed, and makes them where not. */
export function traceRequest(headers: IncomingHttpHeaders, log: Logger): RequestTrace {
  return trace(headerMatching(headers['x-request-id'], requestIdPattern) ?? uuidv7(), headers, log);
}

/** A socket carries many operations: each gets a request id of its own; they share the handshake's correlation id. */
export function traceOperation(handshake: IncomingHttpHeaders, log: Logger): RequestTrace {
  return trace(uuidv7(), handshake, log);
}

function trace(requestId: string, headers: IncomingHttpHeaders, log: Logger): RequestTrace {
  const correlationId = headerMatching(headers['x-correlation-id'], uuidPattern)?.toLowerCase() ?? uuidv7();
  return { requestId, correlationId, log: log.child({ requestId }) };
}
