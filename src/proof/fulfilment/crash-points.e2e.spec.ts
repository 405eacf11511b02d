import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type CrashPoint, crashPoints } from '../../order-fulfilment/index.js';
import { rounds } from '../../testing/campaign.js';
import type { Account } from './account.js';
import { expectConserved } from './conservation.js';
import { ends, liveAll } from './crash-lives.js';
import { startMortalServer } from './mortal-server.js';
import { openShop, type Shop } from './shop.js';

vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 120_000, maxConcurrency: 4 });

/** Only what is late by purpose is late there, also on a busy machine. */
const openPatientShop = () =>
  openShop(
    { PAYMENT_TIMEOUT_MS: '2000', FULFILMENT_ATTEMPTS: '6' },
    { laterMs: 2_000, slowMs: 2_500, repeatMs: 200 },
  );

/** How often a server that nobody kills comes to each point, and how it leaves the orders. */
const passes = new Map<CrashPoint, number>();
let usual: object;

beforeAll(async () => {
  const shop = await openPatientShop();
  const server = await shop.startServer((point) => void passes.set(point, (passes.get(point) ?? 0) + 1));
  const names = await liveAll(shop, () => server.url);
  const accounts = await expectConserved({ ...shop, url: server.url });
  const statuses = accounts.map(({ order: { id, status } }) => [names.get(id), status]);
  expect(Object.fromEntries(statuses)).toEqual(ends);
  usual = outcomes(accounts, names);
  await server.stop();
  await shop.close();
});

describe('where a server is killed, the next one ends as if it had not been', () => {
  it.concurrent.each(crashPoints)('after "%s"', async (point) => {
    const count = passes.get(point) ?? 0;
    expect(count, 'how often a server comes to it').toBeGreaterThan(0);
    for (let round = 0; round < rounds(1, 50); round += 1) {
      // Of the first half: not every time it comes to it as often.
      const pass = 1 + Math.floor((Math.random() * count) / 2);
      expect(await outcomeWithKills(point, pass), `killed at pass ${pass} of ${count}`).toEqual(usual);
    }
  });
});

async function outcomeWithKills(point: CrashPoint, pass: number): Promise<object> {
  const shop = await openPatientShop();
  let url = 'http://127.0.0.1:9'; // where nobody is
  const life = liveAll(shop, () => url);

  /** Whether a server dies of it, or else sees the orders through. */
  async function dies(atPass: number): Promise<boolean> {
    const server = startMortalServer(shop, point, atPass, (at) => {
      url = at;
    });
    try {
      const end = await Promise.race([server.ended, life.then(() => undefined)]);
      return end?.signal === 'SIGKILL';
    } finally {
      await server.end('SIGKILL');
      await letLeasesRunOut(shop);
    }
  }

  try {
    expect(await dies(pass), `killed at pass ${pass}`).toBe(true);
    if (rounds(0, 1) > 0) await dies(1);
    const server = await shop.startServer();
    url = server.url;
    const names = await life;
    const accounts = await expectConserved({ ...shop, url });
    await server.stop();
    return outcomes(accounts, names);
  } finally {
    await shop.close();
  }
}

/** What a process that died had leased is free in 15 s; time that nobody needs to wait for here. */
const letLeasesRunOut = ({ client }: Shop) =>
  client.query('update fulfilment.processes set leased_until = now() where lease is not null');

/** All of an order but its id, by name. */
function outcomes(accounts: readonly Account[], names: ReadonlyMap<string, string>): object {
  return Object.fromEntries(
    accounts.map(({ order: { id, ...order }, events, ledger }) => [
      names.get(id),
      {
        ...order,
        events: events.map(({ type }) => type),
        moves: ledger.map(({ kind, amount }) => `${kind} ${amount.amount}`),
      },
    ]),
  );
}
