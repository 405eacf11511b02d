import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type RequestContext, traceRequest } from './context.js';
import { badRequest, describeFault } from './errors.js';
import { refuseSocket } from './http-answers.js';
import { type Connection, operationsOnSocket, type SocketSettings } from './operations-on-socket.js';
import type { Pipeline } from './pipeline.js';
import { watchHeartbeat } from './socket-lifetime.js';
import { handshakeRefusal } from './websocket-handshake.js';

export interface GraphqlOverWebsocket {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Takes no more messages; closes each socket with 1001 once its queries and mutations are answered. */
  drain(): Promise<void>;
}

/** Serves graphql-transport-ws, and no other subprotocol, in place of graphql-ws/use/ws, which writes to the console. */
export function graphqlOverWebsocket<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  settings: SocketSettings & { readonly maxMessageBytes: number },
): GraphqlOverWebsocket {
  const { log, maxMessageBytes } = settings;
  const limits = { maxPayload: maxMessageBytes, closeTimeout: 2_000 }; // its types do not know closeTimeout yet
  const server = new WebSocketServer({ noServer: true, handleProtocols, ...limits });
  const operations = operationsOnSocket(pipeline, settings);
  const connections = new Set<Connection>();
  let draining = false;

  server.on('wsClientError', (error, socket, { headers }) =>
    refuseSocket(
      socket,
      badRequest(400, `The WebSocket handshake is not valid: ${error.message}.`),
      traceRequest(headers, log),
    ),
  );

  function open(socket: WebSocket, request: IncomingMessage): void {
    const connection: Connection = { socket, request, handling: 0, subscriptions: 0 };
    connections.add(connection);
    watchHeartbeat(socket);
    const closed = operations.opened(
      {
        protocol: socket.protocol,
        send: (data) => sendTo(socket, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => socket.on('message', (data) => void receive(connection, data, handle)),
      },
      connection,
    );
    socket.on('error', (error) => log.debug({ reason: error.message }, 'websocket broke'));
    socket.once('close', (code, reason) => {
      connections.delete(connection);
      closed(code, reason.toString()).catch((error) =>
        log.error({ error: describeFault(error) }, 'unsubscribing failed'),
      );
    });
  }

  async function receive(
    connection: Connection,
    data: RawData,
    handle: (data: string) => Promise<void>,
  ): Promise<void> {
    if (draining || connection.socket.readyState !== connection.socket.OPEN) return;
    connection.handling += 1;
    await handle(data.toString()).catch((error) => failConnection(connection, error, log));
    connection.handling -= 1;
    if (draining) closeWhenIdle(connection);
  }

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      if (draining) return void socket.destroy();
      const refusal = handshakeRefusal(request);
      if (refusal !== undefined) return refuseSocket(socket, refusal, traceRequest(request.headers, log));
      server.handleUpgrade(request, socket, head, open);
    },
    async drain() {
      draining = true;
      const closed = [...connections].map(
        ({ socket }) => new Promise((resolve) => socket.once('close', resolve)),
      );
      for (const connection of connections) closeWhenIdle(connection);
      await Promise.all(closed);
    },
  };
}

function closeWhenIdle({ socket, handling, subscriptions }: Connection): void {
  if (handling === subscriptions) socket.close(1001, 'The server is stopping');
}

/** Resolves when the operating system has taken the message, so a slow reader slows its own subscription. */
function sendTo(socket: WebSocket, data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(data, (error) => (error ? reject(error) : resolve()));
  });
}

function failConnection({ socket }: Connection, error: unknown, log: SocketSettings['log']): void {
  if (socket.readyState !== socket.OPEN) {
    log.debug({ reason: String(error) }, 'websocket broke');
  } else if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
    socket.close(CloseCode.BadRequest, 'Unexpected message');
  } else {
    log.error({ error: describeFault(error) }, 'websocket failed');
    socket.close(CloseCode.InternalServerError, 'Internal error');
  }
}
