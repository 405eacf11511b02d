import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { storeForeignEvent } from '../../testing/foreign-event.js';
import { type OrderApi, orderApi } from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';

const soon = { timeout: 10_000, interval: 10 };

let app: TestApp;
let api: OrderApi;
let admin: pg.Client;
const logged: { readonly msg: string; readonly reason?: string; readonly level: number }[] = [];

beforeAll(async () => {
  const log = pino({ level: 'error' }, { write: (line) => void logged.push(JSON.parse(line)) });
  app = await startTestApp({}, log);
  api = orderApi(app.url);
  admin = new pg.Client(app.database.connection);
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await app.stop();
});

const status = async () =>
  (await api.run('{ projections { name cursor lagEvents lagSeconds state lastError parkedEvents } }'))
    .projections[0];

const parkedFields = 'eventId streamId version type error attempts parkedAt';
const parkedEvents = async (page = '') =>
  (
    await api.run(
      `{ parkedEvents(projection: "orders"${page}) { totalCount pageInfo { endCursor hasNextPage } nodes { ${parkedFields} } } }`,
    )
  ).parkedEvents;

const replayMutation = `mutation ($eventId: ID!) {
  replayParkedEvent(projection: "orders", eventId: $eventId) { applied parked { ${parkedFields} } }
}`;
const listed = async (id: string) =>
  (await api.run('{ orders(consistency: STRONG) { nodes { id version } } }')).orders.nodes.find(
    (order: { id: string }) => order.id === id,
  )?.version;

/** An order with an event of another build that this one cannot apply, and one more behind it. */
async function poisonedOrder(): Promise<string> {
  const orderId = await api.createOrder();
  const poison = { orderId, type: 'OrderItemAdded', data: { quantity: 2 } };
  await storeForeignEvent(app.database, { ...poison, version: 2 });
  await storeForeignEvent(app.database, { ...poison, version: 3 });
  return orderId;
}

describe('a projection', () => {
  it('runs, and is where the feed ends', async () => {
    await api.run('{ orders(consistency: STRONG) { nodes { id } } }');
    expect(await status()).toEqual({
      name: 'orders',
      cursor: expect.any(String),
      lagEvents: 0,
      lagSeconds: 0,
      state: 'RUNNING',
      lastError: null,
      parkedEvents: 0,
    });
  });

  it('parks events that cannot be applied, shows them, and replays them one by one', async () => {
    const bad = await poisonedOrder();
    const good = await api.createOrder();
    expect(await listed(good)).toBe(1);
    expect(await listed(bad)).toBe(1);
    expect(await status()).toMatchObject({ state: 'RUNNING', lagEvents: 0, parkedEvents: 2 });

    const { totalCount, nodes } = await parkedEvents();
    const [first, second] = nodes;
    expect(totalCount).toBe(2);
    const facts = { eventId: expect.any(String), streamId: bad, type: 'OrderItemAdded' };
    const parkedAt = expect.any(String);
    expect(first).toEqual({
      ...facts,
      version: 2,
      attempts: 3,
      parkedAt,
      error: expect.stringMatching(/^Replay of .* failed at version 2 \(OrderItemAdded\)/),
    });
    expect(second).toEqual({ ...facts, version: 3, attempts: 0, parkedAt, error: 'waits for version 2' });
    expect(logged.at(-1)).toMatchObject({
      level: 50,
      msg: 'the projection "orders" has parked an event',
      reason: expect.stringContaining(bad),
    });

    const page = await parkedEvents(', first: 1');
    expect(page.nodes).toEqual([first]);
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect((await parkedEvents(`, first: 1, after: "${page.pageInfo.endCursor}"`)).nodes).toEqual([second]);

    expect(await api.refusal(replayMutation, { eventId: second.eventId })).toMatchObject({
      message: `It waits for version 2 of its stream: replay event ${first.eventId} first`,
      extensions: { code: 'BUSINESS_RULE_ERROR', details: { eventId: first.eventId } },
    });
    expect((await api.run(replayMutation, { eventId: first.eventId })).replayParkedEvent).toEqual({
      applied: 0,
      parked: { ...first, attempts: 4 },
    });

    await mendEvents(bad);
    expect((await api.run(replayMutation, { eventId: first.eventId })).replayParkedEvent).toEqual({
      applied: 2,
      parked: null,
    });
    expect(await listed(bad)).toBe(3);
    expect((await parkedEvents()).nodes).toEqual([]);
    expect(await status()).toMatchObject({ state: 'RUNNING', parkedEvents: 0 });
    expect((await api.refusal(replayMutation, { eventId: first.eventId })).extensions.code).toBe('NOT_FOUND');
  });

  it('says why it has halted, logs it once, and refuses readers who would wait for it', async () => {
    const orderId = await api.createOrder();
    await listed(orderId);
    await forgeHole(orderId);
    await vi.waitFor(async () => expect((await status()).state).toBe('HALTED'), soon);
    const reason = expect.stringMatching(
      new RegExp(`Version 3 of ${orderId}, at position \\d+ of lane 0, stands where version 2 should be$`),
    );
    expect(await status()).toMatchObject({ lastError: reason, lagEvents: 1 });
    expect(await api.refusal('{ orders(consistency: STRONG) { nodes { id } } }')).toMatchObject({
      message:
        'The projection "orders" has halted. Read without waiting for it; try again when an operator has mended it.',
      extensions: { code: 'EVENT_STORE_ERROR', retryable: true },
    });
    expect((await api.run('{ orders { nodes { id } } }')).orders.nodes).not.toEqual([]);
    const about = 'the projection "orders" has halted until its events are mended';
    expect(logged.filter(({ msg }) => msg === about)).toMatchObject([{ level: 50, reason }]);
  });

  it('must exist', async () => {
    const refused = await api.refusal('{ parkedEvents(projection: "invoices") { nodes { eventId } } }');
    expect(refused.extensions.code).toBe('NOT_FOUND');
    expect(refused.message).toBe('There is no such projection. There are: orders');
  });
});

/** A second event of an order that has one, at version 3; as no store would write it. */
const forgeHole = (orderId: string) =>
  admin.query(`
    with head as (update event_store.heads set position = position + 1 returning position)
    insert into event_store.events select (jsonb_populate_record(e, jsonb_build_object(
      'version', 3, 'position', head.position, 'event_id', gen_random_uuid(), 'type', 'OrderSeen'))).*
    from event_store.events e, head where e.stream_id = '${orderId}'`);

/** As a superuser who gets past the guards of history. */
const mendEvents = (orderId: string) =>
  admin.query(`
    begin; set local session_replication_role = replica;
    update event_store.events set data = '{
      "productId": "moka-pot", "name": "Moka pot", "quantity": 1,
      "unitPrice": {"amount": "20.00", "currency": "USD"}
    }' where stream_id = '${orderId}' and version > 1; commit`);
