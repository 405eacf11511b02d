import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it, type MockInstance, vi } from 'vitest';
import { schema } from '../../schema.js';
import { orderApi } from '../../testing/order-api.js';
import { operations } from './arguments.js';
import { type Exchange, overHttp, overWebSocket } from './exchange.js';
import { fields } from './expected.js';
import { type Stage, setTheScene } from './scene.js';
import { glanceAt, operationOf } from './ways.js';

let stage: Stage;
let sent: MockInstance;
const exchanges: Exchange[] = [];

beforeAll(async () => {
  stage = await setTheScene();
  exchanges.push(overHttp(stage.app.url, stage.tokens.stranger));
  exchanges.push(await overWebSocket(stage.app.url, stage.tokens.stranger));
  // What is known of the order in this process must make no difference.
  await orderApi(stage.app.url, stage.tokens.owner).order(stage.order);
  sent = vi.spyOn(pg.Client.prototype, 'query');
});
afterAll(async () => {
  sent?.mockRestore();
  for (const exchange of exchanges) exchange.close();
  await stage?.close();
});

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g;

/** The same of an order or a customer that does not exist. */
const ofNobody = (args: string): string => args.replace(anyId, uuidv7).replaceAll('"ada"', '"nemo"');

/** What is answered, and the statements about it, in which ids are all alike. */
async function askedOf(exchange: Exchange, root: string, args: string) {
  const ids = [
    ...(args.match(anyId) ?? []),
    ...(args.match(/"(ada|nemo)"/g) ?? []).map((it) => it.slice(1, -1)),
  ];
  const alike = (value: unknown): string =>
    ids
      .reduce((text, id) => text.replaceAll(id, '…'), JSON.stringify(value))
      .replace(/"requestId":"[^"]*"/g, '');
  sent.mockClear();
  const { data, errors } = await exchange.answer(operationOf(root, args, glanceAt(schema, root)));
  const statements = sent.mock.calls
    .map(([statement, values]) => JSON.stringify([statement, values]))
    .filter((statement) => ids.some((id) => statement.includes(id)));
  return { answer: alike({ data, errors }), statements: statements.map((it) => alike(it)) };
}

const more: Readonly<Record<string, readonly ((args: string) => string)[]>> = {
  'Query.orderAt': [
    (args) => args.replace('version: 1', 'version: 99'),
    (args) => args.replace('version: 1', 'timestamp: "2040-01-01T00:00:00Z"'),
    (args) => args.replace(', version: 1', ''),
  ],
  'Mutation.cancelOrder': [
    (args) => args.replace('{', '{ expectedVersion: 1 '),
    (args) => args.replace('{', '{ expectedVersion: 99 idempotencyKey: "k" '),
  ],
  'Mutation.addOrderItem': [(args) => args.replace('milk-jug', 'no-such-product')],
  'Mutation.createOrder': [(args) => args.replace('{', '{ paymentToken: "tok_ok" idempotencyKey: "k" ')],
};

const reachable = Object.keys(operations).filter((root) => {
  const stranger = fields[root]?.stranger;
  return stranger !== undefined && !['value', 'FORBIDDEN', 'silent'].includes(stranger);
});

describe.each(reachable)('%s', (root) => {
  it('of another customer’s is answered as of nobody’s, in words and in statements', async () => {
    // One order for all, which nothing happens to: of a new one processors would be reading.
    const args = (await operations[root]?.({ ...stage, newOrder: async () => stage.order })) ?? '';
    for (const exchange of exchanges) {
      if (root.startsWith('Subscription.') && exchange.transport === 'HTTP') continue;
      for (const change of [(it: string) => it, ...(more[root] ?? [])]) {
        const foreign = await askedOf(exchange, root, change(args));
        expect(foreign).toEqual(await askedOf(exchange, root, change(ofNobody(args))));
        expect(foreign.statements).toHaveLength(args.includes('"ada"') ? 0 : 1);
      }
    }
  });
});
