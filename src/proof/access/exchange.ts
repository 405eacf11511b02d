import { ask, connectAcknowledged, type TestSocket } from '../../testing/graphql-client.js';
import type { Token } from '../../testing/tokens.js';
import type { Reply } from './outcomes.js';

/** One way to have operations answered. */
export interface Exchange {
  readonly transport: 'HTTP' | 'WebSocket';
  /** The answer; of a subscription the first message. */
  answer(document: string): Promise<Reply>;
  close(): void;
}

export const overHttp = (url: string, token?: Token): Exchange => ({
  transport: 'HTTP',
  answer: (document) => ask(url, document, {}, token),
  close: () => {},
});

export async function overWebSocket(url: string, token: Token): Promise<Exchange> {
  const socket = await connectAcknowledged(url, token);
  let asked = 0;
  return {
    transport: 'WebSocket',
    async answer(query) {
      asked += 1;
      const id = `${asked}`;
      socket.send({ id, type: 'subscribe', payload: { query } });
      const { type, payload } = await nextOf(socket, id);
      if (type === 'next') socket.send({ id, type: 'complete' });
      return type === 'error' ? { errors: payload } : payload;
    },
    close: () => socket.socket.terminate(),
  };
}

async function nextOf(socket: TestSocket, id: string) {
  for (;;) {
    const message = await socket.next();
    if (message.id === id && message.type !== 'complete') return message;
  }
}
