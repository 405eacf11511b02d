import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BulkLoader } from '../../event-sourcing/bulk-loader.js';
import type { Recorded } from '../../event-sourcing/event.js';
import { createOrders, type Orders } from '../../orders/index.js';
import { createTestImports, type TestImports } from '../../testing/test-imports.js';
import { generateStore } from './generate-store.js';

interface Creation {
  readonly type: 'OrderCreated';
  readonly data: { customerId: string; reference: string | null; items: { productId: string }[] };
}
type ChangeName = Parameters<Orders['change']>[0];

const orders = 2_400;
const seed = 11;
const stores: TestImports[] = [];
/** One that was filled in one run. */
let whole: TestImports;
let feed: readonly Recorded[];

beforeAll(async () => {
  whole = await emptyStore();
  await generateStore(orders, seed, whole);
  feed = (await whole.store.readFeed([0], 100_000)).events;
});
afterAll(() => Promise.all(stores.map((store) => store.drop())));

async function emptyStore(): Promise<TestImports> {
  const store = await createTestImports();
  stores.push(store);
  return store;
}

/** A loader that fails at its n-th call, before or after it has written. */
function failing(loader: BulkLoader, call: number, when: 'before' | 'after'): BulkLoader {
  let calls = 0;
  return {
    ...loader,
    async load(after, events) {
      calls += 1;
      if (calls === call && when === 'before') throw new Error('cut off');
      const end = await loader.load(after, events);
      if (calls === call) throw new Error('cut off');
      return end;
    },
  };
}

describe('a generated store', () => {
  it('is the same from the same arguments: events, claims and master data, to the byte', async () => {
    const other = await emptyStore();
    const { events, there } = await generateStore(orders, seed, other);
    expect({ events, there }).toEqual({ events: feed.length, there: 0 });
    expect(await other.exportInClear()).toEqual(await whole.exportInClear());
  });

  it('has positions without a gap, versions from 1, instants that never run backwards, and subjects', () => {
    const versions = new Map<string, number>();
    const subjects = new Map<string, string | null>();
    let newest = 0;
    const wrong = feed.filter(({ streamId, version, position, recordedAt, subject }, i) => {
      const before = versions.get(streamId) ?? 0;
      const first = subjects.get(streamId) ?? subject;
      const right =
        version === before + 1 && position === i + 1 && recordedAt >= newest && subject && subject === first;
      versions.set(streamId, version);
      subjects.set(streamId, first);
      newest = recordedAt;
      return !right;
    });
    expect(wrong).toEqual([]);
    expect(versions.size).toBe(orders);
  });

  it('goes on living: its orders can be read and changed, and their references are taken', async () => {
    const api = createOrders(whole);
    const change = async (...[name, input]: [ChangeName, object]) =>
      api.change(name, input, { actor: 'ann', correlationId: crypto.randomUUID() });
    const created = feed.filter(({ type }) => type === 'OrderCreated') as unknown as Recorded<Creation>[];
    const loaded = await Promise.all(created.map(({ streamId }) => api.load(streamId)));
    expect(loaded.map(({ state }) => state?.reference)).toEqual(created.map(({ data }) => data.reference));

    const pending = loaded.find(({ state }) => state?.status === 'PENDING');
    expect(
      await change('updateOrderStatus', { orderId: pending?.streamId, status: 'CONFIRMED' }),
    ).toMatchObject({
      events: [{ type: 'OrderStatusUpdated', version: (pending?.version ?? 0) + 1 }],
    });
    const taken = created.find(({ data }) => data.reference !== null) as Recorded<Creation>;
    const items = [{ productId: taken.data.items[0]?.productId, quantity: 1 }];
    expect(await change('createOrder', { ...taken.data, items })).toMatchObject({
      message: `Reference ${taken.data.reference} belongs to another order already`,
    });
  });
});

describe('a run that was cut off', () => {
  it.each([
    ['before anything was written', 1, 'before'],
    ['between two stretches', 2, 'before'],
    ['when a stretch was written, but not told', 2, 'after'],
    ['when all was written', 3, 'after'],
  ] as const)('%s, is completed by the next as if nothing had happened', async (_, call, when) => {
    const store = await emptyStore();
    const target = { ...store, bulkLoader: failing(store.bulkLoader, call, when) };
    await expect(generateStore(orders, seed, target)).rejects.toThrow(/^It ended half-way. Run it again/);
    const [written = 0] = await store.store.head();
    expect(await generateStore(orders, seed, store)).toMatchObject({ events: feed.length, there: written });
    expect((await store.store.readFeed([0], 100_000)).events).toEqual(feed);
  });

  it('is not completed with other arguments, and nothing is written', async () => {
    const store = await emptyStore();
    const target = { ...store, bulkLoader: failing(store.bulkLoader, 2, 'before') };
    await expect(generateStore(orders, seed, target)).rejects.toThrow(/half-way/);
    const before = await store.exportLines();
    for (const [other, otherSeed] of [
      [orders, 12],
      [orders + 1, seed],
      [1, seed],
    ] as const) {
      await expect(generateStore(other, otherSeed, store)).rejects.toThrow(
        /^Nothing was written: the store has [\d,]+ events, and others .* DATA_DIR, or an empty database/,
      );
    }
    expect(await store.exportLines()).toEqual(before);
  });

  it('is not completed where others have written meanwhile', async () => {
    const store = await emptyStore();
    const target = { ...store, bulkLoader: failing(store.bulkLoader, 2, 'before') };
    await expect(generateStore(orders, seed, target)).rejects.toThrow(/half-way/);
    await addOrder(store);
    const before = await store.exportLines();
    await expect(generateStore(orders, seed, store)).rejects.toThrow(/^Nothing was written/);
    expect(await store.exportLines()).toEqual(before);
  });
});

it('a store that has all of it and more is left as it is', async () => {
  const store = await emptyStore();
  await generateStore(3, seed, store);
  expect(await generateStore(3, seed, store)).toMatchObject({ shop: { orders: 3 } });
  await addOrder(store);
  const before = await store.exportLines();
  await expect(generateStore(3, seed, store)).rejects.toThrow(/^Nothing was written/);
  expect(await store.exportLines()).toEqual(before);
});

async function addOrder({ store }: TestImports): Promise<void> {
  const event = { id: crypto.randomUUID(), type: 'Noted', schemaVersion: 1, json: '1' };
  const metadata = { actor: 'ann', correlationId: crypto.randomUUID() };
  await store.append({
    streamId: store.newStreamId(),
    expectedVersion: 0,
    events: [{ ...event, ...metadata }],
  });
}
