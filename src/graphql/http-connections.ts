import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { connectionCap } from './connection-cap.js';
import { cutSlowReaders } from './slow-readers.js';

/** Requests of one connection under way. Browsers send one, and nobody so many; a loop would turn once for all. */
const mostPipelined = 8;

export interface HttpConnections {
  readonly size: number;
  /** Whether a request on a connection may be answered; cuts the connection where not. */
  admit(response: ServerResponse): boolean;
  /** Cuts them all. */
  destroy(): void;
}

/** All connections of a server: so many of each address, and none that does not read for so many milliseconds. */
export function trackHttpConnections(
  server: Server,
  { maxPerAddress, answerMs }: { readonly maxPerAddress: number | undefined; readonly answerMs: number },
): HttpConnections {
  const all = new Set<Socket>();
  const underWay = new WeakMap<Socket, number>();
  const mayOpen = connectionCap(maxPerAddress);
  const slowReaders = cutSlowReaders(answerMs);
  server.on('connection', (socket) => {
    if (!mayOpen(socket.remoteAddress ?? '', socket)) return void socket.destroy();
    all.add(socket);
    slowReaders.watch(socket);
    socket.once('close', () => all.delete(socket));
  });
  server.on('upgrade', (_request, socket) => slowReaders.forget(socket as Socket));
  return {
    get size() {
      return all.size;
    },
    admit(response) {
      const { socket } = response.req;
      const others = underWay.get(socket) ?? 0;
      if (others >= mostPipelined) socket.destroy();
      underWay.set(socket, others + 1);
      response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
      return others < mostPipelined;
    },
    destroy() {
      for (const socket of all) socket.destroy();
    },
  };
}
