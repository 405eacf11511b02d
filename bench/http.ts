import type { PostgresConnection } from '../src/database/embedded/index.js';
import type { Candidate, Contest } from './interleave.js';
import { seedStreams } from './seed.js';
import { requestsPerSecond, startRetrace, startServer } from './servers.js';

const sizes = [10, 1_000, 10_000, 100_000];

/**
 * Operations of a server in a process of its own, against `{ hello }` of a bare Apollo Server in another.
 * Warm: the process has read the order before, as with an order that is being worked on.
 */
export async function httpContest(connection: PostgresConnection): Promise<Contest> {
  const ids = await seedStreams(connection, sizes);
  const retrace = await startRetrace(connection);
  const hello = await startServer(['--import', 'tsx', 'bench/apollo-hello.ts'], {}, /(http:\S+)/);
  const baseline = 'bare Apollo { hello }';
  const measured = (name: string, query: string, variables: object): Candidate => ({
    name,
    baseline,
    run: (ms) => requestsPerSecond(retrace.url, { query, variables }, ms, 32),
  });

  const candidates: Candidate[] = [
    { name: baseline, run: (ms) => requestsPerSecond(hello.url, { query: '{ hello }' }, ms, 32) },
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
  return { candidates, stop: () => Promise.all([retrace.stop(), hello.stop()]).then(() => undefined) };
}

const shown =
  '{ id version status totalAmount { amount currency } items { productId quantity lineTotal { amount } } }';
const createOrder = `mutation ($input: CreateOrderInput!) { createOrder(input: $input) { order ${shown} } }`;
const order = `query ($id: ID!) { order(id: $id) ${shown} }`;
const orderAt = `query ($id: ID!, $version: Int!) { orderAt(id: $id, version: $version) ${shown} }`;
