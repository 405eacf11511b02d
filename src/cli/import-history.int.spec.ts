import { appendFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrders } from '../orders/index.js';
import { createTestImports, type TestImports } from '../testing/test-imports.js';
import { readImportFile } from './import/import-file.js';
import { createProblems, listProblems } from './import/problems.js';

let store: TestImports;
beforeEach(async () => {
  store = await createTestImports();
});
afterEach(() => store?.drop());

const customer = { kind: 'customer', id: 'ALFKI', name: 'Alfreds', email: 'alfki@northwind.example' };
const product = (id: string, sku = id) => ({
  kind: 'product',
  id,
  sku,
  name: `The ${id}`,
  price: { amount: '2.50', currency: 'USD' },
  stockLevel: 1,
  available: false,
});
const change = (order: string, minute: number, command: string, input: object) => ({
  kind: 'change',
  order,
  at: new Date(Date.UTC(1996, 6, 4, 8, minute)).toISOString(),
  actor: 'employee-5',
  command,
  input,
});
const create = (order: string, minute = 0, productId = 'chai') =>
  change(order, minute, 'createOrder', { customerId: 'ALFKI', items: [{ productId, quantity: 10 }] });
const confirm = (order: string, minute = 5) =>
  change(order, minute, 'updateOrderStatus', { status: 'CONFIRMED' });
const masterData = [customer, product('chai')];

/** Reference and type of each event, in feed order. */
async function feed(): Promise<string[]> {
  const references = new Map<string, string>();
  const { events } = await store.store.readFeed([0], 1_000);
  return events.map(({ streamId, type, data }) => {
    if (type === 'OrderCreated') references.set(streamId, (data as { reference: string }).reference);
    return `${references.get(streamId)} ${type}`;
  });
}

describe('an import of history', () => {
  it('appends in the order of instants over all orders, in whatever order the file has them', async () => {
    const lines = [...masterData, create('b', 1), confirm('b', 3), create('a', 1), confirm('a', 2)];
    expect(await store.importLines(lines)).toMatchObject({ events: 4, problems: [] });
    expect(await feed()).toEqual([
      'b OrderCreated',
      'a OrderCreated',
      'a OrderStatusUpdated',
      'b OrderStatusUpdated',
    ]);
    const { events } = await store.store.readFeed([0], 10);
    expect(events.map(({ recordedAt }) => new Date(recordedAt).getUTCMinutes())).toEqual([1, 1, 2, 3]);
    expect(events.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(events.every(({ actor, subject }) => actor === 'employee-5' && subject === 'ALFKI')).toBe(true);
  });

  it('asks neither for stock nor for availability, but takes the catalogue’s price and name', async () => {
    await store.importLines([{ ...customer, active: false }, product('chai'), create('a')]);
    const { events } = await store.store.readFeed([0], 1);
    expect(events[0]?.data).toMatchObject({
      items: [{ productId: 'chai', name: 'The chai', quantity: 10, unitPrice: { amount: '2.50' } }],
    });
  });

  it('finds customers and products in the store that the file does not bring', async () => {
    await store.importLines(masterData);
    expect(await store.importLines([create('a')])).toMatchObject({ events: 1, problems: [] });
  });

  it('writes nothing the second time, and goes on where the file has grown', async () => {
    const lines = [...masterData, create('a'), confirm('a')];
    await store.importLines(lines);
    const before = await store.exportLines();
    expect(await store.importLines(lines)).toMatchObject({
      masterData: { customers: 0, products: 0 },
      events: 0,
      problems: [],
    });
    expect(await store.exportLines()).toEqual(before);
    const cancel = change('a', 9, 'cancelOrder', { reason: 'late' });
    expect(await store.importLines([...lines, cancel])).toMatchObject({ events: 1, problems: [] });
    expect(await feed()).toEqual(['a OrderCreated', 'a OrderStatusUpdated', 'a OrderCancelled']);
  });

  it('completes what a run that was cut off has begun', async () => {
    const lines = [...masterData, create('a', 1), create('b', 2), confirm('a', 3), confirm('b', 4)];
    await store.importLines(lines.slice(0, -2));
    expect(await store.importLines(lines)).toMatchObject({ events: 2, problems: [] });
    expect(await feed()).toHaveLength(4);
  });

  it('refuses, before it writes anything, what would stand after newer events', async () => {
    await store.importLines([...masterData, create('new', 30)]);
    const before = await store.exportLines();
    const late = [{ ...customer, id: 'other' }, create('new', 30), create('old', 29)];
    await expect(store.importLines(late)).rejects.toThrow(
      'Nothing was written: line 3 is from 1996-07-04T08:29:00.000Z, but the store has events up to 1996-07-04T08:30:00.000Z',
    );
    expect(await store.exportLines()).toEqual(before);
  });

  it('adds what is as old as the store’s newest event', async () => {
    await store.importLines([...masterData, create('a', 30)]);
    expect(await store.importLines([create('b', 30)])).toMatchObject({ events: 1, problems: [] });
  });
});

describe('a bad line', () => {
  it('leaves out its whole order, wherever it stands, and nothing else', async () => {
    const lines = [...masterData, create('bad'), create('good'), confirm('good'), confirm('bad', 6)];
    const { problems, events } = await store.importLines([
      ...lines,
      change('bad', 7, 'updateOrderStatus', { status: 'DELIVERED' }),
    ]);
    expect(problems).toEqual([
      'line 7: Cannot change status from CONFIRMED to DELIVERED. Allowed: PROCESSING, CANCELLED. Order bad is left out',
    ]);
    expect(events).toBe(2);
    expect(await feed()).toEqual(['good OrderCreated', 'good OrderStatusUpdated']);
  });

  it.each([
    ['is not JSON', 'so {', 'line 3: is not JSON'],
    [
      'was cut off, after its order',
      '{"kind":"change","order":"bad","at',
      'line 3: is not JSON. Order bad is left out',
    ],
    ['is no object', '[]', /^line 3: Invalid input: must be one of customer, product, change/],
    ['is of an unknown kind', { kind: 'refund' }, /^line 3: Invalid input: kind: must be one of customer/],
    [
      'has an unknown command',
      change('bad', 1, 'explode', {}),
      /^line 3: .*command: must be one of createOrder.* Order bad is left out$/,
    ],
    [
      'has no zone',
      { ...confirm('bad'), at: '1996-07-04T08:00:00' },
      /^line 3: .*at: must be an ISO 8601 instant with zone/,
    ],
    [
      'lies in the future',
      { ...confirm('bad'), at: '9999-01-01T00:00:00Z' },
      /^line 3: .*must not lie in the future/,
    ],
    ['has a field too many', { ...confirm('bad'), by: 'me' }, /^line 3: .*Unrecognized key: "by"/],
    ['brings a customer twice', customer, 'line 3: customer ALFKI is on line 1 already'],
    [
      'brings a broken customer',
      { ...customer, id: 'x', email: 'x' },
      /^line 3: .*email: must be an email address/,
    ],
    [
      'brings a SKU that another product has',
      product('other', 'chai'),
      'line 3: SKU chai belongs to another product',
    ],
  ])('is named by its number where it %s', async (_case, line, problem) => {
    const { problems, events } = await store.importLines([
      ...masterData,
      line,
      create('good'),
      confirm('good'),
    ]);
    expect(problems).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
    expect(events).toBe(2);
  });

  it('that is not UTF-8 is named, and blank lines count', async () => {
    const path = await store.file(['', ...masterData, create('good')]);
    await appendFile(path, Buffer.from([0x22, 0xff, 0x22, 0x0a]));
    const problems = createProblems();
    const file = await readImportFile(path, problems);
    expect(listProblems(problems)).toEqual(['line 5: is not UTF-8']);
    expect(file.changes.map(({ line }) => line)).toEqual([4]);
  });

  it('is named alone, not with those that stand on it', async () => {
    const broken = { ...create('bad'), at: 'yesterday' };
    const { problems } = await store.importLines([...masterData, broken, confirm('bad'), create('good')]);
    expect(problems).toEqual([expect.stringMatching(/^line 3: .*at: must be an ISO 8601 instant/)]);
  });

  it('in the master data leaves out the orders that need it', async () => {
    const lines = [...masterData, product('tea', 'chai'), create('a', 0, 'tea'), create('b')];
    const { problems, events } = await store.importLines(lines);
    expect(problems).toEqual([
      'line 3: SKU chai belongs to another product',
      'line 4: Product tea not found. Order a is left out',
    ]);
    expect(events).toBe(1);
  });
});

describe('an order that is in the store already', () => {
  const metadata = { actor: 'someone', correlationId: '01890000-0000-7000-8000-000000000001' };

  it('by other means is left out and named', async () => {
    await store.importLines([
      { ...customer, active: true },
      { ...product('chai'), available: true, stockLevel: 99 },
    ]);
    const { customerId, items } = create('a').input as never;
    await createOrders(store).change('createOrder', { customerId, items, reference: 'a' }, metadata);
    const { problems, events } = await store.importLines([create('a')]);
    expect(problems).toEqual([
      expect.stringMatching(
        /^line 1: the store has another event as version 1 of order .* Order a is left out$/,
      ),
    ]);
    expect(events).toBe(0);
  });

  it('and was continued since is left out where the file goes on differently, else it is there', async () => {
    const lines = [...masterData, create('a')];
    await store.importLines(lines);
    const orderId = await store.store.findClaim('order-reference:a');
    await createOrders(store).change('cancelOrder', { orderId, reason: 'late' }, metadata);
    expect(await store.importLines(lines)).toMatchObject({ events: 0, problems: [] });
    expect((await store.importLines([...lines, confirm('a')])).problems).toEqual([
      `line 4: the store has another event as version 2 of order ${orderId}, not from this file. Order a is left out`,
    ]);
  });
});
