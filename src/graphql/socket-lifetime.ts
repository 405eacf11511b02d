import type { WebSocket } from 'ws';
import type { Caller } from './context.js';

/** PROTOCOL of graphql-transport-ws: refused, or no longer allowed. Clients may come back with another token. */
export const forbidden = 4403;

const longestTimerMs = 2 ** 31 - 1;
const tickMs = 50;
const ticksBetweenPings = 240;

export interface Heartbeat {
  /** Pings every 12 s, and ends the socket of a peer that has not answered by the next ping. */
  watch(socket: WebSocket): void;
}

/** One timer for all sockets. They take turns, so that thousands that came at once are not pinged at once. */
export function createHeartbeat(): Heartbeat {
  const turns = Array.from({ length: ticksBetweenPings }, () => new Set<WebSocket>());
  const silent = new WeakSet<WebSocket>();
  let sockets = 0;
  let watched = 0;
  let tick = 0;
  let timer: NodeJS.Timeout | undefined;

  function beat(): void {
    tick = (tick + 1) % ticksBetweenPings;
    for (const socket of turns[tick] ?? []) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }

  function answered(this: WebSocket): void {
    silent.delete(this);
  }

  return {
    watch(socket) {
      const turn = turns[watched % ticksBetweenPings];
      watched += 1;
      turn?.add(socket);
      sockets += 1;
      timer ??= setInterval(beat, tickMs);
      socket.on('pong', answered);
      socket.once('close', () => {
        turn?.delete(socket);
        sockets -= 1;
        if (sockets > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
    },
  };
}

/** Closes the socket when its caller's token expires. Timers end after 24 days, so then at the latest. */
export function closeOnExpiry(socket: WebSocket, { expiresAt }: Caller): void {
  if (expiresAt === undefined || socket.readyState !== socket.OPEN) return;
  const remaining = Math.min(Math.max(expiresAt.getTime() - Date.now(), 0), longestTimerMs);
  const expiry = setTimeout(() => socket.close(forbidden, 'Token expired'), remaining);
  socket.once('close', () => clearTimeout(expiry));
}
