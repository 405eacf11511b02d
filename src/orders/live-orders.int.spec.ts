import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDemoData } from '../demo-data.js';
import { isRejection } from '../event-sourcing/errors.js';
import { type Feed, startFeed } from '../processors/feed/feed.js';
import { type Dispatcher, startDispatcher } from '../processors/live/dispatcher.js';
import { SlowConsumerError } from '../processors/live/live-queue.js';
import type { LiveStream } from '../processors/live/live-stream.js';
import { openStorage, type Storage } from '../storage.js';
import { testConfig } from '../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import type { OrderSnapshot } from './domain/state.js';
import type { ChangeName } from './inputs.js';
import { type LiveOrder, type LiveOrders, type LiveOrdersOptions, liveOrders } from './live-orders.js';
import { createOrders, type Orders } from './orders.js';

let database: TestDatabase;
let storage: Storage;
let feed: Feed;
let orders: Orders;
let dispatcher: Dispatcher;
/** How many orders are followed now. */
let followed = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  storage = await openStorage(testConfig(database), pino({ level: 'silent' }));
  await addDemoData(storage);
  const { db, store } = storage;
  const onError = (error: unknown) => expect.fail(String(error));
  feed = await startFeed({ store, onError });
  orders = createOrders({ store, db });
  const real = startDispatcher({ feed, onError });
  dispatcher = {
    get place() {
      return real.place;
    },
    watch(filter, tell) {
      const stop = real.watch(filter, tell);
      followed += 1;
      return () => {
        followed -= 1;
        stop();
      };
    },
  };
});
afterEach(() => {
  expect(followed).toBe(0);
});
afterAll(async () => {
  await feed?.stop();
  await storage?.close();
  await database?.drop();
});

async function change(name: ChangeName, input: object): Promise<OrderSnapshot> {
  const outcome = await orders.change(name, input, { actor: 'tester', correlationId: uuidv7() });
  if (isRejection(outcome)) throw new Error(outcome.message);
  return outcome.after;
}
const create = async (): Promise<string> => {
  const items = [{ productId: 'moka-pot', quantity: 1 }];
  return (await change('createOrder', { customerId: 'ada', items })).streamId;
};
const addItem = (orderId: string) =>
  change('addOrderItem', { orderId, item: { productId: 'milk-jug', quantity: 1 } });

const open = (options: Partial<LiveOrdersOptions> = {}): LiveOrders =>
  liveOrders({ dispatcher, orders, ...options });

async function watch(live: LiveOrders, orderId: string): Promise<LiveStream<LiveOrder>> {
  const stream = await live.watch(orderId);
  if (!stream) throw new Error('there is no such order');
  return stream;
}

async function take(stream: LiveStream<LiveOrder>, count: number): Promise<LiveOrder[]> {
  const taken: LiveOrder[] = [];
  while (taken.length < count) taken.push((await stream.next()).value as LiveOrder);
  return taken;
}

describe('a watched order', () => {
  it('is folded once for each change, however many watch it', async () => {
    const orderId = await create();
    const advance = vi.fn(orders.advance);
    const live = open({ orders: { ...orders, advance } });
    const streams = await Promise.all(Array.from({ length: 50 }, () => watch(live, orderId)));
    expect(followed).toBe(1);
    const seen = Promise.all(streams.map((stream) => take(stream, 6)));
    for (let n = 0; n < 5; n += 1) await addItem(orderId);
    const [first, ...others] = await seen;
    expect(first?.map(({ order }) => order.version)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const told of others) for (const [i, it] of told.slice(1).entries()) expect(it).toBe(first?.[i + 1]);
    expect(advance).toHaveBeenCalledTimes(5);
    for (const { order } of first ?? []) expect(order).toEqual(await orders.loadAt(orderId, order.version));
    for (const stream of streams) await stream.return();
  });

  it('is shown to each who comes as it is then, and again after each later change', async () => {
    const orderId = await create();
    const live = open();
    let written = 1;
    const writing = (async () => {
      while (written < 61) written = (await addItem(orderId)).version;
    })();
    const watchers = [];
    while (written < 40) {
      const known = written;
      const stream = await watch(live, orderId);
      const [first] = await take(stream, 1);
      const version = first?.order.version as number;
      expect(version).toBeGreaterThanOrEqual(known);
      watchers.push({ stream, version, rest: take(stream, 61 - version) });
    }
    await writing;
    for (const { stream, version, rest } of watchers) {
      const expected = Array.from({ length: 61 - version }, (_, i) => version + 1 + i);
      expect((await rest).map(({ order }) => order.version)).toEqual(expected);
      await stream.return();
    }
  });

  it('is shown once where several events were written together, and through rollbacks', async () => {
    const orderId = await create();
    const stream = await watch(open(), orderId);
    await change('updateOrder', {
      orderId,
      addItems: ['milk-jug', 'house-beans'].map((productId) => ({ productId, quantity: 1 })),
      newStatus: 'CONFIRMED',
    });
    await change('rollbackOrder', { orderId, toVersion: 1 });
    await addItem(orderId);
    const told = await take(stream, 4);
    expect(told.map(({ order }) => order.version)).toEqual([1, 4, 5, 6]);
    for (const { order } of told) expect(order).toEqual(await orders.loadAt(orderId, order.version));
    await stream.return();
  });

  it('that is not there is not watched', async () => {
    expect(await open().watch(uuidv7())).toBeUndefined();
  });

  it('leaves nothing behind when its watchers go, also while they wait', async () => {
    const orderId = await create();
    const live = open();
    const streams = [await watch(live, orderId), await watch(live, orderId)];
    for (const stream of streams) {
      await take(stream, 1);
      const next = stream.next();
      expect(followed).toBe(1);
      await stream.return();
      expect(await next).toEqual({ done: true, value: undefined });
      expect(await stream.next()).toEqual({ done: true, value: undefined });
    }
    expect(followed).toBe(0);
  });

  it('ends for one who is too slow, and for nobody else', async () => {
    const orderId = await create();
    const live = open({ queueLimit: 3 });
    const [slow, quick] = [await watch(live, orderId), await watch(live, orderId)];
    await take(slow, 1);
    for (let version = 1; version <= 5; version += 1) {
      expect((await take(quick, 1))[0]?.order.version).toBe(version);
      await addItem(orderId);
    }
    await take(quick, 1);
    await expect(slow.next()).rejects.toBeInstanceOf(SlowConsumerError);
    await quick.return();
  });

  it.each(['load', 'advance'] as const)(
    'ends with the reason where it cannot %s, and can be watched again',
    async (what) => {
      const orderId = await create();
      const failing = vi.fn(orders[what] as Orders['load']);
      const live = open({ orders: { ...orders, [what]: failing } });
      failing.mockRejectedValueOnce(new Error('not today'));
      if (what === 'load') await expect(watch(live, orderId)).rejects.toThrow('not today');
      else {
        const streams = [await watch(live, orderId), await watch(live, orderId)];
        for (const stream of streams) await take(stream, 1);
        await addItem(orderId);
        for (const stream of streams) await expect(stream.next()).rejects.toThrow('not today');
      }
      expect(followed).toBe(0);
      const again = await watch(live, orderId);
      const [now] = await take(again, 1);
      await addItem(orderId);
      expect((await take(again, 1))[0]?.order.version).toBe((now?.order.version as number) + 1);
      await again.return();
    },
  );

  it('ends for all who came while it could not be loaded at first', async () => {
    const orderId = await create();
    await vi.waitFor(async () => expect(dispatcher.place).toEqual(await storage.store.head()));
    const load = vi.fn(orders.load).mockImplementationOnce(async () => {
      await orders.load(orderId);
      await new Promise(setImmediate);
      throw new Error('not today');
    });
    const live = open({ orders: { ...orders, load } });
    const first = live.watch(orderId);
    const second = await watch(live, orderId);
    await expect(first).rejects.toThrow('not today');
    await take(second, 1);
    await expect(second.next()).rejects.toThrow('not today');
    expect(followed).toBe(0);
  });
});
