import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ForeignEvent, storeForeignEvent } from '../../testing/foreign-event.js';
import { ask, listen } from '../../testing/graphql-client.js';
import {
  type Answer,
  eventFields,
  item,
  type OrderApi,
  orderApi,
  orderFields,
  watch,
} from '../../testing/order-api.js';
import { authorized, type PaidOrders, reservation, startPaidOrders } from '../../testing/paid-orders.js';

/** What nobody may ever see of the tokens: all but the end of the one, all of the other. */
const [long, short] = ['tok_live_QxZvWqYk', 'tok_short'];
const shown = ['…WqYk', '…'];

let server: PaidOrders;
let api: OrderApi;
const logged: string[] = [];
const answered: string[] = [];

/** Keeps all that is answered. */
const heard = (url: string): OrderApi => {
  const of = orderApi(url);
  return {
    ...of,
    async run(query, variables) {
      const data = await of.run(query, variables);
      answered.push(JSON.stringify(data));
      return data;
    },
  };
};

beforeAll(async () => {
  server = await startPaidOrders(
    pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
  );
  api = heard(server.url);
});
afterAll(() => server?.stop());
afterEach(() => {
  expect([...logged, ...answered].join().match(/tok_live|QxZv|tok_short/g)).toBeNull();
  answered.length = 0;
});

const feedCursor = async () => (await api.run('{ eventFeed { endCursor } }')).eventFeed.endCursor;
const tokenFields = '... on OrderCreated { paymentToken } ... on PaymentRequested { paymentToken }';
const fields = `${eventFields} ${tokenFields}`;

/** An order that was created with one token, and is paid with the other. */
async function paidTwice(): Promise<string> {
  const id = await api.createOrder({ paymentToken: long });
  await api.change('payOrder', { orderId: id, paymentToken: short }, `order { id } events { ${fields} }`);
  return id;
}

const tokensOf = (events: readonly Answer[]) =>
  events.map(({ paymentToken, data }) => [paymentToken, data.paymentToken]);
const masked = shown.map((token) => [token, token]);

describe('a payment token', () => {
  it('is masked in what mutations answer', async () => {
    const payload = `events { ${fields} } order { ${orderFields} }`;
    const input = { customerId: 'ada', items: [item('moka-pot')], paymentToken: long };
    const created = await api.change('createOrder', input, payload);
    const orderId = created.order.id;
    const paid = await api.change('payOrder', { orderId, paymentToken: short }, payload);
    expect(tokensOf([...created.events, ...paid.events])).toEqual(masked);
    const undone = await api.change('rollbackOrder', { orderId, toVersion: 1 }, `undoneEvents { ${fields} }`);
    expect(tokensOf(undone.undoneEvents)).toEqual(masked.slice(1));
  });

  it('is masked in the history, in the feed and in previews', async () => {
    const after = await feedCursor();
    const id = await paidTwice();
    const { nodes } = (await api.order(id, `events { nodes { ${fields} } }`)).events;
    expect(tokensOf(nodes)).toEqual(masked);
    const { items } = (await api.run(`{ eventFeed(after: "${after}") { items { event { ${fields} } } } }`))
      .eventFeed;
    expect(tokensOf(items.map(({ event }: Answer) => event))).toEqual(masked);
    const preview = `rollbackPreview(id: "${id}", toVersion: 1) { consequences undoneEvents { ${fields} }
      after { ${orderFields} events { nodes { ${fields} } } } }`;
    const { undoneEvents } = (await api.run(`{ ${preview} }`)).rollbackPreview;
    expect(tokensOf(undoneEvents)).toEqual(masked.slice(1));
  });

  it('is masked in subscriptions, to history and live', async () => {
    const after = await feedCursor();
    const query = `subscription ($after: Cursor!) { orderEvents(after: $after) {
      event { ${fields} } order { ${orderFields} events { nodes { data } } } } }`;
    const live = await watch(server.url, query, { after });
    const id = await paidTwice();
    const later = await watch(server.url, query, { after });
    for (const events of [live, later]) {
      const told = [(await events.next()).orderEvents, (await events.next()).orderEvents];
      answered.push(JSON.stringify(told));
      expect(tokensOf(told.map(({ event }) => event))).toEqual(masked);
      events.stop();
    }
    const order = await watch(
      server.url,
      `subscription { orderChanged(id: "${id}") { events { nodes { data } } } }`,
    );
    answered.push(JSON.stringify(await order.next()));
    order.stop();
  });

  it('is masked in shapes that this build cannot read, or does not know', async () => {
    const orderId = await api.createOrder();
    const after = await feedCursor();
    const secret = { paymentToken: long };
    const unreadable = { customerId: 'ada', items: null };
    const events: Omit<ForeignEvent, 'orderId' | 'version'>[] = [
      { type: 'OrderCreated', data: { ...unreadable, ...secret } },
      { type: 'OrderCreated', schemaVersion: 9, data: { payment: secret } },
      { type: 'PaymentRequested', schemaVersion: 9, data: { payments: [secret] } },
      { type: 'PaymentPlanned', data: { plan: [{ first: secret }] } },
    ];
    for (const [i, event] of events.entries())
      await storeForeignEvent(server.database, { ...event, orderId, version: i + 2 });
    const query = `eventFeed(after: "${after}") { items { event { __typename data } } }`;
    const { items } = (await api.run(`{ ${query} }`)).eventFeed;
    const shownAs = { paymentToken: '…WqYk' };
    expect(items.map(({ event }: Answer) => event)).toEqual([
      { __typename: 'UnknownOrderEvent', data: { ...unreadable, ...shownAs } },
      { __typename: 'OrderCreated', data: { payment: shownAs } },
      { __typename: 'PaymentRequested', data: { payments: [shownAs] } },
      { __typename: 'UnknownOrderEvent', data: { plan: [{ first: shownAs }] } },
    ]);
  });

  it('is masked in what a stale version is told of the events since', async () => {
    const id = await paidTwice();
    const { extensions } = await api.refused('payOrder', {
      orderId: id,
      paymentToken: 'tok_of_another',
      expectedVersion: 1,
    });
    answered.push(JSON.stringify(extensions));
    expect(extensions).toMatchObject({
      code: 'CONCURRENCY_ERROR',
      details: { events: [{ type: 'PaymentRequested', data: { paymentToken: '…' } }] },
    });
  });

  it('is in no refusal of it, nor of what came with it', async () => {
    const orderId = uuidv7();
    const query = 'mutation ($input: PayOrderInput!) { payOrder(input: $input) { cursor } }';
    const inputs = [
      { orderId, paymentToken: long },
      { orderId: 'none', paymentToken: long },
      { orderId, paymentToken: `${long}\n` },
      { orderId, paymentToken: long.repeat(40) },
      { orderId, paymentToken: long, cardNumber: 1 },
      { orderId, paymentToken: [long] },
      { orderId, paymentToken: { is: long } },
      { orderId, PaymentToken: long },
      long,
      { paymentToken: `"${long}\\" ${short}` },
    ];
    for (const input of inputs) {
      const { errors } = await ask(server.url, query, { input });
      expect(errors?.length).toBeGreaterThan(0);
      const [message] = await listen(server.url, query, { input });
      answered.push(JSON.stringify([errors, message]));
    }
  });

  it('is in no log line of an order that cannot be read', async () => {
    const id = await paidTwice();
    await server.record(id, reservation(1, { 'moka-pot': 2 }), authorized('69.00'));
    const data = { paymentToken: long, amount: long, authorizationId: long, operation: null };
    await storeForeignEvent(server.database, { orderId: id, version: 6, type: 'PaymentAuthorized', data });
    const before = logged.length;
    const { message } = await api.refusal(`{ order(id: "${id}") { version } }`);
    expect(message).toMatch(/^Internal error/);
    expect(logged.slice(before).join()).toMatch(/Replay of .* failed at version 6/);
  });
});
