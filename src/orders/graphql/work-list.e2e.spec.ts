import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fulfilment } from '../../orders/index.js';
import { type Answer, type OrderApi, orderApi } from '../../testing/order-api.js';
import {
  authorized,
  captured,
  type PaidOrders,
  paused,
  reservation,
  startPaidOrders,
} from '../../testing/paid-orders.js';

let server: PaidOrders;
let api: OrderApi;
beforeAll(async () => {
  server = await startPaidOrders();
  api = orderApi(server.url);
});
afterAll(() => server?.stop());
beforeEach(() => server.workList.clear());

const paymentToken = 'tok_0123456789';
const setStatus = (orderId: string, status: string) => api.change('updateOrderStatus', { orderId, status });

describe('the work list', () => {
  const pageFields = `nodes { orderId } edges { cursor } totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
  const page = async (request: object, fields = pageFields): Promise<Answer> => {
    const variables = '$state: FulfilmentState, $first: Int, $after: String, $last: Int, $before: String';
    const passed = 'state: $state, first: $first, after: $after, last: $last, before: $before';
    return (await api.run(`query (${variables}) { fulfilments(${passed}) { ${fields} } }`, request))
      .fulfilments;
  };
  const idsOf = ({ nodes }: Answer): string[] => nodes.map(({ orderId }: Answer) => orderId);

  async function listed(state: Fulfilment['state'], more: Partial<Fulfilment> = {}): Promise<string> {
    const orderId = await api.createOrder({ paymentToken });
    const nothing = { nextStep: null, attempts: 0, lastError: null, waitingSince: null };
    server.workList.set(orderId, { orderId, state, ...nothing, ...more });
    return orderId;
  }

  it('shows what waits, why, and the order as it is', async () => {
    await listed('COMPLETED');
    const id = await listed('WAITING', {
      nextStep: 'CAPTURE_PAYMENT',
      attempts: 6,
      lastError: 'No answer',
      waitingSince: Date.UTC(2024, 0, 1),
    });
    const every =
      'nodes { orderId order { id version status } state nextStep attempts lastError waitingSince } totalCount';
    expect(await page({ state: 'WAITING' }, every)).toEqual({
      nodes: [
        {
          orderId: id,
          order: { id, version: 1, status: 'PENDING' },
          state: 'WAITING',
          nextStep: 'CAPTURE_PAYMENT',
          attempts: 6,
          lastError: 'No answer',
          waitingSince: '2024-01-01T00:00:00.000Z',
        },
      ],
      totalCount: 1,
    });
    expect(await page({}, 'totalCount')).toEqual({ totalCount: 2 });
  });

  it('is read page by page, the oldest order first, in both directions', async () => {
    const ids = [];
    for (let i = 0; i < 5; i += 1) ids.push(await listed('RUNNING'));
    const first = await page({ first: 2 });
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const second = await page({ first: 2, after: first.pageInfo.endCursor });
    expect(idsOf(second)).toEqual(ids.slice(2, 4));
    expect(idsOf(await page({ first: 2, after: second.pageInfo.endCursor }))).toEqual(ids.slice(4));
    expect(idsOf(await page({ last: 2 }))).toEqual(ids.slice(3));
    expect(idsOf(await page({ last: 9, before: second.pageInfo.endCursor }))).toEqual(ids.slice(0, 3));
  });

  it.each([
    ['a page of none', 'first: 0'],
    ['a page that is too long', 'first: 101'],
    ['both directions', 'first: 1, last: 1'],
    ['a cursor of its own making', 'after: "abc"'],
    ['a cursor of another list', `after: "${Buffer.from('["events",1]').toString('base64url')}"`],
    ['a state that is none', 'state: LOST'],
  ])('refuses %s', async (_, request) => {
    const { extensions } = await api.refusal(`{ fulfilments(${request}) { totalCount } }`);
    expect(extensions.code).toBe('VALIDATION_ERROR');
  });
});

/** An order whose capture waits for somebody; at version 8. */
async function waiting(): Promise<string> {
  const id = await api.createOrder({ paymentToken });
  await server.record(id, reservation(1, { 'moka-pot': 2 }), authorized('69.00'));
  await setStatus(id, 'PROCESSING');
  await setStatus(id, 'SHIPPED');
  await server.record(id, reservation(2, {}, { 'moka-pot': 2 }), paused('CAPTURE_PAYMENT', '69.00'));
  return id;
}

const processFields = 'process { state nextStep } payment { status } allowedCommands { name allowed }';
const changed = `order { version status ${processFields} } events { type actor }`;
const allowed = ({ allowedCommands }: Answer): string[] =>
  allowedCommands.filter((it: Answer) => it.allowed).map((it: Answer) => it.name);

describe('an operator', () => {
  it('has a step that waits tried again', async () => {
    const id = await waiting();
    expect(allowed(await api.order(id, processFields))).toEqual(
      expect.arrayContaining(['retryFulfilment', 'settleFulfilment']),
    );
    const retry = { orderId: id, reason: 'It is up again', idempotencyKey: id };
    const { order, events } = await api.change('retryFulfilment', retry, changed);
    expect(order).toMatchObject({ version: 9, process: { state: 'RUNNING', nextStep: 'CAPTURE_PAYMENT' } });
    expect(events).toEqual([{ type: 'FulfilmentResumed', actor: 'admin' }]);
    expect(await api.change('retryFulfilment', retry, changed)).toEqual({ order, events });
    expect(allowed(order)).not.toContain('retryFulfilment');
    const refusal = await api.refused('retryFulfilment', { orderId: id, reason: 'again' });
    expect(refusal).toMatchObject({
      message: 'The fulfilment of this order does not wait for anybody',
      extensions: { code: 'BUSINESS_RULE_ERROR' },
    });
  });

  it('says that a step was done by hand', async () => {
    const id = await waiting();
    const settle = { orderId: id, outcome: 'DONE', reference: 'capture-1', reason: 'By phone' };
    const { order, events } = await api.change('settleFulfilment', settle, changed);
    expect(order).toMatchObject({ process: { state: 'COMPLETED' }, payment: { status: 'CAPTURED' } });
    expect(events.map(({ type }: Answer) => type).toSorted()).toEqual([
      'FulfilmentSettled',
      'PaymentCaptured',
    ]);
    await server.record(id, captured('69.00')); // the gateway's own word, late
    expect(await api.order(id, 'payment { captured { amount } }')).toEqual({
      payment: { captured: { amount: '69.00' } },
    });
  });

  it('lets a step be, and has it tried after all', async () => {
    const id = await waiting();
    const settle = { orderId: id, outcome: 'NOT_DONE', reason: 'A gift' };
    const { order } = await api.change('settleFulfilment', settle, changed);
    expect(order.process.state).toBe('SETTLED');
    expect((await api.refused('settleFulfilment', settle)).message).toBe(
      'No step of this order waits to be settled',
    );
    const again = await api.change('retryFulfilment', { orderId: id, reason: 'No gift' }, changed);
    expect(again.order.process).toEqual({ state: 'RUNNING', nextStep: 'CAPTURE_PAYMENT' });
  });

  it.each([
    ['retryFulfilment', {}],
    ['settleFulfilment', { outcome: 'NOT_DONE' }],
  ])('%s: must know the version, where it names one, and give a reason', async (mutation, input) => {
    const orderId = await waiting();
    const stale = { ...input, orderId, reason: 'x', expectedVersion: 7 };
    expect((await api.refused(mutation, stale)).extensions.code).toBe('CONCURRENCY_ERROR');
    const blank = await api.refused(mutation, { ...input, orderId, reason: ' ' });
    expect(blank.extensions).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ path: 'reason' }] });
  });
});

describe('payOrder', () => {
  it('starts the fulfilment, and again with another token', async () => {
    const orderId = await api.createOrder();
    const { order, events } = await api.change('payOrder', { orderId, paymentToken }, changed);
    expect(events).toEqual([{ type: 'PaymentRequested', actor: 'admin' }]);
    expect(order).toMatchObject({ version: 2, process: { state: 'RUNNING', nextStep: 'RESERVE_STOCK' } });
    const same = await api.change('payOrder', { orderId, paymentToken }, changed);
    expect([same.order.version, same.events]).toEqual([2, []]);
    const other = { orderId, paymentToken: 'tok_other' };
    expect((await api.change('payOrder', other, changed)).order.version).toBe(3);
  });

  it('is refused where the order is cancelled, and says so beforehand', async () => {
    const orderId = await api.createOrder();
    await api.change('cancelOrder', { orderId, reason: 'test' });
    const { message, extensions } = await api.refused('payOrder', { orderId, paymentToken });
    expect(extensions.code).toBe('BUSINESS_RULE_ERROR');
    const { allowedCommands } = await api.order(orderId, 'allowedCommands { name allowed reason }');
    expect(allowedCommands).toContainEqual({ name: 'payOrder', allowed: false, reason: message });
  });

  it('needs an order, and a token', async () => {
    const orderId = '01890000-0000-7000-8000-000000000001';
    expect((await api.refused('payOrder', { orderId, paymentToken })).extensions.code).toBe('NOT_FOUND');
    const blank = await api.refused('payOrder', { orderId, paymentToken: ' ' });
    expect(blank.extensions.details).toEqual([{ path: 'paymentToken', message: 'must not be blank' }]);
  });
});
