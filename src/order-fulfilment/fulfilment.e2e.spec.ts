import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ask } from '../testing/graphql-client.js';
import { startTestApp, type TestApp } from '../testing/test-app.js';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.js';

let gateway: TestGateway;
let app: TestApp;
beforeAll(async () => {
  gateway = await startTestGateway({ laterMs: 100 });
  app = await startTestApp(gateway.settings);
  gateway.tell(app.url);
});
afterAll(async () => {
  await app?.stop();
  await gateway?.stop();
});

const create = `mutation ($input: CreateOrderInput!) { createOrder(input: $input) { order { id } } }`;
const query = `query ($id: ID!) { order(id: $id) {
  status payment { status authorized { amount } } reservation { status } process { state } } }`;

async function order(paymentToken: string): Promise<string> {
  const input = { customerId: 'ada', items: [{ productId: 'moka-pot', quantity: 2 }], paymentToken };
  const { data } = await ask(app.url, create, { input });
  return (data as { createOrder: { order: { id: string } } }).createOrder.order.id;
}
const becomes = (id: string, expected: object) =>
  vi.waitFor(
    async () => expect(await ask(app.url, query, { id })).toMatchObject({ data: { order: expected } }),
    10_000,
  );

it('fulfils an order over HTTP from end to end, and tells metrics of it', async () => {
  const id = await order('tok_ok');
  await becomes(id, {
    status: 'CONFIRMED',
    payment: { status: 'AUTHORIZED', authorized: { amount: '69.00' } },
    reservation: { status: 'RESERVED' },
    process: { state: 'COMPLETED' },
  });
  const metrics = await (await fetch(new URL('/metrics', app.url))).text();
  for (const line of [
    /^retrace_fulfilments\{state="WAITING"\} 0$/m,
    /^retrace_fulfilment_oldest_wait_seconds 0$/m,
    /^retrace_fulfilment_steps_total\{step="RESERVE_STOCK",outcome="DONE"\} [1-9]/m,
    /^retrace_fulfilment_steps_total\{step="AUTHORIZE_PAYMENT",outcome="DONE"\} [1-9]/m,
    /^retrace_gateway_call_duration_seconds_count\{kind="AUTHORIZE",outcome="DONE"\} [1-9]/m,
    /^retrace_gateway_breaker\{state="closed"\} 1$/m,
  ])
    expect(metrics).toMatch(line);
});

it('hears by webhook what was decided later', async () => {
  const id = await order('tok_later');
  await becomes(id, { status: 'CONFIRMED' });
  const events = `query ($id: ID!) { order(id: $id) { events(first: 9) { nodes { type actor } } } }`;
  const told = JSON.stringify(await ask(app.url, events, { id }));
  expect(told).toContain('{"type":"PaymentAuthorized","actor":"payment-gateway"}');
});

it('takes no payment where no gateway is set up, and goes on without one', async () => {
  const lone = await startTestApp();
  try {
    const input = { customerId: 'ada', items: [{ productId: 'moka-pot', quantity: 1 }] };
    const refused = await ask(lone.url, create, { input: { ...input, paymentToken: 'tok_ok' } });
    expect(JSON.stringify(refused)).toContain('No payment gateway is set up here: set PAYMENT_GATEWAY_URL');
    expect(await ask(lone.url, create, { input })).toMatchObject({ data: {} });
    expect((await fetch(new URL('/webhooks/payments', lone.url), { method: 'POST' })).status).toBe(404);
  } finally {
    await lone.stop();
  }
});
