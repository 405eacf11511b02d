import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { App } from '../../app.js';
import { rounds, seed } from '../../testing/campaign.js';
import { orderApi } from '../../testing/order-api.js';
import { expectConserved } from './conservation.js';
import { change } from './live-through.js';
import { seeToAll } from './operator.js';
import { type Change, changesAtOnce } from './random-lives.js';
import type { Scene } from './scene.js';
import { openShop, type Shop } from './shop.js';

vi.setConfig({ testTimeout: 24 * 3_600_000 });

let shop: Shop;
let server: App;
let scene: Scene & Shop;

beforeEach(async () => {
  // Goods are reserved for little more than half a second, and the gateway takes four to say that they are paid.
  shop = await openShop({ RESERVATION_MINUTES: '0.01' }, { laterMs: 4_000, slowMs: 600, repeatMs: 200 });
  server = await shop.startServer();
  scene = { ...shop, url: server.url };
});

afterEach(async () => {
  await server.stop();
  await shop.close();
});

const [orders, clients] = [6, 8];
const tokens = ['tok_ok', 'tok_later', 'tok_slow', 'tok_twice', 'tok_later_declined', 'tok_lost'];

const parameters = { numRuns: rounds(1, 200), seed: seed(1851) };
const runs = fc.sample(changesAtOnce(2 * orders * clients), parameters).map((changes) => ({ changes }));

it.each(runs)(
  'whatever clients do to one order at once, its reservation ends meanwhile, it ends well',
  async ({ changes }) => {
    console.info(`Seed ${parameters.seed}`);
    const rushes = Array.from({ length: 2 * orders }, (_, i) =>
      changes.slice(i * clients, (i + 1) * clients),
    );
    const pairs = Array.from({ length: orders }, (_, i) => rushes.slice(2 * i, 2 * i + 2));
    await Promise.all(pairs.map(liveThroughRushes));
    await seeToAll(scene);
    expect(await expectConserved(scene)).toHaveLength(orders);
  },
);

/** With a client for each change. */
async function liveThroughRushes(rushes: readonly (readonly Change[])[]): Promise<void> {
  const orderId = await orderApi(scene.url).createOrder({ paymentToken: 'tok_later' });
  for (const changes of rushes) {
    await Promise.all(changes.map((it) => change(scene, orderId, it, tokens)));
    await untilUnreserved(orderId);
  }
}

/** Or paid, and so reserved for good. */
const untilUnreserved = (orderId: string) =>
  vi.waitUntil(
    async () => {
      const { reservation } = await orderApi(scene.url).order(orderId, 'reservation { expiresAt }');
      return !(Date.parse(reservation.expiresAt) > Date.now());
    },
    { timeout: 30_000, interval: 20 },
  );

it('a payment that is authorised after the reservation has ended reserves the goods again', async () => {
  const orderId = await orderApi(scene.url).createOrder({ paymentToken: 'tok_later' });
  await vi.waitFor(
    async () => {
      const { status } = await orderApi(scene.url).order(orderId, 'status');
      expect(status).toBe('CONFIRMED');
    },
    { timeout: 30_000, interval: 50 },
  );
  const [account] = await expectConserved(scene);
  expect(account?.events.map(({ type }) => type)).toEqual([
    ...['OrderCreated', 'StockReserved', 'StockReleased', 'FulfilmentPaused'],
    ...['PaymentAuthorized', 'StockReserved', 'OrderStatusUpdated'],
  ]);
});
