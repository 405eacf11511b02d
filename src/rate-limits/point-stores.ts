import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible';
import { createBreaker } from '../shared-cache/breaker.js';
import type { PointStore } from './portions.js';

/** Points that may be spent in a window, in seconds; it begins with the first of them. */
export interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

/** What rate-limiter-flexible's limiters have in common. */
type Counter = Pick<RateLimiterMemory, 'penalty'>;

const counting = (counter: Counter, { points }: Allowance): PointStore => ({
  async take(key, wanted) {
    const { consumedPoints, msBeforeNext } = await counter.penalty(key, wanted);
    const left = points - (consumedPoints - wanted);
    return { granted: Math.min(wanted, Math.max(0, left)), msLeft: msBeforeNext };
  },
});

const options = (name: string, { points, seconds }: Allowance) => ({
  keyPrefix: name,
  points,
  duration: seconds,
});

export const memoryPoints = (allowance: Allowance): PointStore =>
  counting(new RateLimiterMemory(options('memory', allowance)), allowance);

export const redisPoints = (redis: Redis, name: string, allowance: Allowance): PointStore =>
  counting(
    new RateLimiterRedis({ ...options(`retrace:rate:${name}`, allowance), storeClient: redis }),
    allowance,
  );

/** In sql/migrations/0015. */
export const postgresPoints = (pool: object, name: string, allowance: Allowance): PointStore =>
  counting(
    new RateLimiterPostgres({
      ...options(name, allowance),
      ...{ storeClient: pool, storeType: 'pool', schemaName: 'rate_limits', tableName: 'spent' },
      tableCreated: true,
    }),
    allowance,
  );

/** Fails as soon as there is no connection. */
export function rateRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true,
    enableAutoPipelining: true,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 500, 10_000),
  });
  redis.on('error', () => {}); // whoever asks learns of it
  return redis;
}

const patience = 250; // milliseconds

/** Points of the shared store; of this process alone while that does not answer in time, which is logged once. */
export function reliablePoints(
  shared: PointStore,
  own: PointStore,
  log: Pick<Logger, 'info' | 'warn'>,
): PointStore {
  const breaker = createBreaker({
    ...{ first: 1_000, longest: 30_000 },
    onFailure(error, inARow) {
      if (inARow === 1)
        log.warn({ reason: String(error) }, 'rates are not shared: each process counts by itself');
    },
    onRecovery: () => log.info('rates are shared again'),
  });
  const inTime = async (key: string, points: number) => {
    const silence = delay(patience, undefined, { ref: false });
    const grant = await Promise.race([shared.take(key, points), silence]);
    if (grant === undefined) throw new Error(`no answer within ${patience} ms`);
    return grant;
  };
  return {
    async take(key, points) {
      return (await breaker.attempt(() => inTime(key, points))) ?? own.take(key, points);
    },
  };
}
