import type { IncomingMessage } from 'node:http';
import { apiError } from './errors.js';
import { graphqlPath, pathOf } from './routes.js';

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Throws why a handshake is refused, if it is. Browsers let any page open a socket to anywhere, so one from another
 * site is refused as its HTTP requests would be, unless its origin is listed; pages of this machine are let in, for
 * development.
 */
export function refuseHandshake(request: IncomingMessage, origins: ReadonlySet<string> = new Set()): void {
  if (pathOf(request) !== graphqlPath) throw apiError('NOT_FOUND', `WebSocket is at ${graphqlPath} only.`);
  const { origin, host } = request.headers;
  if (origin === undefined || origins.has(origin)) return;
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  if (page !== undefined && (page.host === host || loopback.test(page.hostname))) return;
  throw apiError('FORBIDDEN', 'A page of another site may not open a WebSocket here.');
}
