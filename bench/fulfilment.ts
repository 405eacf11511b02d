import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import { type Contest, throughput } from './interleave.js';
import { addressOf, startServer } from './servers.js';

const atOnce = 32;

/** Orders that are paid through the sandbox, up to CONFIRMED, against orders that nobody pays. */
export async function fulfilmentContest(connection: PostgresConnection): Promise<Contest> {
  const ledger = await mkdtemp(join(tmpdir(), 'retrace-bench-ledger-'));
  const gateway = await startServer(
    ['dist/cli/sandbox-gateway.js', '--port', '0', '--ledger', ledger],
    {},
    /(http:\/\/[\d.:]+)/,
  );
  const settings = {
    DATABASE_URL: addressOf(connection),
    PORT: '0',
    PAYMENT_GATEWAY_URL: gateway.url,
  };
  const retrace = await startServer(['dist/index.js'], settings, /(http:\S+graphql) in a browser/);
  await ask(retrace.url, product, {});
  const baseline = 'createOrder, without a payment';
  return {
    candidates: [
      {
        name: baseline,
        run: (ms) => throughput(() => ask(retrace.url, createOrder, { token: null }), atOnce, ms),
      },
      {
        name: 'createOrder with a payment, until it is CONFIRMED',
        baseline,
        run: (ms) => throughput(() => untilConfirmed(retrace.url), atOnce, ms),
      },
    ],
    async stop() {
      await Promise.all([retrace.stop(), gateway.stop()]);
      await rm(ledger, { recursive: true });
    },
  };
}

async function untilConfirmed(url: string): Promise<void> {
  let { id, status } = (await ask(url, createOrder, { token: 'tok_ok' })).createOrder.order;
  while (status !== 'CONFIRMED') ({ id, status } = (await ask(url, order, { id })).order);
}

const product = `mutation {
  createCustomer(input: { id: "payer", name: "Payer", email: "payer@example.com" }) { id }
  createProduct(input: { id: "paid-for", sku: "PAID-1", name: "Paid for", stockLevel: 1000000000,
    price: { amount: "1.00", currency: "USD" } }) { id }
}`;
const createOrder = `mutation ($token: String) {
  createOrder(input: { customerId: "payer", paymentToken: $token, items: [{ productId: "paid-for", quantity: 1 }] }) {
    order { id status }
  }
}`;
const order = 'query ($id: ID!) { order(id: $id) { id status } }';

// biome-ignore lint/suspicious/noExplicitAny: whatever the operation asks for
async function ask(url: string, query: string, variables: object): Promise<any> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: { message: string }[] };
  if (errors) throw new Error(errors[0]?.message);
  return data;
}
