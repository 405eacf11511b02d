import type { WebSocket } from 'ws';
import type { Caller } from './context.js';

/** PROTOCOL of graphql-transport-ws: refused, or no longer allowed. Clients may come back with another token. */
export const forbidden = 4403;

const heartbeatMs = 12_000;
const longestTimerMs = 2 ** 31 - 1;

/** Pings, and ends the socket of a peer that has not answered by the next ping. */
export function watchHeartbeat(socket: WebSocket): void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, heartbeatMs);
  socket.once('close', () => clearInterval(heartbeat));
}

/** Closes the socket when its caller's token expires. Timers end after 24 days, so then at the latest. */
export function closeOnExpiry(socket: WebSocket, { expiresAt }: Caller): void {
  if (expiresAt === undefined || socket.readyState !== socket.OPEN) return;
  const remaining = Math.min(Math.max(expiresAt.getTime() - Date.now(), 0), longestTimerMs);
  const expiry = setTimeout(() => socket.close(forbidden, 'Token expired'), remaining);
  socket.once('close', () => clearTimeout(expiry));
}
