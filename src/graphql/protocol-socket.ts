import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { RawData } from 'ws';
import type { Connection } from './connection.js';
import { sendMessage } from './send-message.js';

type Receive = (data: RawData, handle: (text: string) => Promise<void>) => void;

/** A socket as graphql-ws sees it: with our ids of its operations in the place of the client's. */
export function protocolSocket({ socket, ids }: Connection, receive: Receive): ProtocolSocket {
  return {
    protocol: socket.protocol,
    async send(text) {
      const message = ids.outward(text);
      if (message !== undefined) await sendMessage(socket, message);
    },
    close: (code, reason) => socket.close(code, reason),
    onMessage(handle) {
      // Its types do not know that it takes messages that are parsed.
      const handleOurs = async (text: string) => handle(ids.inward(text) as string);
      socket.on('message', (data) => receive(data, handleOurs));
    },
  };
}
