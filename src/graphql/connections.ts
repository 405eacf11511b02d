import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { CloseCode, type Server } from 'graphql-ws';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import { describeFault } from './errors.js';
import type { SocketCounts } from './observer.js';
import type { Connection } from './operations-on-socket.js';
import { sendMessage } from './send-message.js';
import { createHeartbeat } from './socket-lifetime.js';

export interface Connections {
  open(socket: WebSocket, request: IncomingMessage): void;
  /** Takes no more messages; resolves when each socket is closed, with 1001 once its queries and mutations are answered. */
  drain(): Promise<void>;
  counts(): SocketCounts;
}

/** Carries messages between sockets and the protocol, in place of graphql-ws/use/ws, which writes to the console. */
export function trackConnections(protocol: Server<Connection>, log: Logger): Connections {
  const connections = new Set<Connection>();
  const heartbeat = createHeartbeat();
  let draining = false;

  async function receive(
    connection: Connection,
    data: RawData,
    handle: (data: string) => Promise<void>,
  ): Promise<void> {
    if (draining || connection.socket.readyState !== connection.socket.OPEN) return;
    connection.handling += 1;
    await handle(data.toString()).catch((error) => fail(connection.socket, error, log));
    connection.handling -= 1;
    if (draining) closeWhenIdle(connection);
  }

  return {
    open(socket, { headers }) {
      if (draining) return socket.terminate();
      const connection: Connection = { socket, headers: neededLater(headers), handling: 0, subscriptions: 0 };
      connections.add(connection);
      heartbeat.watch(socket);
      socket.on('error', (error) => log.debug({ reason: error.message }, 'websocket broke'));
      const closed = protocol.opened(
        {
          protocol: socket.protocol,
          send: (data) => sendMessage(socket, data),
          close: (code, reason) => socket.close(code, reason),
          onMessage: (handle) => socket.on('message', (data) => void receive(connection, data, handle)),
        },
        connection,
      );
      socket.once('close', (code, reason) => {
        connections.delete(connection);
        closed(code, reason.toString()).catch((error) =>
          log.error({ error: describeFault(error) }, 'unsubscribing failed'),
        );
      });
    },
    async drain() {
      draining = true;
      const closed = [...connections].map(
        ({ socket }) => new Promise((resolve) => socket.once('close', resolve)),
      );
      for (const connection of connections) closeWhenIdle(connection);
      await Promise.all(closed);
    },
    counts() {
      let subscriptions = 0;
      for (const connection of connections) subscriptions += connection.subscriptions;
      return { connections: connections.size, subscriptions };
    },
  };
}

/** Not all of them: a socket may be open for days. */
const neededLater = ({
  authorization,
  'x-correlation-id': correlation,
}: IncomingHttpHeaders): IncomingHttpHeaders => ({
  ...(authorization !== undefined && { authorization }),
  ...(correlation !== undefined && { 'x-correlation-id': correlation }),
});

function closeWhenIdle({ socket, handling, subscriptions }: Connection): void {
  if (handling === subscriptions) socket.close(1001, 'The server is stopping');
}

function fail(socket: WebSocket, error: unknown, log: Logger): void {
  if (socket.readyState !== socket.OPEN) {
    log.debug({ reason: String(error) }, 'websocket broke');
  } else if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
    socket.close(CloseCode.BadRequest, 'Unexpected message');
  } else {
    log.error({ error: describeFault(error) }, 'websocket failed');
    socket.close(CloseCode.InternalServerError, 'Internal error');
  }
}
