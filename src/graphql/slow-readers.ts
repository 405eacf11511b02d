import type { Socket } from 'node:net';

export interface SlowReaders {
  watch(socket: Socket): void;
  /** What is sent on it from now on is somebody else's business. */
  forget(socket: Socket): void;
}

/**
 * Cuts connections on which something has waited for so long to be read, give or take a quarter. Else whoever reads
 * a byte now and then keeps answers in memory, of which one connection may have asked for many.
 */
export function cutSlowReaders(milliseconds: number): SlowReaders {
  /** Since when something waits; undefined: nothing does. */
  const waiting = new Map<Socket, number | undefined>();
  let timer: NodeJS.Timeout | undefined;

  function sweep(): void {
    const now = performance.now();
    for (const [socket, since] of waiting) {
      if (socket.writableLength === 0) waiting.set(socket, undefined);
      else if (since === undefined) waiting.set(socket, now);
      else if (now - since > milliseconds) socket.destroy();
    }
  }

  function forget(socket: Socket): void {
    waiting.delete(socket);
    if (waiting.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    watch(socket) {
      waiting.set(socket, undefined);
      socket.once('close', () => forget(socket));
      timer ??= setInterval(sweep, milliseconds / 4);
    },
    forget,
  };
}
