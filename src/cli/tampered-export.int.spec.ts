import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestImports, type TestImports } from '../testing/test-imports.js';

const product = {
  kind: 'product',
  id: 'chai',
  sku: 'NW-001',
  name: 'Chai',
  price: { amount: '18.00', currency: 'USD' },
  stockLevel: 39,
};
const customer = { kind: 'customer', id: 'ALFKI', name: 'Alfreds', email: 'alfki@northwind.example' };
const change = (order: string, minute: number, command: string, input: object) => ({
  kind: 'change',
  order,
  at: new Date(Date.UTC(1996, 6, 4, 8, minute)).toISOString(),
  actor: 'employee-5',
  command,
  input,
});
const creation = { customerId: 'ALFKI', items: [{ productId: 'chai', quantity: 1 }] };

let lines: string[];
let a: string;
let store: TestImports;

/** Lines 1 and 2 are master data, 3 and 4 create a and b, 5 to 7 change a, b and a again, 8 is the store, 9 the end. */
beforeAll(async () => {
  const source = await createTestImports();
  await source.importLines([
    customer,
    product,
    change('a', 1, 'createOrder', creation),
    change('b', 2, 'createOrder', creation),
    change('a', 3, 'updateOrderStatus', { status: 'CONFIRMED' }),
    change('b', 4, 'updateOrderStatus', { status: 'CONFIRMED' }),
    change('a', 5, 'cancelOrder', { reason: 'late' }),
  ]);
  a = (await source.store.findClaim('order-reference:a')) as string;
  lines = await source.exportLines();
  await source.drop();
});
beforeEach(async () => {
  store = await createTestImports();
});
afterEach(() => store?.drop());

/** The export with line `number` replaced. */
const replacing = (number: number, by: (line: string) => string): string[] =>
  lines.with(number - 1, by(lines[number - 1] as string));
const without = (...numbers: number[]): string[] => lines.filter((_, i) => !numbers.includes(i + 1));
const numberOfEvents = async () => (await store.store.head())[0];

describe('an export in which something was changed', () => {
  it.each<[string, () => string[], string | RegExp]>([
    ['a version is missing', () => without(5), 'line 6: version 3 comes after version 1'],
    ['the first version is missing', () => without(3), 'line 4: version 2 comes after version 0'],
    [
      'a version stands twice',
      () => lines.toSpliced(5, 0, lines[4] as string),
      'line 6: version 2 comes after version 2',
    ],
    ['a line was cut off', () => replacing(7, (line) => line.slice(0, 80)), 'line 7: is not JSON'],
    [
      'an instant comes too early',
      () => replacing(5, (line) => line.replace('08:03', '08:00')),
      'line 5: its instant lies before that of an earlier line',
    ],
    [
      'an instant lies in the future',
      () => replacing(7, (line) => line.replace('1996', '9996')),
      /^line 7: .*at: must not lie in the future/,
    ],
    [
      'data is no JSON',
      () => replacing(5, (line) => line.replace('"data":"{', '"data":"')),
      /^line 5: .*data: must be JSON text/,
    ],
    [
      'text cannot be stored',
      () => replacing(5, (line) => line.replace('employee-5', 'a\\u0000b')),
      /^line 5: .*actor: must be text that can be stored/,
    ],
    [
      'a field is missing',
      () => replacing(5, (line) => line.replace('"schemaVersion":1,', '')),
      /^line 5: .*schemaVersion/,
    ],
  ])('is left out by order, and the line named, where %s', async (_case, tampered, problem) => {
    const { problems } = await store.importLines(tampered());
    const leftOut = ` Order ${a} is left out`;
    expect(problems[0]).toMatch(problem);
    expect(problems.every((it) => it.endsWith(leftOut))).toBe(true);
    expect(await store.store.readStream(a)).toEqual([]);
    expect(await numberOfEvents()).toBe(2);
  });

  it.each<[string, () => string[], RegExp]>([
    ['its end is missing', () => without(9), /^Nothing was written. The export was cut off/],
    ['its last lines are missing', () => lines.slice(0, 5), /^Nothing was written. The export was cut off/],
    ['the last event of an order is missing', () => without(7), /^Nothing was written. 1 event is missing/],
    [
      'a line that tells nothing stands for an order’s last event',
      () => replacing(7, () => '?'),
      /1 event is missing/,
    ],
    ['several last events are missing', () => without(6, 7), /2 events are missing/],
    [
      'changes stand in it',
      () => [...lines, JSON.stringify(change('c', 9, 'createOrder', creation))],
      /either changes or events/,
    ],
  ])('is refused whole where %s, since any order might be cut short', async (_case, tampered, why) => {
    const before = await store.exportLines();
    await expect(store.importLines(tampered())).rejects.toThrow(why);
    expect(await numberOfEvents()).toBe(0);
    expect(await store.exportLines()).toEqual(before);
  });

  it('brings all but the cursors of clients where they have no key', async () => {
    const keyless = replacing(8, (line) => line.replace(/"cursorKey":"./, '$&='));
    const before = await store.archive.cursorKey();
    const { problems, events } = await store.importLines(keyless);
    expect(problems).toEqual([expect.stringMatching(/^line 8: .*cursorKey: must be a key/)]);
    expect(events).toBe(5);
    expect(await store.archive.cursorKey()).toBe(before);
  });

  it('leaves out an order whose reference another order holds', async () => {
    await store.importLines([customer, product, change('b', 0, 'createOrder', creation)]);
    const { problems, events } = await store.importLines(lines);
    expect(problems).toEqual([
      expect.stringMatching(/^line 4: order .* holds the name order-reference:b already/),
    ]);
    expect(events).toBe(3);
  });

  it('names the second of two orders that claim one reference', async () => {
    const { problems, events } = await store.importLines(
      replacing(4, (line) => line.replace('\\"reference\\":\\"b\\"', '\\"reference\\":\\"a\\"')),
    );
    expect(problems).toEqual([expect.stringMatching(`^line 4: order ${a} took its reference meanwhile`)]);
    expect(events).toBe(3);
  });

  it('leaves out an order of which the store has another event', async () => {
    await store.importLines(lines);
    const id = JSON.parse(lines[4] as string).id;
    const { problems } = await store.importLines(
      replacing(5, (line) => line.replace(id, crypto.randomUUID())),
    );
    expect(problems).toEqual([
      expect.stringMatching(`^line 5: the store has another event as version 2 of order ${a}`),
    ]);
  });
});
