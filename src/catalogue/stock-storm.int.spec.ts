import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { isRejection } from '../event-sourcing/errors.js';
import { stockMismatches } from '../testing/stock-mismatches.js';
import { createTestStock, type TestStock } from '../testing/test-stock.js';
import type { Reservation, StockItem } from './reservation.js';
import { changeReservation, findReservation } from './reservations.js';
import { restoreReservations } from './restore-reservations.js';
import { adjustStock } from './stock.js';
import { importProducts } from './transfer.js';

const clients = 64;
const stepsOfClient = 20;
const products = ['chai', 'chang', 'konbu'];

let stock: TestStock;
let orders: string[];
/** How often each of the things that can happen did. */
let happened: Map<string, number>;
/** What was put into the stock less what was taken out by adjustments. */
let adjusted: Map<string, number>;

beforeAll(async () => {
  stock = await createTestStock(clients + 2);
});

afterAll(() => stock?.drop());

beforeEach(() => {
  orders = Array.from({ length: 16 }, () => randomUUID());
  happened = new Map();
  adjusted = new Map();
});

const upTo = (most: number) => Math.floor(Math.random() * (most + 1));
const pick = <T>(among: readonly T[]) => among[upTo(among.length - 1)] as T;
const shuffled = <T>(given: readonly T[]) =>
  given
    .map((it) => [Math.random(), it] as const)
    .sort(([a], [b]) => a - b)
    .map(([, it]) => it);
const count = (counts: Map<string, number>, what: string, by = 1) =>
  counts.set(what, (counts.get(what) ?? 0) + by);

const quantityOf = (items: readonly StockItem[], product: string) =>
  items.find(({ productId }) => productId === product)?.quantity ?? 0;
const someItems = (quantity: (product: string) => number) =>
  shuffled(products)
    .map((productId) => ({ productId, quantity: quantity(productId) }))
    .filter((item) => item.quantity > 0);

async function change(): Promise<void> {
  const seen = await findReservation(stock.db, pick(orders));
  const ships = upTo(3) === 0;
  const outcome = await changeReservation(stock.db, {
    ...seen,
    reserved: someItems(() => Math.max(0, upTo(8) - 2)),
    shipped: someItems((product) => quantityOf(seen.shipped, product) + (ships ? upTo(2) : 0)),
  });
  count(happened, outcome.kind);
}

async function adjust(): Promise<void> {
  const [product, delta] = [pick(products), upTo(16) - 8];
  const outcome = await adjustStock(stock.db, product, delta);
  if (!isRejection(outcome)) count(adjusted, product, delta);
  count(happened, isRejection(outcome) ? 'adjustment refused' : 'adjusted');
}

async function bring(): Promise<void> {
  const rows = shuffled(products).map((id) => ({
    id,
    sku: id,
    name: `${id} ${upTo(1_000)}`,
    price: { minor: 1, currency: 'USD' },
    stockLevel: 20 + upTo(40),
    available: true,
  }));
  const { written } = await importProducts(stock.db, rows);
  count(happened, 'imported', written);
}

async function restore(): Promise<void> {
  const told = Array.from(
    { length: 3 },
    (): Reservation => ({
      orderId: randomUUID(),
      revision: 1,
      reserved: someItems(() => upTo(1)),
      shipped: [],
    }),
  );
  const known = { orderId: pick(orders), revision: 1, reserved: [], shipped: [] };
  const { written } = await restoreReservations(stock.db, shuffled([...told, known]));
  orders.push(...told.map(({ orderId }) => orderId));
  count(happened, 'restored', written);
}

const inTurn = async (times: number, steps: readonly (() => Promise<void>)[]) => {
  for (let i = 0; i < times; i += 1) await pick(steps)();
};

/** Lets all clients loose, and looks at the sums until they are done; answers what each look found wrong. */
async function storm(steps: readonly (() => Promise<void>)[]): Promise<(readonly object[])[]> {
  const looks: (readonly object[])[] = [];
  let over = false;
  const all = Array.from({ length: clients }, () => inTurn(stepsOfClient, steps));
  const end = Promise.all(all).finally(() => {
    over = true;
  });
  while (!over) looks.push(await stockMismatches(stock.db));
  await end;
  expect(looks.length).toBeGreaterThan(5);
  return looks;
}

/** All but what a constraint refused of an import or a restoration, which it is there for. */
const failures = () =>
  stock.failures.filter(
    ({ code, statement }) => code !== '23514' || statement.includes('change_reservation'),
  );

it('64 clients who reserve, ship, give back and adjust 3 products never wait in a circle, and lose nothing', async () => {
  for (const product of products) await stock.product(30, product);
  expect((await storm([change, change, change, adjust])).flat()).toEqual([]);
  expect(failures()).toEqual([]);
  expect([...happened.keys()]).toEqual(expect.arrayContaining(['adjusted', 'changed', 'short', 'stale']));

  const reservations = await Promise.all(orders.map((order) => findReservation(stock.db, order)));
  const sum = (of: 'reserved' | 'shipped', product: string) =>
    reservations.reduce((total, reservation) => total + quantityOf(reservation[of], product), 0);
  for (const product of products)
    expect(await stock.stockOf(product)).toEqual([
      30 + (adjusted.get(product) ?? 0) - sum('shipped', product),
      sum('reserved', product),
    ]);
});

it('nor do they where products are imported and reservations restored at the same time', async () => {
  expect((await storm([change, change, adjust, bring, restore])).flat()).toEqual([]);
  expect(failures()).toEqual([]);
  expect([...happened.keys()]).toEqual(expect.arrayContaining(['changed', 'imported', 'restored', 'stale']));
  expect(await stockMismatches(stock.db)).toEqual([]);
});
