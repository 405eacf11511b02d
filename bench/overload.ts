import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import { attacks } from '../src/proof/overload/attacks.js';
import { jwtSecret, tokenOf } from '../src/testing/tokens.js';
import type { Orders } from './attackers.js';
import { residentBytes } from './fan-out.js';
import { type Candidate, type Contest, median } from './interleave.js';
import { seedStreams } from './seed.js';
import { addressOf, type BenchServer, startServer } from './servers.js';

/** How many sockets, or requests at once. */
const sizes: Record<keyof typeof attacks, number> = {
  'slow headers': 1_000,
  'slow bodies': 1_000,
  'slow readers': 200,
  'silent connections': 1_000,
  'silent sockets': 1_000,
  'idle sockets': 10_000,
  'a flood of messages': 20,
  'a flood of bad tokens': 16,
  'a flood of bad JSON': 16,
  'a flood of documents over the limits': 16,
};

interface Seen {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
  /** For how long the event loop was blocked at the most, milliseconds. */
  readonly lag: number;
  /** Of one core, by the server. */
  readonly cpu: number;
  readonly megabytes: number;
  /** Requests of the attack that were answered, a second. */
  readonly answered: number;
}

const alone = 'honest callers alone';
const warmUpMs = 6_000;

/**
 * Honest callers, eight of them, who each read an order every 20 ms, alone and beside each attack, on a fresh server
 * with its default limits that is warm. The p99 of their answers, the longest that the server's event loop was
 * blocked, and its memory. Attackers stand for other machines: they have whatever processor time nobody else wants.
 */
export async function overloadContest(connection: PostgresConnection): Promise<Contest> {
  const [order] = await seedStreams(connection, [10]);
  const authorizations = await Promise.all(
    Array.from({ length: 500 }, (_, n) => tokenOf(`attacker-${n}`, 'customer')),
  );
  const tokens = authorizations.map(({ authorization }) => authorization);
  const seen = new Map<string, Seen[]>();
  const candidate = (name: string, attack?: keyof typeof attacks): Candidate => ({
    name,
    ...(attack ? { baseline: alone } : {}),
    async run(milliseconds) {
      const server = await startProtected(connection);
      try {
        const figures = await watch(
          server,
          order?.id ?? '',
          attack && { name: attack, tokens },
          milliseconds,
        );
        seen.set(name, [...(seen.get(name) ?? []), figures]);
        return figures.perSecond;
      } finally {
        await server.stop();
      }
    },
  });
  const roundsOf = (name: string): readonly Seen[] => (seen.get(name) ?? []).slice(1); // the first warms up
  const column = (title: string, of: (it: Seen, calm: Seen) => number, digits = 0) => ({
    title,
    of: (name: string) =>
      median(roundsOf(name).map((it, i) => of(it, roundsOf(alone)[i] as Seen))).toFixed(digits),
  });
  const names = Object.keys(attacks) as (keyof typeof attacks)[];
  return {
    candidates: [
      candidate(alone),
      ...names.map((name) => candidate(`beside ${sizes[name].toLocaleString('en-US')}: ${name}`, name)),
    ],
    columns: [
      column('p99 ms', ({ p99 }) => p99, 1),
      column('p99 ratio', ({ p99 }, calm) => p99 / calm.p99, 2),
      column('loop blocked ms', ({ lag }) => lag),
      column('CPU %', ({ cpu }) => cpu * 100),
      column('MB', ({ megabytes }) => megabytes),
      column('attackers answered per second', ({ answered }) => answered),
    ],
    stop: async () => {},
  };
}

/** What honest callers see of a server, beside an attack or none. */
async function watch(
  server: BenchServer,
  id: string,
  attack: Pick<Orders, 'name' | 'tokens'> | undefined,
  milliseconds: number,
): Promise<Seen> {
  const attackers = fork('bench/attackers.ts', { execArgv: ['--import', 'tsx'] });
  setPriority(attackers.pid as number, 19);
  try {
    await honestLoad(server, id, warmUpMs, 0);
    if (attack) {
      const port = Number(new URL(server.url).port);
      attackers.send({ ...attack, size: sizes[attack.name], port } satisfies Orders);
      await once(attackers, 'message');
    }
    const answered = await answersTo(attackers);
    const { cpuMs } = await measure(server);
    const { perSecond, p99 } = await honestLoad(server, id, milliseconds, 20);
    const after = await measure(server);
    return {
      ...{ perSecond, p99, lag: after.lag },
      cpu: (after.cpuMs - cpuMs) / milliseconds,
      megabytes: residentBytes(server.child) / 1_000_000,
      answered: (((await answersTo(attackers)) - answered) * 1_000) / milliseconds,
    };
  } finally {
    attackers.kill('SIGKILL');
  }
}

async function answersTo(attackers: ChildProcess): Promise<number> {
  attackers.send('report');
  const [{ answers }] = (await once(attackers, 'message')) as [{ answers: [string, number][] }];
  return answers.reduce((sum, [, count]) => sum + count, 0);
}

const startProtected = (connection: PostgresConnection): Promise<BenchServer> =>
  startServer(
    ['dist/index.js'],
    {
      ...{ DATABASE_URL: addressOf(connection), PORT: '0', AUTH_JWT_SECRET: jwtSecret, TRUST_PROXY: '1' },
      GRAPHIQL: 'true',
    },
    /(http:\S+graphql) in a browser/,
  );

/** Each from an address of their own, with a pause after each answer, milliseconds. */
async function honestLoad({ url }: BenchServer, id: string, milliseconds: number, pause: number) {
  const latencies = createHistogram();
  const body = JSON.stringify({
    query: 'query($id: ID!) { order(id: $id) { id version status } }',
    variables: { id },
  });
  const end = performance.now() + milliseconds;
  let answered = 0;
  const caller = async (n: number) => {
    const { authorization } = await tokenOf(`honest-${n}`, 'operator');
    const headers = {
      authorization,
      'content-type': 'application/json',
      'x-forwarded-for': `198.51.100.${n}`,
    };
    while (performance.now() < end) {
      const begin = performance.now();
      const response = await fetch(url, { method: 'POST', headers, body });
      if (!(await response.text()).includes('"data"'))
        throw new Error(`an honest caller got ${response.status}`);
      latencies.record(Math.max(1, Math.round((performance.now() - begin) * 1_000)));
      answered += 1;
      await delay(pause);
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, n) => caller(n)));
  return { perSecond: (answered * 1_000) / milliseconds, p99: latencies.percentile(99) / 1_000 };
}

/** For how long its event loop was blocked since it was asked last, and its processor time, milliseconds. */
async function measure({ url }: BenchServer) {
  const page = await (await fetch(new URL('/metrics', url))).text();
  const of = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(page)?.[1]) * 1_000;
  return { lag: of('nodejs_eventloop_lag_max_seconds'), cpuMs: of('process_cpu_seconds_total') };
}
