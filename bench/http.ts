import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import type { Candidate, Contest } from './interleave.js';
import { seedStreams } from './seed.js';

const connections = 32;
const sizes = [10, 1_000, 10_000];

/**
 * Operations of a server in a process of its own, against `{ hello }` of a bare Apollo Server in another.
 * Warm: the process has read the order before, as with an order that is being worked on.
 */
export async function httpContest(connection: PostgresConnection): Promise<Contest> {
  const ids = await seedStreams(connection, sizes);
  const address = `postgresql://${connection.user}@localhost:${connection.port}/${connection.database}?host=${encodeURIComponent(connection.host)}`;
  const retrace = await startServer(
    ['dist/index.js'],
    { DATABASE_URL: address, PORT: '0' },
    /(http:\S+graphql) in a browser/,
  );
  const hello = await startServer(['--import', 'tsx', 'bench/apollo-hello.ts'], {}, /(http:\S+)/);
  const baseline = 'bare Apollo { hello }';
  const measured = (name: string, query: string, variables: object): Candidate => ({
    name,
    baseline,
    run: (ms) => requestsPerSecond(retrace.url, { query, variables }, ms),
  });

  const candidates: Candidate[] = [
    { name: baseline, run: (ms) => requestsPerSecond(hello.url, { query: '{ hello }' }, ms) },
    measured('createOrder', createOrder, {
      input: { customerId: 'ada', items: [{ productId: 'house-beans', quantity: 1 }] },
    }),
    ...ids.map(({ size, id }) =>
      measured(`order(id) of ${size.toLocaleString('en-US')} events`, order, { id }),
    ),
    ...ids.map(({ size, id }) =>
      measured(`orderAt(version: ${size / 2}) of ${size.toLocaleString('en-US')} events`, orderAt, {
        id,
        version: size / 2,
      }),
    ),
  ];
  const stop = async () => {
    for (const { child } of [retrace, hello]) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    }
  };
  return { candidates, stop };
}

const shown =
  '{ id version status totalAmount { amount currency } items { productId quantity lineTotal { amount } } }';
const createOrder = `mutation ($input: CreateOrderInput!) { createOrder(input: $input) { order ${shown} } }`;
const order = `query ($id: ID!) { order(id: $id) ${shown} }`;
const orderAt = `query ($id: ID!, $version: Int!) { orderAt(id: $id, version: $version) ${shown} }`;

async function requestsPerSecond(url: string, operation: object, milliseconds: number): Promise<number> {
  const { requests, errors, non2xx } = await autocannon({
    url,
    connections,
    duration: milliseconds / 1_000,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(operation),
    verifyBody: (body) => !String(body).includes('"errors"'),
  } as autocannon.Options);
  if (errors > 0 || non2xx > 0) throw new Error(`${errors} errors, ${non2xx} answers that were not 2xx`);
  return requests.total / (milliseconds / 1_000);
}

async function startServer(
  args: string[],
  env: Record<string, string>,
  ready: RegExp,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Goes on reading after it is ready, so that request logs never fill the pipe.
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = ready.exec(line)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
  });
  return { child, url };
}
