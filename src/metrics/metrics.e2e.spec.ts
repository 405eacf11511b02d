import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, startApp } from '../app.js';
import { addDemoData } from '../demo-data.js';
import { openStorage } from '../storage.js';
import { type FaultyLink, startFaultyLink } from '../testing/faulty-link.js';
import { ask, connectAcknowledged, listen } from '../testing/graphql-client.js';
import { type OrderApi, orderApi } from '../testing/order-api.js';
import { databaseUrl, testConfig } from '../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';

const soon = { timeout: 15_000, interval: 50 };

let database: TestDatabase;
/** Between the server and Postgres. */
let link: FaultyLink;
let app: App;
let api: OrderApi;

beforeAll(async () => {
  database = await createTestDatabase();
  const { connection } = database;
  link = await startFaultyLink(`${connection.host}/.s.PGSQL.${connection.port}`);
  const url = databaseUrl({ ...connection, host: '127.0.0.1', port: link.port });
  const config = testConfig(database, { DATABASE_URL: url });
  const log = pino({ level: 'silent' });
  const storage = await openStorage(config, log);
  await addDemoData(storage);
  await storage.close();
  app = await startApp(config, log);
  api = orderApi(app.url);
});
afterAll(async () => {
  await app?.stop();
  await link?.close();
  await database?.drop();
});

const get = (path = '/metrics', init: RequestInit = {}) => fetch(new URL(path, app.url), init);

const sample = /^([a-z_0-9]+)(?:\{((?:[a-z]+="[^"\\\n]*",?)*)\})? (\S+)$/;

/** All samples by their name with its labels. */
async function scrape(): Promise<Map<string, number>> {
  const response = await get();
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = `unreadable: ${line}`, labels, value] = sample.exec(line) ?? [];
      return [labels === undefined ? name : `${name}{${labels}}`, Number(value)];
    }),
  );
}
const metric = async (name: string): Promise<number> => (await scrape()).get(name) ?? Number.NaN;

/** By how much metrics grow with some work. */
async function growth(names: readonly string[], work: () => Promise<unknown>): Promise<number[]> {
  const before = await scrape();
  await work();
  const after = await scrape();
  return names.map((name) => (after.get(name) ?? 0) - (before.get(name) ?? 0));
}

const operations = (labels: string) => `retrace_operation_duration_seconds_count{${labels}}`;

describe('/metrics', () => {
  it('is a page that Prometheus can read', async () => {
    const samples = await scrape();
    expect([...samples.keys()].filter((name) => name.startsWith('unreadable'))).toEqual([]);
    const text = await (await get()).text();
    const names = new Set([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name]) => name));
    for (const [, name, help] of text.matchAll(/^# HELP (\S+) (.*)$/gm)) {
      expect(names).toContain(name);
      expect(help).not.toBe('');
    }
    expect([...names].filter((name) => name?.startsWith('retrace_')).sort()).toMatchInlineSnapshot(`
      [
        "retrace_append_round_trips_total",
        "retrace_appended_events_total",
        "retrace_appends_total",
        "retrace_cache_reads_total",
        "retrace_collector_success",
        "retrace_feed_events_read_total",
        "retrace_feed_position",
        "retrace_fulfilment_oldest_wait_seconds",
        "retrace_fulfilment_steps_total",
        "retrace_fulfilments",
        "retrace_http_request_duration_seconds",
        "retrace_operation_duration_seconds",
        "retrace_pool_connections",
        "retrace_pool_connections_in_use",
        "retrace_pool_waiting",
        "retrace_projection_halted",
        "retrace_projection_lag_events",
        "retrace_projection_lag_seconds",
        "retrace_projection_parked_events",
        "retrace_projection_stalled_seconds",
        "retrace_projector_failures_total",
        "retrace_subscriptions",
        "retrace_websocket_connections",
      ]
    `);
  });

  it('answers HEAD without a page, and refuses to be written to', async () => {
    const head = await get('/metrics', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await get('/metrics', { method: 'POST', body: '{}' })).status).toBe(405);
  });

  it('counts operations over HTTP by kind and outcome', async () => {
    const orderId = await api.createOrder();
    const counted = [
      operations('transport="http",kind="query",outcome="OK"'),
      operations('transport="http",kind="mutation",outcome="BUSINESS_RULE_ERROR"'),
      operations('transport="http",kind="unknown",outcome="VALIDATION_ERROR"'),
      'retrace_http_request_duration_seconds_count{route="/graphql",status="200"}',
      'retrace_http_request_duration_seconds_count{route="/graphql",status="400"}',
    ];
    const work = async () => {
      await ask(app.url, 'query ($id: ID!) { order(id: $id) { id } }', { id: orderId });
      const input = `{ orderId: "${orderId}", status: DELIVERED }`;
      await ask(app.url, `mutation { updateOrderStatus(input: ${input}) { order { id } } }`);
      await ask(app.url, '{ nothing }');
      await ask(app.url, 'query One { __typename } query Two { __typename }');
    };
    expect(await growth(counted, work)).toEqual([1, 1, 2, 2, 2]);
  });

  it('counts operations over WebSocket, and what is open', async () => {
    const counted = [
      operations('transport="websocket",kind="query",outcome="OK"'),
      operations('transport="websocket",kind="query",outcome="VALIDATION_ERROR"'),
      operations('transport="websocket",kind="unknown",outcome="VALIDATION_ERROR"'),
    ];
    const work = async () => {
      await listen(app.url, '{ __typename }');
      await listen(app.url, '{ orders(first: -1) { nodes { id } } }');
      await listen(app.url, '{ nothing }');
    };
    expect(await growth(counted, work)).toEqual([1, 1, 1]);

    const open = async () => {
      const samples = await scrape();
      return [samples.get('retrace_websocket_connections'), samples.get('retrace_subscriptions')];
    };
    await vi.waitFor(async () => expect(await open()).toEqual([0, 0]), soon);
    const client = await connectAcknowledged(app.url);
    for (const id of ['1', '2']) {
      const query = 'subscription { orderEvents { cursor } }';
      client.send({ id, type: 'subscribe', payload: { query } });
    }
    await vi.waitFor(async () => expect(await open()).toEqual([1, 2]), soon);
    client.send({ id: '1', type: 'complete' });
    await vi.waitFor(async () => expect(await open()).toEqual([1, 1]), soon);
    client.socket.close();
    await vi.waitFor(async () => expect(await open()).toEqual([0, 0]), soon);
    const ended = operations('transport="websocket",kind="subscription",outcome="OK"');
    await vi.waitFor(async () => expect(await metric(ended)).toBe(2), soon);
  });

  it('counts appends, their events, and conflicts', async () => {
    const counted = [
      'retrace_appends_total{outcome="appended"}',
      'retrace_appends_total{outcome="repeated"}',
      'retrace_appended_events_total',
    ];
    const work = async () => {
      await api.createOrder();
      const input =
        '{ customerId: "ada", items: [{ productId: "moka-pot", quantity: 1 }], idempotencyKey: "m" }';
      for (let i = 0; i < 2; i += 1)
        await ask(app.url, `mutation { createOrder(input: ${input}) { order { id } } }`);
    };
    expect(await growth(counted, work)).toEqual([2, 1, 2]);
    const place = await metric('retrace_appended_events_total');
    await vi.waitFor(async () => {
      expect(await metric('retrace_feed_position{lane="0"}')).toBe(place);
      expect(await metric('retrace_feed_events_read_total')).toBe(place);
    }, soon);
  });

  it('counts reads of cached states', async () => {
    const orderId = await api.createOrder();
    const hits = 'retrace_cache_reads_total{level="memory",outcome="hit"}';
    const read = () => ask(app.url, 'query ($id: ID!) { order(id: $id) { id } }', { id: orderId });
    await read();
    expect(await growth([hits], read)).toEqual([1]);
  });

  it('tells of no id, and of few paths, whatever clients ask for', async () => {
    const orderId = await api.createOrder();
    await get(`/orders/${orderId}`);
    await get('/graphiql/nothing.js');
    await ask(app.url, `query Ada_${orderId.slice(0, 8)} { __typename }`);
    const text = await (await get()).text();
    expect(text).not.toContain(orderId.slice(0, 8));
    expect(text).not.toContain('ada');
    expect(text).toContain('route="other",status="404"');
    expect(text).toContain('route="/graphiql",status="404"');
  });

  it('raises an alarm while a checkpoint stands still although there are newer events', async () => {
    const stalled = () => metric('retrace_projection_stalled_seconds{projection="orders"}');
    await vi.waitFor(async () => expect(await stalled()).toBe(0), soon);
    const session = new pg.Client(database.connection);
    await session.connect();
    await session.query("begin; select from event_store.checkpoints where processor = 'orders' for update");
    await api.createOrder();
    let before = 0;
    await vi.waitFor(async () => {
      before = await stalled();
      expect(before).toBeGreaterThan(0);
    }, soon);
    await vi.waitFor(async () => expect(await stalled()).toBeGreaterThan(before + 1), soon);
    expect(await metric('retrace_projection_lag_events{projection="orders"}')).toBe(1);
    await session.query('rollback');
    await session.end();
    await vi.waitFor(async () => expect(await stalled()).toBe(0), soon);
    expect(await metric('retrace_projection_lag_events{projection="orders"}')).toBe(0);
  });

  it('shows what it can while Postgres does not answer', async () => {
    link.block();
    const samples = await scrape();
    expect(samples.get('retrace_collector_success{collector="projections"}')).toBe(0);
    expect([...samples.keys()].filter((name) => name.startsWith('retrace_projection_'))).toEqual([]);
    expect(samples.get('retrace_feed_position{lane="0"}')).toBeGreaterThan(0);
    expect(samples.get('retrace_pool_connections_in_use{pool="reads"}')).toBeGreaterThan(0);
    link.unblock();
    const success = () => metric('retrace_collector_success{collector="projections"}');
    await vi.waitFor(async () => expect(await success()).toBe(1), soon);
  });
});
