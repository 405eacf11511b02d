import { readdirSync, readFileSync } from 'node:fs';
import { type DocumentNode, Kind, parse, print, separateOperations } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultLimits, documentReader } from './graphql/documents.js';
import { exampleOperations } from './orders/index.js';
import { schema } from './schema.js';

const file = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const read = documentReader(schema, defaultLimits);

/** Of the operation with the longest pages. */
function dearest(text: string, operationName?: string): number {
  const { errors, operation } = { operation: undefined, ...read(text, operationName) };
  expect(errors).toBeUndefined();
  return operation?.cost.of({ first: 100, last: 100 }) ?? Number.NaN;
}

const named = (document: DocumentNode) =>
  Object.entries(separateOperations(document)).map(([name, alone]) => [name, print(alone)] as const);

const operations = readdirSync(new URL('../schema/operations', import.meta.url))
  .map((name) => file(`schema/operations/${name}`))
  .join('\n');
const blocks = [...file('README.md').matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text);

describe('the limits of operations leave room for', () => {
  it.each(named(parse(operations)))('%s of schema/operations, with pages of 100', (_name, text) => {
    expect(dearest(text)).toBeLessThanOrEqual(defaultLimits.cost);
  });

  it.each(blocks.map((text) => [/\w+ (\w+)/.exec(text)?.[1], text]))('%s of the README', (_name, text) => {
    expect(dearest(text as string)).toBeLessThanOrEqual(defaultLimits.cost);
  });

  const tour = parse(exampleOperations).definitions.filter((it) => it.kind === Kind.OPERATION_DEFINITION);
  it.each(tour.map(({ name }) => name?.value))('%s of the tour, which is one document', (name) => {
    expect(dearest(exampleOperations, name)).toBeLessThanOrEqual(defaultLimits.cost);
  });

  it('a dashboard: the latest hundred orders with their lines, and what waits', () => {
    const cost = dearest(`query Dashboard {
      orders(last: 100) {
        totalCount
        pageInfo { hasPreviousPage startCursor }
        nodes {
          id reference version status updatedAt totalAmount { amount currency }
          items { productId name quantity unitPrice { amount currency } lineTotal { amount currency } }
          payment { status authorized { amount } captured { amount } refunded { amount } }
          process { state nextStep attempts lastError waitingSince }
        }
      }
      fulfilments(state: WAITING, first: 50) { totalCount nodes { orderId nextStep lastError waitingSince } }
      projections { name state }
    }`);
    expect(cost).toBeLessThanOrEqual(defaultLimits.cost);
  });
});

describe('the cost of an operation', () => {
  it.each([
    ['{ order(id: "a") { id } }', 2],
    ['{ order(id: "a") { items { productId } } }', 3],
    ['{ orders { nodes { id } } }', 2 + 20],
    ['{ orders(first: 3) { nodes { id version } } }', 2 + 3 * 2],
    [
      '{ orders(last: 3) { edges { node { id } } pageInfo { hasNextPage } totalCount } }',
      1 + 2 + 1 + 1 + 3 * 2,
    ],
    ['{ orders(first: 3) { nodes { events { nodes { id } } } } }', 2 + 3 * (2 + 100)],
    ['{ eventFeed { items { cursor } } }', 2 + 100],
    ['mutation { cancelOrder(input: { orderId: "a", reason: "b" }) { cursor } }', 10 + 1],
    ['subscription { orderChanged(id: "a") { id } }', 10 + 1],
    ['{ __schema { types { name } } }', 100],
  ])('%s is counted', (text, cost) => {
    expect(dearest(text)).toBe(cost);
  });

  it('of events counts the dearest type', () => {
    const fields = '... on StockReserved { items { productId } expiresAt } ... on OrderCancelled { reason }';
    expect(dearest(`{ eventFeed(first: 1) { items { event { id ${fields} } } } }`)).toBe(1 + 1 + 1 + 1 + 3);
  });
});
