import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import type { Candidate, Contest } from './interleave.js';
import { seedStreams } from './seed.js';
import { type BenchServer, startBare, startRetrace } from './servers.js';
import type { Latencies, Watch } from './subscribers.js';

/** What is published, and who watches it. */
interface Audience {
  readonly subscriptions: Watch['subscriptions'];
  /** Deliveries that one event comes to. */
  readonly each: number;
  publish(): Promise<void> | void;
}

const feedQuery = `subscription {
  orderEvents { cursor event { id orderId type version timestamp actor } order { id version status totalAmount { amount currency } } }
}`;
const orderQuery = `subscription ($id: ID!) {
  orderEvents(orderId: $id) { cursor event { id orderId type version timestamp actor } order { id version status totalAmount { amount currency } } }
}`;
const change = `mutation ($input: ChangeOrderItemQuantityInput!) { changeOrderItemQuantity(input: $input) { cursor } }`;

/** Events under way at a time. */
const ahead = 4;

/**
 * One event to many sockets, and events of many orders to a socket each: deliveries a second, against a bare
 * graphql-ws server that sends the same payload to as many. Sockets are opened before the clock runs.
 */
export async function fanOutContest(connection: PostgresConnection): Promise<Contest> {
  const orders = await seedStreams(connection, Array<number>(5_000).fill(1));
  const retrace = await startRetrace(connection);
  const bare = await startBare();
  const fresh = new Map([retrace, bare].map((server) => [server, residentBytes(server.child)]));
  const figures = new Map<string, Figures>();
  const measured = (name: string, server: BenchServer, audience: Audience, baseline?: string): Candidate => ({
    name,
    ...(baseline ? { baseline } : {}),
    run: (milliseconds) =>
      fanOut({ ...server, fresh: fresh.get(server) ?? 0 }, audience, milliseconds, (figure) =>
        figures.set(name, figure),
      ),
  });

  let turn = 0;
  const publish = () => changeOrder(retrace.url, orders[turn++ % orders.length]?.id as string, turn);
  const candidates = [100, 1_000, 5_000].flatMap((sockets) => {
    const of = sockets.toLocaleString('en-US');
    const baseline = `bare graphql-ws to ${of} sockets`;
    const feed = { subscriptions: Array(sockets).fill({ query: feedQuery }), each: sockets, publish };
    return [
      measured(baseline, bare, bareAudience(bare, sockets)),
      measured(`one feed to ${of} sockets`, retrace, feed, baseline),
    ];
  });
  const own = orders.map(({ id }) => ({ query: orderQuery, variables: { id } }));
  const each = { subscriptions: own, each: 1, publish };
  candidates.push(
    measured('5,000 orders to a socket each', retrace, each, 'bare graphql-ws to 5,000 sockets'),
  );
  return {
    candidates,
    columns: [
      { title: 'p50 ms', of: (name) => figures.get(name)?.p50.toFixed(0) ?? '' },
      { title: 'p99 ms', of: (name) => figures.get(name)?.p99.toFixed(0) ?? '' },
      { title: 'KB a socket', of: (name) => ((figures.get(name)?.bytes ?? 0) / 1_000).toFixed(0) },
    ],
    stop: () => Promise.all([retrace.stop(), bare.stop()]).then(() => undefined),
  };
}

async function changeOrder(url: string, orderId: string, turn: number): Promise<void> {
  const input = { orderId, productId: 'house-beans', quantity: 2 + (turn % 900_000) };
  const body = JSON.stringify({ query: change, variables: { input } });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { errors } = (await answer.json()) as { errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
}

/** The same payload as the feed's, which this process made up. */
const bareAudience = ({ child }: BenchServer, sockets: number): Audience => ({
  subscriptions: Array(sockets).fill({ query: 'subscription { message }' }),
  each: sockets,
  publish: () => void child.send(JSON.stringify({ ...samplePayload, timestamp: new Date().toISOString() })),
});

/** With its resident memory before anybody came, bytes. */
type MeasuredServer = BenchServer & { readonly fresh: number };

interface Figures extends Latencies {
  /** Resident memory of the server since it started, by the number of sockets, bytes: too much where they are few. */
  readonly bytes: number;
}

const samplePayload = {
  cursor: '1.AAAAAAAAAAAA',
  event: {
    id: '01a207b1-07e3-71a7-a4d1-6666e9b7d30a',
    orderId: '01a207b1-07e3-71a7-a4d1-66655a50a904',
    type: 'OrderItemQuantityChanged',
    version: 1_000,
    actor: 'anonymous',
  },
  order: {
    id: '01a207b1-07e3-71a7-a4d1-66655a50a904',
    version: 1_000,
    status: 'PENDING',
    totalAmount: { amount: '18750.00', currency: 'USD' },
  },
};

/** Publishes for a while, with a few events under way at a time; deliveries a second. */
async function fanOut(
  { url, child, fresh }: MeasuredServer,
  { subscriptions, each, publish }: Audience,
  milliseconds: number,
  report: (figures: Figures) => void,
): Promise<number> {
  const sockets = fork('bench/subscribers.ts', { execArgv: ['--import', 'tsx'] });
  sockets.send({ url, subscriptions, round: each } satisfies Watch);
  await once(sockets, 'message');
  await new Promise((resolve) => setTimeout(resolve, 500)); // until the last of them is subscribed
  const bytes = (residentBytes(child) - fresh) / subscriptions.length;

  let published = 0;
  let rounds = 0;
  let again = () => {};
  sockets.on('message', () => {
    rounds += 1;
    again();
  });
  const inFlight = each === 1 ? 64 : ahead;
  const start = performance.now();
  while (performance.now() - start < milliseconds) {
    if (published - rounds < inFlight) {
      published += 1;
      void publish();
    } else {
      await new Promise<void>((resolve) => {
        again = resolve;
      });
    }
  }
  const perSecond = (rounds * each * 1_000) / (performance.now() - start);
  sockets.removeAllListeners('message');
  sockets.send('latencies');
  const [latencies] = (await once(sockets, 'message')) as [Latencies];
  report({ ...latencies, bytes });
  sockets.kill('SIGKILL');
  await once(sockets, 'exit');
  return perSecond;
}

export function residentBytes({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
}
