import type { IncomingMessage } from 'node:http';
import { apiError } from './errors.js';
import { graphqlPath, pathOf } from './routes.js';

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Why a handshake is refused, if it is. Browsers let any page open a socket to anywhere, so one from another
 * site is refused as its HTTP requests would be; pages of this machine are let in, for development.
 */
export function handshakeRefusal(request: IncomingMessage): Error | undefined {
  if (pathOf(request) !== graphqlPath) return apiError('NOT_FOUND', `WebSocket is at ${graphqlPath} only.`);
  const { origin, host } = request.headers;
  if (origin === undefined) return undefined;
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  if (page !== undefined && (page.host === host || loopback.test(page.hostname))) return undefined;
  return apiError('FORBIDDEN', 'A page of another site may not open a WebSocket here.');
}
