import { WebSocket } from 'ws';

const tooLarge = 1009;

/** Sockets that say why, where they are closed because of a message of more than so many bytes; ws itself says nothing. */
export const socketsUpTo = (maxBytes: number): typeof WebSocket =>
  class extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      const told =
        code === tooLarge ? `A message is larger than ${maxBytes} bytes (MAX_MESSAGE_BYTES)` : reason;
      super.close(code, told);
    }
  };
