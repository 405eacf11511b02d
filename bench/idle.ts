import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import { residentBytes } from './fan-out.js';
import type { Candidate, Contest } from './interleave.js';
import { seedStreams } from './seed.js';
import { type BenchServer, startBare, startRetrace } from './servers.js';
import type { Watch } from './subscribers.js';

const sockets = 10_000;
const watched = 200;

/**
 * Sockets that each hold one subscription to which nothing is told: how many are opened in a second, and what resident
 * memory a fresh server takes for each, garbage of the handshakes included. Each runs to its end, whatever the seconds.
 */
export async function idleContest(connection: PostgresConnection): Promise<Contest> {
  const orders = await seedStreams(connection, Array<number>(watched).fill(1));
  const kilobytes = new Map<string, number>();
  const query = 'subscription ($id: ID!) { orderEvents(orderId: $id) { cursor event { type } } }';
  const ofOrders = Array.from({ length: sockets }, (_, i) => ({
    query,
    variables: { id: orders[i % watched]?.id },
  }));
  const ofAll = Array(sockets).fill({ query: 'subscription { message }' });
  const opened = (
    name: string,
    start: () => Promise<BenchServer>,
    subscriptions: Watch['subscriptions'],
    baseline?: string,
  ): Candidate => ({
    name,
    ...(baseline ? { baseline } : {}),
    async run() {
      const server = await start();
      const { perSecond, bytes } = await open(server, subscriptions).finally(server.stop);
      kilobytes.set(name, bytes / 1_000);
      return perSecond;
    },
  });
  const bare = 'idle sockets of bare graphql-ws';
  return {
    candidates: [
      opened(bare, startBare, ofAll),
      opened('idle sockets of Retrace', () => startRetrace(connection), ofOrders, bare),
    ],
    columns: [{ title: 'KB a socket', of: (name) => kilobytes.get(name)?.toFixed(1) ?? '' }],
    stop: async () => {},
  };
}

async function open({ url, child }: BenchServer, subscriptions: Watch['subscriptions']) {
  const clients = fork('bench/subscribers.ts', { execArgv: ['--import', 'tsx'] });
  try {
    const before = residentBytes(child);
    const start = performance.now();
    clients.send({ url, subscriptions, round: 1 } satisfies Watch);
    await once(clients, 'message');
    const perSecond = (sockets * 1_000) / (performance.now() - start);
    await delay(6_000); // the time-out for the first message of each has gone
    return { perSecond, bytes: (residentBytes(child) - before) / sockets };
  } finally {
    clients.kill('SIGKILL');
    await once(clients, 'exit');
  }
}
