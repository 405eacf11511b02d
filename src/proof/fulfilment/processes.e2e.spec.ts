import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { orderApi } from '../../testing/order-api.js';
import { type ServerProcess, startServerProcess } from '../../testing/server-process.js';
import { expectConserved } from './conservation.js';
import { untilAtRest } from './rest.js';
import { openShop, type Shop } from './shop.js';

vi.setConfig({ testTimeout: 120_000 });

let shop: Shop;
let servers: readonly [ServerProcess, ServerProcess];

beforeAll(async () => {
  // Slow enough for both to be at it, and for one to be killed in the midst of it.
  shop = await openShop({ PAYMENT_TIMEOUT_MS: '2000', FULFILMENT_ATTEMPTS: '6' }, { slowMs: 2_500 });
  servers = await Promise.all([startServer(), startServer()]);
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.end('SIGKILL')));
  await shop.close();
});

const startServer = () => startServerProcess({ settings: shop.settings });

/** Made through both servers in turn. The gateway authorises them, but answers too late, and tells nobody else. */
const fortyOrders = (): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      orderApi(at(i).url).createOrder({
        items: [{ productId: 'filter-papers', quantity: 1 }],
        paymentToken: 'tok_slow',
      }),
    ),
  );

const at = (i: number): ServerProcess => servers[i % 2] as ServerProcess;

it('two server processes take each step once', async () => {
  await fortyOrders();
  await untilAtRest(shop.client);
  await expectAllConfirmed(at(1).url, 40);
  for (const step of ['RESERVE_STOCK', 'AUTHORIZE_PAYMENT']) {
    const [one = 0, other = 0] = await Promise.all(servers.map(({ url }) => stepsDone(url, step)));
    expect(Math.min(one, other)).toBeGreaterThan(0);
    expect(one + other).toBe(40);
  }
});

it('when one of two is killed, the other finishes what it had begun', async () => {
  const [lost, left] = servers;
  await fortyOrders();
  await untilConfirmed(45);
  await lost.end('SIGKILL');
  expect(await confirmed()).toBeLessThan(80);
  await untilAtRest(shop.client);
  await expectAllConfirmed(left.url, 80);
});

const confirmed = async (): Promise<number> => {
  const { rows } = await shop.client.query(
    `select count(*)::int as count from event_store.events where type = 'OrderStatusUpdated'`,
  );
  return rows[0].count;
};

const untilConfirmed = (count: number) =>
  vi.waitUntil(async () => (await confirmed()) >= count, { timeout: 60_000, interval: 20 });

/** Of a server, so far. */
async function stepsDone(url: string, step: string): Promise<number> {
  const page = await (await fetch(new URL('/metrics', url))).text();
  const line = new RegExp(`^retrace_fulfilment_steps_total{step="${step}",outcome="DONE"} (\\d+)$`, 'm');
  return Number(line.exec(page)?.[1] ?? 0);
}

async function expectAllConfirmed(url: string, count: number): Promise<void> {
  const accounts = await expectConserved({ ...shop, url });
  expect(accounts).toHaveLength(count);
  for (const { order, events, ledger } of accounts) {
    expect(order).toMatchObject({ status: 'CONFIRMED', process: { state: 'COMPLETED' } });
    expect(events.map(({ type }) => type)).toEqual(confirmation);
    expect(ledger.map(({ kind }) => kind)).toEqual(['AUTHORIZED']);
  }
}

const confirmation = ['OrderCreated', 'StockReserved', 'PaymentAuthorized', 'OrderStatusUpdated'];
