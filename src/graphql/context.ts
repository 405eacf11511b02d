import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { ListRoom } from './limits/list-items.js';

export type Role = 'customer' | 'operator' | 'admin';

/** Who asks. `actor` is what events record as their author. */
export interface Caller {
  readonly actor: string;
  readonly roles: ReadonlySet<Role>;
  /** When the token behind the caller ends; absent where there is no token. */
  readonly expiresAt?: Date;
}

/** Where a request comes from: what its connection says, and its headers, or those of its socket's handshake. */
export interface Origin {
  readonly headers: IncomingHttpHeaders;
  /** The client's, as text; empty where it is not known. */
  readonly address: string;
}

/** The thread by which one request is found again in answers, logs and events. */
export interface RequestTrace {
  /** The client's, as text; empty where it is not known. */
  readonly address: string;
  readonly requestId: string;
  readonly correlationId: string;
  /** Writes the request id into every line. */
  readonly log: Logger;
}

/** What is noted of an answer while it is made. */
export interface AnswerNotes {
  /** It shows what may be gone later: nobody may be given it then. */
  isForgettable: boolean;
}

/** What every resolver gets. Apollo hands on a shallow copy of it, so keep changing things in objects of their own. */
export interface RequestContext extends RequestTrace {
  readonly caller: Caller;
  /** Of this answer. */
  readonly listRoom: ListRoom;
  /** There where an answer is made for several callers. */
  readonly notes?: AnswerNotes;
}

const requestIdPattern = /^[A-Za-z0-9._-]{1,128}$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const headerMatching = (value: string | string[] | undefined, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

/** Nobody's in particular. */
export const nowhere: Origin = { headers: {}, address: '' };

/** So many proxies in front of this server are trusted to say for whom they ask, in X-Forwarded-For. */
export function originOf({ headers, socket }: IncomingMessage, trustedProxies = 0): Origin {
  const forwarded = `${headers['x-forwarded-for'] ?? ''}`.split(',').map((it) => it.trim());
  const said = trustedProxies > 0 ? forwarded.slice(-trustedProxies)[0] : undefined;
  const address = said !== undefined && isIP(said) ? said : (socket.remoteAddress ?? '');
  return { headers, address: address.replace(/^::ffff:(?=\d)/, '') };
}

/** Takes x-request-id and x-correlation-id where they are well-formed, and makes them where not. */
export function traceRequest(origin: Origin, log: Logger): RequestTrace {
  return trace(headerMatching(origin.headers['x-request-id'], requestIdPattern) ?? uuidv7(), origin, log);
}

/** A socket carries many operations: each gets a request id of its own; they share the handshake's correlation id. */
export function traceOperation(handshake: Origin, log: Logger): RequestTrace {
  return trace(uuidv7(), handshake, log);
}

function trace(requestId: string, { headers, address }: Origin, log: Logger): RequestTrace {
  const correlationId = headerMatching(headers['x-correlation-id'], uuidPattern)?.toLowerCase() ?? uuidv7();
  return { requestId, correlationId, address, log: log.child({ requestId }) };
}
