import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { type Connections, trackConnections } from './connections.js';
import { type RequestContext, traceRequest } from './context.js';
import { badRequest } from './errors.js';
import { refuseSocket } from './http-answers.js';
import { operationsOnSocket, type SocketSettings } from './operations-on-socket.js';
import type { Pipeline } from './pipeline.js';
import { handshakeRefusal } from './websocket-handshake.js';

export interface GraphqlOverWebsocket extends Pick<Connections, 'drain' | 'counts'> {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Serves graphql-transport-ws, and no other subprotocol. */
export function graphqlOverWebsocket<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  settings: SocketSettings & { readonly maxMessageBytes: number },
): GraphqlOverWebsocket {
  const { log, maxMessageBytes } = settings;
  const limits = { maxPayload: maxMessageBytes, closeTimeout: 2_000 }; // its types do not know closeTimeout yet
  const server = new WebSocketServer({ noServer: true, handleProtocols, ...limits });
  const connections = trackConnections(operationsOnSocket(pipeline, settings), log);
  const refuse = (socket: Duplex, { headers }: IncomingMessage, refusal: Error) =>
    refuseSocket(socket, refusal, traceRequest(headers, log));

  server.on('wsClientError', ({ message }, socket, request) =>
    refuse(socket, request, badRequest(400, `The WebSocket handshake is not valid: ${message}.`)),
  );
  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const refusal = handshakeRefusal(request);
      if (refusal !== undefined) return refuse(socket, request, refusal);
      server.handleUpgrade(request, socket, head, connections.open);
    },
    drain: connections.drain,
    counts: connections.counts,
  };
}
