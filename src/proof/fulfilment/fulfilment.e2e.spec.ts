import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { rounds, seed } from '../../testing/campaign.js';
import type { Account } from './account.js';
import { expectConserved } from './conservation.js';
import { liveThrough } from './live-through.js';
import { seeToAll } from './operator.js';
import { type Life, lives } from './random-lives.js';
import { openShop } from './shop.js';

vi.setConfig({ testTimeout: 24 * 3_600_000 });

/** As many as the gateway has tokens: each is the first of one. */
const orders = 12;

it('money and stock are conserved, whatever happens to orders and to the gateway', async () => {
  const parameters = { numRuns: rounds(1, 500), seed: seed(1815) };
  console.info(`Seed ${parameters.seed}`);
  const met = new Set<string>();
  for (const together of fc.sample(lives(orders), parameters)) {
    for (const { events } of await liveTogether(together)) {
      for (const { type } of events) met.add(type);
    }
  }
  console.info(`Met: ${[...met].sort().join(', ')}`);
  expect([...met]).toEqual(expect.arrayContaining(everywhere));
});

/** In a shop of their own, until nothing is left to be done. */
async function liveTogether(together: readonly Life[]): Promise<readonly Account[]> {
  const shop = await openShop({ RESERVATION_MINUTES: '0.05' });
  const server = await shop.startServer();
  try {
    const scene = { ...shop, url: server.url };
    const tokens = await shop.gateway.tokens();
    expect(tokens).toHaveLength(orders);
    // More than one that is never answered would keep the circuit breaker open for all.
    const others = tokens.filter((token) => token !== 'tok_timeout');
    await Promise.all(together.map((life, i) => liveThrough(scene, life, [tokens[i] as string, ...others])));
    await seeToAll(scene);
    await shop.gateway.tellAgain(); // nothing new, unless a restart came in between
    await seeToAll(scene);
    const accounts = await expectConserved(scene);
    expect(accounts).toHaveLength(orders);
    return accounts;
  } finally {
    await server.stop();
    await shop.close();
  }
}

const everywhere = [
  ...['StockReserved', 'StockReleased', 'StockShipped', 'StockReservationFailed'],
  ...['PaymentAuthorized', 'PaymentDeclined', 'PaymentCaptured', 'PaymentVoided', 'PaymentRefunded'],
  ...['FulfilmentPaused', 'FulfilmentResumed', 'FulfilmentSettled', 'OrderRolledBack'],
];
