import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type App, startApp } from '../app.js';
import { type FaultyLink, startFaultyLink } from '../testing/faulty-link.js';
import { item, orderApi } from '../testing/order-api.js';
import { redisMissing, startTestRedis, type TestRedis } from '../testing/redis.js';
import { startTestApp, type TestApp, testConfig } from '../testing/test-app.js';

if (redisMissing) console.warn(`The shared cache is not tested: ${redisMissing}`);

const soon = { timeout: 10_000, interval: 20 };

describe.skipIf(redisMissing)('servers that share a Redis', () => {
  let redis: TestRedis;
  let link: FaultyLink;
  let writer: TestApp;
  const others: App[] = [];

  beforeEach(async () => {
    redis = await startTestRedis();
    link = await startFaultyLink(redis.socketPath);
    writer = await startTestApp({ REDIS_URL: `redis://127.0.0.1:${link.port}` });
  });
  afterEach(async () => {
    for (const app of others.splice(0)) await app.stop();
    await writer?.stop();
    await link?.close();
    await redis?.stop();
  });

  /** Another server on the writer's database. */
  async function startServer(): Promise<App> {
    const config = testConfig(writer.database, { REDIS_URL: `redis://127.0.0.1:${link.port}` });
    const app = await startApp(config, pino({ level: 'silent' }));
    others.push(app);
    return app;
  }
  async function hits({ url }: App): Promise<number> {
    const text = await (await fetch(new URL('/metrics', url))).text();
    const [, count] = /^retrace_cache_reads_total\{level="shared",outcome="hit"\} (\d+)$/m.exec(text) ?? [];
    return Number(count);
  }
  const newOrder = async () => {
    const api = orderApi(writer.url);
    const orderId = await api.createOrder();
    await api.change('addOrderItem', { orderId, item: item('filter-papers') });
    return orderId;
  };

  it('take over what another has folded, and answer what the log says', async () => {
    const [first, second] = [await startServer(), await startServer()];
    await vi.waitFor(async () => {
      const orderId = await newOrder();
      await orderApi(first.url).order(orderId);
      const change = { orderId, item: item('house-beans') };
      const { order } = await orderApi(writer.url).change('addOrderItem', change);
      expect(await orderApi(second.url).order(orderId)).toEqual(order);
      expect(await hits(second)).toBeGreaterThan(0);
    }, soon);
  });

  it('go on without it, and stop in time, when it does not answer any more', async () => {
    const server = await startServer();
    const orderIds = [await newOrder(), await newOrder(), await newOrder()];
    link.block();
    for (const orderId of orderIds) {
      const order = await orderApi(writer.url).order(orderId);
      expect(await orderApi(server.url).order(orderId)).toEqual(order);
    }
    await server.stop();
    others.pop();
    await vi.waitFor(() => expect(link.open).toBe(1), soon); // the writer's
  });
});
