import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../testing/graphql-client.js';
import { type OrderApi, orderApi } from '../testing/order-api.js';
import { startTestApp, type TestApp } from '../testing/test-app.js';
import { mutationText } from './queries.js';
import type { Input } from './shop-model.js';

const writers = 32;

let app: TestApp;
let api: OrderApi;

beforeAll(async () => {
  app = await startTestApp();
  api = orderApi(app.url);
});

afterAll(() => app.stop());

it('of writers who saw the same version exactly one wins, and the others learn what it did', async () => {
  const orderId = await newOrder();
  for (let version = 1; version <= 5; version += 1) {
    const { won, lost } = await allAtOnce((n) => [
      'addOrderItem',
      { orderId, item: papers(n), expectedVersion: version },
    ]);
    expect(won).toHaveLength(1);
    const id = won[0]?.events[0]?.id;
    expect(lost).toHaveLength(writers - 1);
    for (const refusal of lost) {
      expect(refusal).toMatchObject({
        code: 'CONCURRENCY_ERROR',
        retryable: true,
        details: {
          expectedVersion: version,
          currentVersion: version + 1,
          events: [{ id, version: version + 1 }],
        },
      });
    }
  }
  expect(await history(orderId)).toHaveLength(6);
});

it('writers who name no version are retried: what is answered is there once, and nothing else is', async () => {
  const orderId = await newOrder();
  const { won, lost } = await allAtOnce((n) => ['addOrderItem', { orderId, item: papers(n) }]);
  for (const refusal of lost) expect(refusal).toMatchObject({ code: 'CONCURRENCY_ERROR', retryable: true });
  const answered = won.flatMap(({ events }) => events).sort((a, b) => a.version - b.version);
  const [, ...found] = await history(orderId);
  expect(found).toEqual(answered.map(({ id, version }) => expect.objectContaining({ id, version })));
  expect(found).toHaveLength(won.length);
  expect(won.length).toBeGreaterThan(0);
});

it('those who do again what is done already write nothing', async () => {
  const orderId = await newOrder();
  const { won, lost } = await allAtOnce(() => ['cancelOrder', { orderId, reason: 'Twice is enough' }]);
  expect(lost).toEqual([]);
  expect(won.flatMap(({ events }) => events)).toHaveLength(1);
  expect(await history(orderId)).toHaveLength(2);
});

it('the same key and input has one effect and one answer: creating', async () => {
  const input = { customerId: 'grace', items: [papers(1)], idempotencyKey: uuidv7() };
  const { won, lost } = await allAtOnce(() => ['createOrder', input]);
  expect(lost).toEqual([]);
  expect(new Set(won.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await ordersOf('grace')).toBe(1);
});

it('the same key and input has one effect and one answer: changing', async () => {
  const orderId = await newOrder();
  const input = { orderId, item: papers(1), expectedVersion: 1, idempotencyKey: uuidv7() };
  const { won, lost } = await allAtOnce(() => ['addOrderItem', input]);
  expect(lost).toEqual([]);
  expect(new Set(won.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await history(orderId)).toHaveLength(2);
  const later = await change('addOrderItem', { orderId, item: papers(2) });
  expect(later.payload?.order.version).toBe(3);
  expect((await change('addOrderItem', input)).payload).toEqual(won[0]);
});

it('the same key with other input is refused, whichever comes first', async () => {
  const orderId = await newOrder();
  const idempotencyKey = uuidv7();
  const { won, lost } = await allAtOnce((n) => [
    'addOrderItem',
    { orderId, item: papers(n % 2), idempotencyKey },
  ]);
  expect(won).toHaveLength(writers / 2);
  expect(new Set(won.map((answer) => JSON.stringify(answer))).size).toBe(1);
  for (const refusal of lost)
    expect(refusal).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', retryable: false });
  expect(await history(orderId)).toHaveLength(2);
});

it('a refused command burns no key', async () => {
  const orderId = await newOrder();
  const idempotencyKey = uuidv7();
  const tooMuch = await allAtOnce(() => ['addOrderItem', { orderId, item: papers(10_000), idempotencyKey }]);
  expect(tooMuch.lost).toHaveLength(writers);
  for (const refusal of tooMuch.lost) expect(refusal).toMatchObject({ code: 'BUSINESS_RULE_ERROR' });
  const { won } = await allAtOnce(() => ['addOrderItem', { orderId, item: papers(1), idempotencyKey }]);
  expect(won).toHaveLength(writers);
  expect(await history(orderId)).toHaveLength(2);
});

it('of orders with the same reference exactly one is created', async () => {
  const { won, lost } = await allAtOnce((n) => [
    'createOrder',
    {
      customerId: 'hedy',
      items: [papers(n)],
      reference: 'PO-1',
      ...(n % 2 ? { idempotencyKey: uuidv7() } : {}),
    },
  ]);
  expect(won).toHaveLength(1);
  expect(lost).toHaveLength(writers - 1);
  for (const { code, message } of lost) {
    expect(code).toBe('BUSINESS_RULE_ERROR');
    expect(message).toContain('PO-1 belongs to another order');
  }
  expect(await ordersOf('hedy')).toBe(1);
});

interface Event {
  readonly id: string;
  readonly version: number;
}

interface Payload {
  readonly order: { readonly id: string; readonly version: number };
  readonly events: readonly Event[];
}

const papers = (n: number) => ({ productId: 'filter-papers', quantity: n + 1 });

async function change(mutation: string, input: Input) {
  const { data, errors } = await ask(app.url, mutationText(mutation), { input });
  const [error] = errors ?? [];
  return {
    payload: data?.[mutation] as Payload | undefined,
    refusal: error && { message: error.message, ...error.extensions },
  };
}

async function allAtOnce(command: (n: number) => readonly [mutation: string, input: Input]) {
  const answers = await Promise.all(Array.from({ length: writers }, (_, n) => change(...command(n))));
  return {
    won: answers.flatMap(({ payload }) => payload ?? []),
    lost: answers.flatMap(({ refusal }) => refusal ?? []),
  };
}

const newOrder = (): Promise<string> => api.createOrder({ items: [papers(0)] });

/** All events, which must have the versions 1, 2, 3 … */
async function history(orderId: string): Promise<readonly Event[]> {
  const { events } = await api.order(orderId, 'events(first: 100) { nodes { id version } }');
  expect(events.nodes.map((event: Event) => event.version)).toEqual(
    events.nodes.map((_: Event, i: number) => i + 1),
  );
  return events.nodes;
}

async function ordersOf(customerId: string): Promise<number> {
  const query = `query($customerId: ID!) {
    orders(filter: { customerId: $customerId }, consistency: STRONG) { totalCount }
  }`;
  return (await api.run(query, { customerId })).orders.totalCount;
}
