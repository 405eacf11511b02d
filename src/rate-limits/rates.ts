import { isIPv6 } from 'node:net';
import type { Logger } from 'pino';
import type { Rates, Shortage } from '../graphql/rates.js';
import {
  type Allowance,
  memoryPoints,
  postgresPoints,
  rateRedis,
  redisPoints,
  reliablePoints,
} from './point-stores.js';
import { type PointStore, type Purses, purses } from './portions.js';

export interface RateSettings {
  /** Points a second, over the window; 0: as many as they like. */
  readonly perCaller: number;
  readonly perAddress: number;
  /** Where processes share what is left: Redis before Postgres; neither: each counts by itself. */
  readonly redisUrl?: string | undefined;
  readonly pool?: object | undefined;
  readonly log: Logger;
}

/** Seconds over which points are counted. The settings' check knows it too. */
const rateWindow = 5;
const portionsInWindow = 20;

/** Rates of callers and addresses, and how to let go of what they share. */
export function createRates(settings: RateSettings): Rates & { close(): void } {
  const { perCaller, perAddress, redisUrl, pool, log } = settings;
  const redis = redisUrl === undefined ? undefined : rateRedis(redisUrl);

  function pursesOf(name: string, perSecond: number): Purses {
    if (perSecond === 0) return bottomless;
    const allowance: Allowance = { points: perSecond * rateWindow, seconds: rateWindow };
    const own = memoryPoints(allowance);
    const shared: PointStore | undefined = redis
      ? redisPoints(redis, name, allowance)
      : pool && postgresPoints(pool, name, allowance);
    const points = shared ? reliablePoints(shared, own, log) : own;
    return purses(points, Math.ceil(allowance.points / portionsInWindow));
  }

  const callers = pursesOf('caller', perCaller);
  const addresses = pursesOf('address', perAddress);
  return {
    async spend({ address, caller }, points) {
      const ofAddress = address === '' ? undefined : await addresses.spend(networkOf(address), points);
      if (ofAddress !== undefined) return short('RATE_PER_ADDRESS', perAddress, ofAddress);
      const ofCaller = caller && (await callers.spend(caller.actor, points));
      return ofCaller === undefined ? undefined : short('RATE_PER_CALLER', perCaller, ofCaller);
    },
    close: () => redis?.disconnect(),
  };
}

const short = (setting: Shortage['setting'], max: number, retryAfterMs: number): Shortage => ({
  ...{ setting, max, retryAfterMs },
});

const bottomless: Purses = { spend: () => undefined };

/** Of IPv6, which gives each customer many addresses, the first half. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [before = '', after] = address.split('::');
  const [head, tail] = [before, after ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - (head?.length ?? 0) - (tail?.length ?? 0)).fill('0');
  return `${[...(head ?? []), ...zeros, ...(tail ?? [])].slice(0, 4).join(':')}::/64`;
}
