import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../database/pool.js';
import { startFaultyLink } from '../testing/faulty-link.js';
import { redisMissing, startTestRedis } from '../testing/redis.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { createRates, networkOf, type RateSettings } from './rates.js';

if (redisMissing) console.warn(`Rates through Redis are not tested: ${redisMissing}`);

const perSecond = 100;
const allowance = 500; // in a window of five seconds
const address = '192.0.2.1';

const logged: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line).msg) });

/** The rates of two processes that share what is left. */
const twoProcesses = (settings: Partial<RateSettings>) =>
  [1, 2].map(() => createRates({ perCaller: 0, perAddress: perSecond, log, ...settings }));

/** How many of so many points, spent one by one in turns, were there. */
async function spendInTurns(processes: ReturnType<typeof twoProcesses>, points: number): Promise<number> {
  let spent = 0;
  for (let n = 0; n < points; n += 1) {
    const shortage = await processes[n % processes.length]?.spend({ address }, 1);
    if (shortage === undefined) spent += 1;
    else expect(shortage.retryAfterMs).toBeGreaterThan(0);
  }
  for (const process of processes) process.close();
  return spent;
}

/** Each process may hold what is left of a portion, a twentieth of all. */
const expectShared = (spent: number) => {
  expect(spent).toBeLessThanOrEqual(allowance);
  expect(spent).toBeGreaterThanOrEqual(allowance - 2 * (allowance / 20));
};

describe('what an address may spend', () => {
  let database: TestDatabase;
  let pool: ReturnType<typeof createPool>;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool(database.connection, { role: 'retrace_app', max: 2 });
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  it('is shared by processes on one Postgres', async () => {
    expectShared(await spendInTurns(twoProcesses({ pool }), 800));
  });

  it.skipIf(redisMissing)('is shared by processes on one Redis', async () => {
    const redis = await startTestRedis();
    const link = await startFaultyLink(redis.socketPath);
    expectShared(await spendInTurns(twoProcesses({ redisUrl: `redis://127.0.0.1:${link.port}` }), 800));
    await Promise.all([link.close(), redis.stop()]);
  });

  it('is counted by each process where the store fails, which is logged once', async () => {
    logged.length = 0;
    const gone = createPool({ host: '127.0.0.1', port: 1 });
    expect(await spendInTurns(twoProcesses({ pool: gone }).slice(1), 800)).toBe(allowance);
    await gone.end();
    expect(logged).toEqual(['rates are not shared: each process counts by itself']);
  });
});

describe('a caller', () => {
  it('spends of its own, wherever it asks from, and of its address', async () => {
    const rates = createRates({ perCaller: 10, perAddress: 15, log });
    const by = (actor: string) => ({ actor, roles: new Set<never>() });
    expect(await rates.spend({ address, caller: by('ada') }, 50)).toBeUndefined();
    expect(await rates.spend({ address: '192.0.2.2', caller: by('ada') }, 1)).toEqual({
      ...{ setting: 'RATE_PER_CALLER', max: 10, retryAfterMs: expect.any(Number) },
    });
    expect(await rates.spend({ address, caller: by('bob') }, 26)).toEqual({
      ...{ setting: 'RATE_PER_ADDRESS', max: 15, retryAfterMs: expect.any(Number) },
    });
    expect(await rates.spend({ address, caller: by('bob') }, 25)).toBeUndefined();
  });
});

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
  ])('%s counts with its network %s', (given, network) => {
    expect(networkOf(given)).toBe(network);
  });
});
