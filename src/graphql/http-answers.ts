import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { RequestTrace } from './context.js';
import { type FormattedError, formatError } from './errors.js';

const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

export const securityHeaderLines = Object.entries(securityHeaders).map(
  ([name, value]) => `${name}: ${value}`,
);

export type Headers = Readonly<Record<string, string>>;

/** Answers once, with the security headers; `headers` may replace any of them. No-op where the client has gone. */
export function send(
  response: ServerResponse,
  statusCode: number,
  body: string | Buffer,
  headers: Headers,
): void {
  if (response.headersSent || response.destroyed) return;
  writeHead(response, statusCode, body, headers);
  response.end(body);
}

const pieceBytes = 64 * 1024;
let mayWrite = Promise.resolve();

/** A large body: all of them together write a piece in a millisecond, and none faster than it is read. */
export async function sendLarge(
  response: ServerResponse,
  statusCode: number,
  body: Buffer,
  headers: Headers,
): Promise<void> {
  if (response.headersSent || response.destroyed) return;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  writeHead(response, statusCode, body, headers);
  for (let at = 0; at < body.length; at += pieceBytes) {
    mayWrite = mayWrite.then(() => delay(1));
    await mayWrite;
    if (gone.signal.aborted) return;
    const hasRoom = response.write(body.subarray(at, at + pieceBytes));
    if (!hasRoom) await once(response, 'drain', gone).catch(() => {});
  }
  response.end();
}

function writeHead(
  response: ServerResponse,
  statusCode: number,
  body: string | Buffer,
  headers: Headers,
): void {
  response.writeHead(statusCode, {
    ...securityHeaders,
    ...overTls(response.req),
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
}

/** 204. */
export function sendNothing(response: ServerResponse, headers: Headers = {}): void {
  response.writeHead(204, { ...securityHeaders, ...overTls(response.req), ...headers }).end();
}

/** Where a proxy says that it speaks TLS with the client. Over plain HTTP browsers do not believe it. */
const overTls = ({ headers }: IncomingMessage): Headers =>
  headers['x-forwarded-proto'] === 'https' ? { 'strict-transport-security': 'max-age=31536000' } : {};

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
  sendJson(response, statusCode, { errors: [formatted] }, { ...whatToDo(formatted), ...headers });
}

/** The parts of the refusal that HTTP has headers for. */
function whatToDo({ extensions: { statusCode, details } }: FormattedError): Headers {
  if (statusCode === 401) return { 'www-authenticate': 'Bearer' };
  const { retryAfterMs } = (details ?? {}) as { retryAfterMs?: number };
  return retryAfterMs === undefined ? {} : { 'retry-after': `${Math.ceil(retryAfterMs / 1_000)}` };
}

/** The same where there is no response object: a request that cannot be read, a handshake that is refused. */
export function refuseSocket(socket: Duplex, error: unknown, trace: RequestTrace): void {
  if (!socket.writable) return void socket.destroy();
  const formatted = formatError(error, trace);
  const { statusCode } = formatted.extensions;
  const text = JSON.stringify({ errors: [formatted] });
  const headers = {
    ...securityHeaders,
    ...whatToDo(formatted),
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
