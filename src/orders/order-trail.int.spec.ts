import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDemoData } from '../demo-data.js';
import { isRejection } from '../event-sourcing/errors.js';
import { feedStart } from '../event-sourcing/feed-cursor.js';
import { openStorage, type Storage } from '../storage.js';
import { testConfig } from '../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { ChangeName } from './inputs.js';
import { createOrders, type Orders } from './orders.js';

let database: TestDatabase;
let storage: Storage;
let orders: Orders;

beforeAll(async () => {
  database = await createTestDatabase();
  storage = await openStorage(testConfig(database), pino({ level: 'silent' }));
  await addDemoData(storage);
  const { db, store } = storage;
  orders = createOrders({ store, db });
});
afterAll(async () => {
  await storage?.close();
  await database?.drop();
});

const actor = { actor: 'tester', correlationId: '01890000-0000-7000-8000-000000000001' };
async function change(name: ChangeName, input: object): Promise<string> {
  const outcome = await orders.change(name, input, actor);
  if (isRejection(outcome)) throw new Error(outcome.message);
  return outcome.after.streamId;
}

async function orderWithRollbacks(): Promise<string> {
  const orderId = await change('createOrder', {
    customerId: 'ada',
    items: [{ productId: 'moka-pot', quantity: 1 }],
  });
  for (let quantity = 2; quantity <= 20; quantity += 1)
    await change('changeOrderItemQuantity', { orderId, productId: 'moka-pot', quantity });
  await change('rollbackOrder', { orderId, toVersion: 12 });
  await change('addOrderItem', { orderId, item: { productId: 'milk-jug', quantity: 1 } });
  await change('rollbackOrder', { orderId, toVersion: 3 });
  return orderId;
}

/** Another process, which has none of these orders in memory, and its events. */
async function follow(orderId: string) {
  const { db, store } = storage;
  const { events } = await store.readFeed(feedStart(store.lanes), 100, { streamIds: [orderId] });
  const reads = vi.fn(store.readTail);
  return { ...createOrders({ store: { ...store, readTail: reads }, db }), events, reads };
}

describe('following an order through the feed', () => {
  it('shows it as every version left it, and reads its stream only for the first and for rollbacks', async () => {
    const orderId = await orderWithRollbacks();
    const { after, events, reads } = await follow(orderId);
    const shown = [];
    for (const event of events) shown.push(await after(event));
    expect(reads).toHaveBeenCalledTimes(3);
    for (const event of events)
      expect(shown[event.version - 1]).toEqual(await orders.loadAt(orderId, event.version));
  });

  it('makes each state once, however many ask for it', async () => {
    const orderId = await orderWithRollbacks();
    const { after, events, reads } = await follow(orderId);
    const asked = events.filter(({ version }) => version === 10);
    const shown = await Promise.all(Array(50).fill(asked).flat().map(after));
    expect(shown).toHaveLength(50);
    expect(new Set(shown).size).toBe(1);
    expect(reads).toHaveBeenCalledTimes(1);
  });
});
