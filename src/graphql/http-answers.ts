import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestTrace } from './context.js';
import { formatError } from './errors.js';

const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

export type Headers = Readonly<Record<string, string>>;

/** Answers once, with the security headers; `headers` may replace any of them. No-op where the client has gone. */
export function send(
  response: ServerResponse,
  statusCode: number,
  body: string | Buffer,
  headers: Headers,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(statusCode, {
    ...securityHeaders,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

export function sendJson(
  response: ServerResponse,
  statusCode: number,
  body: object,
  headers: Headers = {},
): void {
  const [type = 'application/json'] = jsonType.exec(response.req.headers.accept ?? '') ?? [];
  send(response, statusCode, JSON.stringify(body), { 'content-type': `${type}; charset=utf-8`, ...headers });
}

// Whichever of the two the client names first.
const jsonType = /application\/(graphql-response\+)?json/;

/** Answers an error in the shape of DESIGN §6, under its own status. */
export function sendError(
  response: ServerResponse,
  error: unknown,
  trace: RequestTrace,
  headers: Headers = {},
): void {
  const formatted = formatError(error, trace);
  const { statusCode } = formatted.extensions;
  const challenge = statusCode === 401 ? { 'www-authenticate': 'Bearer' } : {};
  sendJson(response, statusCode, { errors: [formatted] }, { ...challenge, ...headers });
}

/** The same where there is no response object: a request that cannot be read, a handshake that is refused. */
export function refuseSocket(socket: Duplex, error: unknown, trace: RequestTrace): void {
  if (!socket.writable) return void socket.destroy();
  const formatted = formatError(error, trace);
  const { statusCode } = formatted.extensions;
  const text = JSON.stringify({ errors: [formatted] });
  const headers = {
    ...securityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'x-request-id': trace.requestId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\n${lines.join('')}\r\n${text}`, () =>
    socket.destroy(),
  );
}
