import type { IncomingHttpHeaders } from 'node:http';
import { CloseCode, type Server } from 'graphql-ws';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { Connection } from './connection.js';
import type { Origin } from './context.js';
import { describeFault } from './errors.js';
import type { SocketCounts } from './observer.js';
import { IdInUse, IdTooLong, operationIds } from './operation-ids.js';
import type { Pipeline } from './pipeline.js';
import { protocolSocket } from './protocol-socket.js';
import { createHeartbeat } from './socket-lifetime.js';

export interface Connections {
  open(socket: WebSocket, origin: Origin): void;
  /** Takes no more messages; resolves when each socket is closed, with 1001 once its queries and mutations are answered. */
  drain(): Promise<void>;
  counts(): SocketCounts;
}

/** Carries messages between sockets and the protocol, in place of graphql-ws/use/ws, which writes to the console. */
export function trackConnections(
  protocol: Server<Connection>,
  { takeMessage }: Pick<Pipeline<never>, 'takeMessage'>,
  log: Logger,
): Connections {
  const connections = new Set<Connection>();
  const heartbeat = createHeartbeat();
  let draining = false;

  async function receive(
    connection: Connection,
    data: RawData,
    handle: (data: string) => Promise<void>,
  ): Promise<void> {
    if (draining || !isOpen(connection)) return;
    connection.handling += 1;
    if (isBusy(connection)) connection.socket.pause();
    const text = data.toString();
    connection.taken = connection.taken.then(() => takeMessage(connection, text.length));
    await connection.taken;
    if (isOpen(connection)) await handle(text).catch((error) => fail(connection.socket, error, log));
    connection.handling -= 1;
    if (connection.socket.isPaused && !isBusy(connection)) connection.socket.resume();
    if (draining) closeWhenIdle(connection);
  }

  return {
    open(socket, origin) {
      if (draining) return socket.terminate();
      const connection = newConnection(socket, origin);
      connections.add(connection);
      heartbeat.watch(socket);
      socket.on('error', (error) => log.debug({ reason: error.message }, 'websocket broke'));
      const closed = protocol.opened(
        protocolSocket(connection, (data, handle) => void receive(connection, data, handle)),
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

const newConnection = (socket: WebSocket, { headers, address }: Origin): Connection => ({
  headers: neededLater(headers),
  address,
  socket,
  ids: operationIds(),
  taken: Promise.resolve(),
  handling: 0,
  subscriptions: 0,
  subscribedCost: 0,
});

/** Not all of them: a socket may be open for days. */
const neededLater = ({
  authorization,
  'x-correlation-id': correlation,
}: IncomingHttpHeaders): IncomingHttpHeaders => ({
  ...(authorization !== undefined && { authorization }),
  ...(correlation !== undefined && { 'x-correlation-id': correlation }),
});

const isOpen = ({ socket }: Connection): boolean => socket.readyState === socket.OPEN;

const mostAtOnce = 100;
const mostUnread = 1024 * 1024; // bytes

/** Whoever asks on without waiting, or without reading the answers, is not listened to for a while. */
const isBusy = ({ socket, handling, subscriptions }: Connection): boolean =>
  handling - subscriptions > mostAtOnce || socket.bufferedAmount > mostUnread;

function closeWhenIdle({ socket, handling, subscriptions }: Connection): void {
  if (handling === subscriptions) socket.close(1001, 'The server is stopping');
}

function fail(socket: WebSocket, error: unknown, log: Logger): void {
  if (socket.readyState !== socket.OPEN) {
    log.debug({ reason: String(error) }, 'websocket broke');
  } else if (error instanceof IdInUse) {
    socket.close(CloseCode.SubscriberAlreadyExists, closeReason(error.message));
  } else if (error instanceof IdTooLong) {
    socket.close(CloseCode.BadRequest, closeReason(error.message));
  } else if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
    socket.close(CloseCode.BadRequest, 'Unexpected message');
  } else {
    log.error({ error: describeFault(error) }, 'websocket failed');
    socket.close(CloseCode.InternalServerError, 'Internal error');
  }
}

/** A frame that closes has room for 123 bytes. */
const closeReason = (text: string): string => Buffer.from(text).subarray(0, 120).toString();
