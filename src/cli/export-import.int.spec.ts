import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isRejection } from '../event-sourcing/errors.js';
import type { Metadata } from '../event-sourcing/event.js';
import { createOrders, type Orders } from '../orders/index.js';
import { createTestImports, type TestImports } from '../testing/test-imports.js';

const product = {
  kind: 'product',
  id: 'chai',
  sku: 'NW-001',
  name: 'Chai “№ 1”',
  price: { amount: '18.00', currency: 'USD' },
  stockLevel: 39,
};
const customer = { kind: 'customer', id: 'ALFKI', name: 'Alfreds', email: 'alfki@northwind.example' };
const metadata: Metadata = {
  actor: 'employee-5',
  correlationId: '00000000-0000-0000-0000-000000000001',
  causationId: '00000000-0000-0000-0000-000000000002',
  requestId: 'request-1',
  source: '192.0.2.1',
};
const creation = {
  customerId: 'ALFKI',
  items: [{ productId: 'chai', quantity: 2 }],
  reference: '10248',
  idempotencyKey: 'once',
};

async function change(orders: Orders, name: Parameters<Orders['change']>[0], input: object) {
  const outcome = await orders.change(name, input, metadata);
  if (isRejection(outcome)) throw new Error(outcome.message);
  return outcome;
}

/** Orders with all that an export must keep: keys, a rollback, an old shape, an unknown type, odd bytes. */
async function fill(store: TestImports): Promise<void> {
  await store.importLines([customer, product]);
  const orders = createOrders(store);
  const { after } = await change(orders, 'createOrder', creation);
  const orderId = after.streamId;
  await change(orders, 'updateOrderStatus', { orderId, status: 'CONFIRMED' });
  await change(orders, 'updateOrderStatus', { orderId, status: 'CONFIRMED', idempotencyKey: 'nothing' });
  await change(orders, 'rollbackOrder', { orderId, toVersion: 1, reason: 'naïve\n🙃' });
  const items = `[{"productId":"chai","name":"Chai","quantity":1,"unitPrice":{"amount":"1.00","currency":"USD"}}]`;
  const stored = [
    ['OrderCreated', 1, ` { "items" : ${items},\n "customerId":"ALFKI", "2":1, "1":1.0 } `],
    ['OrderTeleported', 7, '{"to":"\\u00e9\\ud83d\\ude43","big":12345678901234567890,"a":1,"a":2}'],
  ] as const;
  await store.store.append({
    streamId: store.store.newStreamId(),
    expectedVersion: 'any',
    events: stored.map(([type, schemaVersion, json], i) => ({
      ...metadata,
      id: `00000000-0000-4000-8000-00000000000${i}`,
      type,
      schemaVersion,
      json,
    })),
  });
  await change(orders, 'cancelOrder', { orderId, reason: 'late' });
}

const feedOf = async (store: TestImports) => (await store.store.readFeed([0], 1_000)).events;

let source: TestImports;
let exported: string[];
let empty: TestImports;

beforeAll(async () => {
  source = await createTestImports();
  await fill(source);
  exported = await source.exportLines();
});
beforeEach(async () => {
  empty = await createTestImports();
});
afterEach(() => empty?.drop());
afterAll(() => source?.drop());

describe('an export', () => {
  it('imported into an empty store gives the same events, positions and keys', async () => {
    const { problems, events, keys } = await empty.importLines(exported);
    expect({ problems, events, keys }).toEqual({ problems: [], events: 6, keys: { written: 3, there: 0 } });
    expect(await feedOf(empty)).toEqual(await feedOf(source));
    expect(await empty.exportLines()).toEqual(exported);
  });

  it('carries the cursors of clients to a store without events, and to no other', async () => {
    const key = (i: number) => Buffer.alloc(32, i).toString('base64url');
    await empty.archive.takeCursorKey(key(1));
    expect(await empty.archive.cursorKey()).toBe(key(1));
    await empty.importLines(exported);
    expect(await empty.archive.cursorKey()).toBe(await source.archive.cursorKey());
    await empty.importLines(exported.map((line) => line.replace(/(?<="cursorKey":")[^"]+/, key(2))));
    expect(await empty.archive.cursorKey()).toBe(await source.archive.cursorKey());
  });

  it('of an older build, which carries no cursors, is imported like any other', async () => {
    const before = await empty.archive.cursorKey();
    const older = exported.filter((line) => !line.includes('"kind":"store"'));
    expect(await empty.importLines(older)).toMatchObject({ problems: [], events: 6 });
    expect(await empty.archive.cursorKey()).toBe(before);
  });

  it('keeps the bytes of data, whatever their type and schema version', async () => {
    await empty.importLines(exported);
    const rows = (store: TestImports) =>
      store.db.selectFrom('event_store.events').selectAll().orderBy('position').execute();
    const copy = await rows(empty);
    expect(copy).toEqual(await rows(source));
    expect(copy.map(({ data }) => data)).toContain(
      '{"to":"\\u00e9\\ud83d\\ude43","big":12345678901234567890,"a":1,"a":2}',
    );
  });

  it('keeps references unique and retried commands answered as at first', async () => {
    await empty.importLines(exported);
    const orders = createOrders(empty);
    const first = await change(createOrders(source), 'createOrder', creation);
    expect(await change(orders, 'createOrder', creation)).toEqual(first);
    const other = { ...creation, idempotencyKey: 'other' };
    expect(await orders.change('createOrder', other, metadata)).toMatchObject({
      message: 'Reference 10248 belongs to another order already',
    });
    expect(await feedOf(empty)).toHaveLength(6);
  });

  it('shows nothing that was committed after it began', async () => {
    await empty.importLines(exported);
    const lines = await empty.snapshot(async ({ archive }) => {
      const before = await archive.count();
      await change(createOrders(empty), 'createOrder', { ...creation, reference: 'x', idempotencyKey: 'x' });
      const events: unknown[] = [];
      for await (const event of archive.events()) events.push(event);
      return { before, events: events.length };
    });
    expect(lines).toEqual({ before: 6, events: 6 });
    expect(await feedOf(empty)).toHaveLength(7);
  });

  it('is read page by page to its end', async () => {
    const changes = Array.from({ length: 2_001 }, (_, i) => ({
      kind: 'change',
      order: `${i}`,
      at: '1996-07-04T08:00:00.000Z',
      actor: 'a',
      command: 'createOrder',
      input: { customerId: 'ALFKI', items: [{ productId: 'chai', quantity: 1 }] },
    }));
    await empty.importLines([customer, product, ...changes]);
    const lines = await empty.exportLines();
    expect(lines.filter((line) => line.includes('"kind":"event"'))).toHaveLength(2_001);
    expect(lines.at(-1)).toBe('{"kind":"end","events":2001}');
  });
});

describe('an export imported into a store that is not empty', () => {
  it('writes nothing where the store has it all, be it more', async () => {
    await empty.importLines(exported);
    await change(createOrders(empty), 'createOrder', { ...creation, reference: 'x', idempotencyKey: 'x' });
    expect(await empty.importLines(exported)).toMatchObject({
      masterData: { customers: 0, products: 0 },
      events: 0,
      keys: { written: 0, there: 3 },
      problems: [],
    });
  });

  it('completes what a run that was cut off has begun', async () => {
    const part = exported.filter((line) => line.includes('"kind":"event"')).slice(0, 2);
    await empty.importLines([...part, '{"kind":"end","events":2}']);
    expect(await empty.importLines(exported)).toMatchObject({ events: 4, problems: [] });
    expect(await empty.exportLines()).toEqual(exported);
  });

  it('is refused before anything is written where the store has newer events', async () => {
    await empty.importLines([customer, product]);
    await change(createOrders(empty), 'createOrder', { ...creation, reference: 'x' });
    const before = await empty.exportLines();
    await expect(empty.importLines(exported)).rejects.toThrow(
      /^Nothing was written: line 3 is from .* newer|up to/,
    );
    expect(await empty.exportLines()).toEqual(before);
  });
});
