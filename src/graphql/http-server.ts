import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { nowhere, originOf, type RequestTrace, traceRequest } from './context.js';
import { badRequest } from './errors.js';
import type { TakeTurn } from './fair-turns.js';
import { refuseSocket, sendError } from './http-answers.js';
import { trackHttpConnections } from './http-connections.js';
import type { ServerObserver } from './observer.js';
import { type Answer, pathOf } from './routes.js';

export interface HttpServer {
  /** Rejects where the address cannot be used. */
  listen(port: number, host: string): Promise<AddressInfo>;
  /** Accepts no more connections; resolves when no request is under way. */
  drain(): Promise<void>;
  /** Cuts whatever connection is left, sockets included. */
  terminate(): Promise<void>;
}

export interface HttpServerOptions {
  readonly answer: Answer;
  readonly takeTurn: TakeTurn;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** See originOf. */
  readonly trustedProxies?: number | undefined;
  /** More are cut off at once. */
  readonly maxConnectionsPerAddress?: number | undefined;
  readonly patience?: Partial<Patience> | undefined;
  readonly log: Logger;
  readonly observer: ServerObserver;
}

/** With clients, milliseconds. */
export interface Patience {
  /** From the connection, or the last answer, to the end of the headers. */
  readonly headersMs: number;
  /** To the end of the body. */
  readonly bodyMs: number;
  /** For which something of an answer may wait to be read. */
  readonly answerMs: number;
}

const usualPatience: Patience = { headersMs: 10_000, bodyMs: 30_000, answerMs: 60_000 };
const keepAliveTimeout = 65_000; // longer than load balancers keep theirs
const silenceMs = 120_000; // of a client that reads nothing, or of an operation that takes that long
// A request may be on its way on a connection that looks idle.
const graceMs = 100;

/** Node's server with a trace and a log line for each request, and JSON where Node would answer by itself. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { answer, takeTurn, upgrade, log, observer, trustedProxies } = options;
  const underWay = new Set<ServerResponse>();
  const patience = { ...usualPatience, ...options.patience };
  let draining = false;

  const server = createServer(timeoutsOf(patience), (request, response) => {
    if (!connections.admit(response)) return;
    const trace = traceRequest(originOf(request, trustedProxies), log);
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    reportWhenAnswered(request, response, trace, observer);
    response.setHeader('x-request-id', trace.requestId);
    if (draining) response.setHeader('connection', 'close');
    void respond(answer, request, response, trace, takeTurn(trace.address));
  });
  server.setTimeout(silenceMs);
  const connections = trackHttpConnections(server, {
    maxPerAddress: options.maxConnectionsPerAddress,
    answerMs: patience.answerMs,
  });
  server.on('upgrade', upgrade);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = [...underWay].find((candidate) => candidate.socket === socket);
    if (response?.headersSent) return void socket.destroy();
    refuseSocket(socket, unreadable(error.code), traceRequest(nowhere, log));
  });

  return {
    async listen(port, host) {
      server.listen(port, host);
      await once(server, 'listening');
      return server.address() as AddressInfo;
    },
    async drain() {
      draining = true;
      server.close();
      for (const response of underWay) if (!response.headersSent) response.setHeader('connection', 'close');
      do {
        await Promise.all(
          [...underWay].map((response) => new Promise((resolve) => response.once('close', resolve))),
        );
        await delay(graceMs);
      } while (underWay.size > 0);
    },
    async terminate() {
      if (connections.size === 0) return;
      const closed = once(server, 'close');
      connections.destroy();
      await closed;
    },
  };
}

const timeoutsOf = ({ headersMs, bodyMs }: Patience) => ({
  headersTimeout: headersMs,
  requestTimeout: Math.max(headersMs, bodyMs),
  keepAliveTimeout,
  connectionsCheckingInterval: headersMs / 5,
});

async function respond(
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
  trace: RequestTrace,
  turn: Promise<void> | undefined,
): Promise<void> {
  try {
    if (turn) await turn;
    await answer(request, response, trace);
  } catch (error) {
    sendError(response, error, trace);
  }
}

function reportWhenAnswered(
  request: IncomingMessage,
  response: ServerResponse,
  { log }: RequestTrace,
  observer: ServerObserver,
): void {
  const startedAt = performance.now();
  const path = pathOf(request).slice(0, 100);
  const level = /^\/(health\/|metrics$)/.test(path) ? 'debug' : 'info';
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 'aborted';
    const durationMs = performance.now() - startedAt;
    log[level]({ method: request.method, path, status, durationMs: Math.round(durationMs) }, 'request');
    observer.request({ path, status, seconds: durationMs / 1_000 });
  });
}

function unreadable(code: string | undefined): Error {
  if (code === 'HPE_HEADER_OVERFLOW') return badRequest(431, 'The request headers are too large.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return badRequest(408, 'The request took too long to arrive.');
  return badRequest(400, 'The request is not valid HTTP.');
}
