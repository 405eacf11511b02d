import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { type Connections, trackConnections } from './connections.js';
import { originOf, type RequestContext, traceRequest } from './context.js';
import { badRequest } from './errors.js';
import { refuseSocket, securityHeaderLines } from './http-answers.js';
import { refuseForeignHost } from './local-hosts.js';
import { socketsUpTo } from './message-limit.js';
import { operationsOnSocket, type SocketSettings } from './operations-on-socket.js';
import type { Pipeline } from './pipeline.js';
import { refuseHandshake } from './websocket-handshake.js';

export interface GraphqlOverWebsocket extends Pick<Connections, 'drain' | 'counts'> {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
}

export interface WebsocketSettings extends SocketSettings {
  readonly maxMessageBytes: number;
  /** Whose pages may open sockets. */
  readonly origins?: ReadonlySet<string> | undefined;
  /** See refuseForeignHost. */
  readonly localOnly?: boolean | undefined;
  /** See originOf. */
  readonly trustedProxies?: number | undefined;
}

/** Serves graphql-transport-ws, and no other subprotocol. */
export function graphqlOverWebsocket<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  settings: WebsocketSettings,
): GraphqlOverWebsocket {
  const { log, maxMessageBytes, origins, localOnly, trustedProxies } = settings;
  // Its types do not know closeTimeout yet. One message of a socket in a turn of the loop, however many came at once.
  const limits = { maxPayload: maxMessageBytes, closeTimeout: 2_000, allowSynchronousEvents: false };
  const WebSocket = socketsUpTo(maxMessageBytes);
  const server = new WebSocketServer({ noServer: true, handleProtocols, WebSocket, ...limits });
  const connections = trackConnections(operationsOnSocket(pipeline, settings), pipeline, log);
  const refuse = (socket: Duplex, request: IncomingMessage, refusal: unknown) =>
    refuseSocket(socket, refusal, traceRequest(originOf(request, trustedProxies), log));

  server.on('headers', (headers) => headers.push(...securityHeaderLines));
  server.on('wsClientError', ({ message }, socket, request) =>
    refuse(socket, request, badRequest(400, `The WebSocket handshake is not valid: ${message}.`)),
  );
  return {
    async upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const origin = originOf(request, trustedProxies);
      try {
        await pipeline.charge(origin, 'socket');
        if (localOnly) refuseForeignHost(request);
        refuseHandshake(request, origins);
        server.handleUpgrade(request, socket, head, (opened) => connections.open(opened, origin));
      } catch (error) {
        refuse(socket, request, error);
      }
    },
    drain: connections.drain,
    counts: connections.counts,
  };
}
