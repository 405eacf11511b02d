import { createHistogram } from 'node:perf_hooks';
import { WebSocket } from 'ws';

// Sockets in a process of their own, so that the server under test does not share its thread with its clients.

export interface Watch {
  readonly url: string;
  /** One socket for each, with this as its one subscription. */
  readonly subscriptions: readonly { readonly query: string; readonly variables?: object }[];
  /** After how many messages to say that a round is over. */
  readonly round: number;
}

/** In milliseconds, from the instant that a message carries to its arrival. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

const latencies = createHistogram();
const instant = /"timestamp":"([^"]+)"/;
let arrived = 0;

process.on('message', async (message: Watch | 'latencies') => {
  if (message === 'latencies') {
    process.send?.({ p50: latencies.percentile(50) / 1_000, p99: latencies.percentile(99) / 1_000 });
    return;
  }
  const { url, subscriptions, round } = message;
  for (let i = 0; i < subscriptions.length; i += 100) {
    await Promise.all(subscriptions.slice(i, i + 100).map((payload) => watch(url, payload, round)));
  }
  process.send?.('watching');
});

/** Resolves when the subscription was sent; a server takes them in the order in which they come. */
function watch(url: string, payload: object, round: number): Promise<void> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', {
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data) => {
      const text = data.toString();
      if (text.includes('"type":"error"')) throw new Error(text);
      if (text.includes('"type":"connection_ack"')) {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
        resolve();
      } else arrive(text, round);
    });
  });
}

function arrive(text: string, round: number): void {
  const at = Date.parse(instant.exec(text)?.[1] ?? '');
  latencies.record(Math.max(1, (Date.now() - at) * 1_000));
  arrived += 1;
  if (arrived % round === 0) process.send?.('round');
}
