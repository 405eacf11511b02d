import type { PostgresConnection } from '../src/database/embedded/index.js';
import type { Candidate, Contest } from './interleave.js';
import { requestsPerSecond, startRetrace } from './servers.js';
import { generateShop } from './shops.js';

const sizes = [1_000, 200_000] as const;

const pages: readonly (readonly [name: string, args: string, fields?: string])[] = [
  ['first page', 'first: 20'],
  ['last page', 'last: 20'],
  ['page in the middle', 'first: 20, sort: CREATED_AT_ASC, after: "MIDDLE"'],
  ['dearest of two statuses', 'first: 20, sort: TOTAL_DESC, filter: { status: [CANCELLED, PENDING] }'],
  ['latest changed of a customer', 'first: 20, sort: UPDATED_AT_DESC, filter: { customerId: "CUSTOMER" }'],
  ['of a product, oldest first', 'first: 20, sort: CREATED_AT_ASC, filter: { productId: "PRODUCT" }'],
  ['totalCount of a status', 'first: 1, filter: { status: [SHIPPED] }', 'totalCount'],
];

/** Pages of `orders` over HTTP, 8 connections: a store of 200,000 orders against one of 1,000. */
export async function listContest(connection: PostgresConnection): Promise<Contest> {
  const shops = await Promise.all(
    sizes.map(async (size) => {
      const server = await startRetrace(await generateShop(connection, size));
      return { size, server, example: await exampleOf(server.url) };
    }),
  );
  const titled = (name: string, size: number) => `${name}, ${size.toLocaleString('en-US')} orders`;
  const candidates = pages.flatMap(([name, args, fields = 'nodes { id status totalAmount { amount } }']) =>
    shops.map(({ size, server, example }, i): Candidate => {
      const query = `{ orders(${args.replace(/MIDDLE|CUSTOMER|PRODUCT/, (it) => example[it] ?? '')}) { ${fields} } }`;
      return {
        name: titled(name, size),
        ...(i === 0 ? {} : { baseline: titled(name, sizes[0]) }),
        run: (milliseconds) => requestsPerSecond(server.url, { query }, milliseconds, 8),
      };
    }),
  );
  return {
    candidates,
    stop: () => Promise.all(shops.map(({ server }) => server.stop())).then(() => undefined),
  };
}

/** A place in the middle of the shop's time, and a customer and a product from there. */
async function exampleOf(url: string): Promise<Record<string, string | undefined>> {
  const ends = await ask(
    url,
    '{ oldest: orders(last: 1) { nodes { createdAt } } newest: orders(first: 1) { nodes { createdAt } } }',
  );
  const [from, to] = [ends.oldest, ends.newest].map(({ nodes }) => Date.parse(nodes[0].createdAt)) as [
    number,
    number,
  ];
  const middle = new Date((from + to) / 2).toISOString();
  const { orders } = await ask(
    url,
    `{ orders(first: 1, sort: CREATED_AT_ASC, filter: { createdFrom: "${middle}" }) {
      nodes { customerId items { productId } } pageInfo { endCursor } } }`,
  );
  const [{ customerId, items }] = orders.nodes;
  return { MIDDLE: orders.pageInfo.endCursor, CUSTOMER: customerId, PRODUCT: items[0].productId };
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the query asks for
async function ask(url: string, query: string): Promise<any> {
  const body = JSON.stringify({ query });
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
