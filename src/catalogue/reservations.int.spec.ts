import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDb, createPool } from '../database/pool.js';
import { startCuttingProxy } from '../testing/cutting-proxy.js';
import { stockMismatches } from '../testing/stock-mismatches.js';
import { createTestStock, type TestStock } from '../testing/test-stock.js';
import { largestInt } from '../validation/index.js';
import type { ReservationChange, StockItem } from './reservation.js';
import { changeReservation, findReservation } from './reservations.js';
import { adjustStock } from './stock.js';

let stock: TestStock;

beforeAll(async () => {
  stock = await createTestStock();
});

afterAll(() => stock?.drop());

type Quantities = Readonly<Record<string, number>>;

const items = (quantities: Quantities): StockItem[] =>
  Object.entries(quantities).map(([productId, quantity]) => ({ productId, quantity }));
const inOrder = (quantities: Quantities) =>
  items(quantities).sort((a, b) => (a.productId < b.productId ? -1 : 1));

/** An order of its own; each change is made to the revision that the last one answered. */
function order(orderId: string = randomUUID()) {
  let revision = 0;
  const change = (reserved: Quantities, shipped: Quantities = {}): ReservationChange => ({
    orderId,
    revision,
    reserved: items(reserved),
    shipped: items(shipped),
  });
  return {
    orderId,
    change,
    find: () => findReservation(stock.db, orderId),
    async hold(reserved: Quantities, shipped: Quantities = {}) {
      const outcome = await changeReservation(stock.db, change(reserved, shipped));
      if (outcome.kind === 'changed') revision = outcome.reservation.revision;
      return outcome;
    },
  };
}

const none = (orderId: string) => ({ orderId, revision: 0, reserved: [], shipped: [] });
const rowsOf = async (orderId: string) => {
  const rows = stock.db.selectFrom('master_data.reservations').selectAll();
  return rows.where('order_id', '=', orderId).execute();
};

/** Which transactions wrote what is there. */
async function versionsOfRows(orderId: string, productId: string): Promise<unknown> {
  const { rows } = await sql`
    select xmin::text, updated_at::text as it from master_data.products where id = ${productId}
    union all select xmin::text, revision::text from master_data.reservations where order_id = ${orderId}
    union all select xmin::text, product_id from master_data.reserved_items where order_id = ${orderId}`.execute(
    stock.db,
  );
  return rows;
}

describe('a reservation', () => {
  it('is none at first', async () => {
    const { orderId, find } = order();
    expect(await find()).toEqual(none(orderId));
  });

  it('reserves all lines, which it answers in the order of product ids', async () => {
    const [tea, milk] = [await stock.product(10), await stock.product(10)];
    const { orderId, hold, find } = order();
    const reserved = { [tea]: 3, [milk]: 10 };
    const reservation = { orderId, revision: 1, reserved: inOrder(reserved), shipped: [] };
    expect(await hold(reserved)).toEqual({ kind: 'changed', reservation });
    expect(await find()).toEqual(reservation);
    expect([await stock.stockOf(tea), await stock.stockOf(milk)]).toEqual([
      [10, 3],
      [10, 10],
    ]);
  });

  it('raises, lowers, adds and gives up lines in one change', async () => {
    const [a, b, c, d] = [
      await stock.product(9),
      await stock.product(9),
      await stock.product(9),
      await stock.product(9),
    ] as const;
    const { orderId, hold, find } = order();
    await hold({ [a]: 2, [b]: 5, [c]: 4 });
    const reserved = { [a]: 9, [b]: 1, [d]: 7 };
    const reservation = { orderId, revision: 2, reserved: inOrder(reserved), shipped: [] };
    expect(await hold(reserved)).toEqual({ kind: 'changed', reservation });
    expect(await find()).toEqual(reservation);
    expect(await Promise.all([a, b, c, d].map(stock.stockOf))).toEqual([
      [9, 9],
      [9, 1],
      [9, 0],
      [9, 7],
    ]);
  });

  it('is given up whole, and can be made again', async () => {
    const tea = await stock.product(5);
    const { orderId, hold, find } = order();
    await hold({ [tea]: 5 });
    await hold({});
    expect(await find()).toEqual({ ...none(orderId), revision: 2 });
    expect(await stock.stockOf(tea)).toEqual([5, 0]);
    expect(await hold({ [tea]: 4 })).toMatchObject({ reservation: { revision: 3 } });
    expect(await stock.stockOf(tea)).toEqual([5, 4]);
  });

  it('that is as it shall be stays at its revision, and nothing is written', async () => {
    const tea = await stock.product(5);
    const { orderId, hold } = order();
    await hold({ [tea]: 2 }, { [tea]: 1 });
    const before = await versionsOfRows(orderId, tea);
    expect(await hold({ [tea]: 2 }, { [tea]: 1 })).toMatchObject({
      kind: 'changed',
      reservation: { revision: 1 },
    });
    expect(await versionsOfRows(orderId, tea)).toEqual(before);
  });

  it('of nothing is none', async () => {
    const { orderId, hold } = order();
    expect(await hold({})).toEqual({ kind: 'changed', reservation: none(orderId) });
    expect(await rowsOf(orderId)).toEqual([]);
  });
});

describe('what is shipped', () => {
  it('leaves the stock, and what was reserved for it', async () => {
    const tea = await stock.product(10);
    const { hold, find } = order();
    await hold({ [tea]: 3 });
    await hold({ [tea]: 1 }, { [tea]: 2 });
    expect(await stock.stockOf(tea)).toEqual([8, 1]);
    await hold({}, { [tea]: 3 });
    expect(await stock.stockOf(tea)).toEqual([7, 0]);
    expect(await find()).toMatchObject({ revision: 3, reserved: [], shipped: items({ [tea]: 3 }) });
  });

  it('may never have been reserved', async () => {
    const tea = await stock.product(10);
    await order().hold({}, { [tea]: 10 });
    expect(await stock.stockOf(tea)).toEqual([0, 0]);
  });

  it.each([1, 0])('cannot be taken back to %d', async (left) => {
    const tea = await stock.product(10);
    const { hold, find } = order();
    await hold({ [tea]: 1 }, { [tea]: 2 });
    const before = await find();
    await expect(hold({ [tea]: 1 }, left ? { [tea]: left } : {})).rejects.toThrow('cannot take back');
    expect(await find()).toEqual(before);
    expect(await stock.stockOf(tea)).toEqual([8, 1]);
  });
});

describe('a change that is short', () => {
  it('writes no line, and names the first of its lines that cannot be met', async () => {
    const [z, m, a] = [
      await stock.product(10, `z-${randomUUID()}`),
      await stock.product(2, `m-${randomUUID()}`),
      await stock.product(2, `a-${randomUUID()}`),
    ] as const;
    const { orderId, hold } = order();
    expect(await hold({ [z]: 5, [m]: 3, [a]: 3 })).toEqual({
      kind: 'short',
      productId: m,
      requested: 3,
      available: 2,
    });
    expect(await rowsOf(orderId)).toEqual([]);
    expect(await Promise.all([z, m, a].map(stock.stockOf))).toEqual([
      [10, 0],
      [2, 0],
      [2, 0],
    ]);
  });

  it('leaves what was held as it was', async () => {
    const [tea, milk] = [await stock.product(10), await stock.product(10)];
    const { hold, find } = order();
    await hold({ [tea]: 4, [milk]: 4 }, { [tea]: 1 });
    const before = await find();
    expect(await hold({ [tea]: 2, [milk]: 11 }, { [tea]: 3 })).toMatchObject({
      kind: 'short',
      productId: milk,
    });
    expect(await find()).toEqual(before);
    expect([await stock.stockOf(tea), await stock.stockOf(milk)]).toEqual([
      [9, 4],
      [10, 4],
    ]);
  });

  // Of 10 in stock others hold 5, the order 3 beside the 2 that it was shipped before.
  it.each([
    [6, 2, 6, 5],
    [5, 3, 6, 5],
    [4, 4, 6, 5],
    [0, 8, 6, 5],
    [largestInt, 2, largestInt, 5],
    [largestInt, largestInt, 2 * largestInt - 2, 5],
  ])('to %d reserved and %d shipped requests %d of %d', async (reserved, shipped, requested, available) => {
    const tea = await stock.product(12);
    await order().hold({ [tea]: 5 });
    const { hold } = order();
    await hold({ [tea]: 3 }, { [tea]: 2 });
    expect(await stock.stockOf(tea)).toEqual([10, 8]);
    const outcome = await hold({ [tea]: reserved }, { [tea]: shipped });
    expect(outcome).toEqual({ kind: 'short', productId: tea, requested, available });
    expect(await hold({ [tea]: 5 - 2 }, { [tea]: 2 + 2 })).toMatchObject({ kind: 'changed' });
  });

  it('of a product that does not exist has none available', async () => {
    const { orderId, hold } = order();
    const nobody = randomUUID();
    expect(await hold({ [nobody]: 1 })).toEqual({
      kind: 'short',
      productId: nobody,
      requested: 1,
      available: 0,
    });
    expect(await rowsOf(orderId)).toEqual([]);
  });

  it('is not short of a product that is not for sale', async () => {
    const tea = await stock.product(1);
    await stock.db
      .updateTable('master_data.products')
      .set({ available: false })
      .where('id', '=', tea)
      .execute();
    expect(await order().hold({ [tea]: 1 })).toMatchObject({ kind: 'changed' });
  });
});

describe('the revision', () => {
  it.each([-1, 0, 1, 3])('%d is stale where 2 is current', async (revision) => {
    const tea = await stock.product(10);
    const { orderId, hold, find, change } = order();
    await hold({ [tea]: 1 });
    await hold({ [tea]: 2 });
    const before = await find();
    for (const reserved of [{ [tea]: 2 }, { [tea]: 3 }, { [tea]: 99 }, {}])
      expect(await changeReservation(stock.db, { ...change(reserved), revision })).toEqual({ kind: 'stale' });
    expect(await findReservation(stock.db, orderId)).toEqual(before);
    expect(await stock.stockOf(tea)).toEqual([10, 2]);
  });

  it('1 is stale where there is none', async () => {
    const { orderId, change } = order();
    expect(await changeReservation(stock.db, { ...change({}), revision: 1 })).toEqual({ kind: 'stale' });
    expect(await rowsOf(orderId)).toEqual([]);
  });

  it.each([0, 1, 2])('%d lets one of 32 changes at once through', async (revision) => {
    const [tea, milk] = [await stock.product(1_000), await stock.product(1_000)];
    const { orderId, hold, find } = order();
    for (let i = 1; i <= revision; i += 1) await hold({ [tea]: i });
    const outcomes = await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        changeReservation(stock.db, {
          orderId,
          revision,
          reserved: i % 2 ? items({ [tea]: 10 + i, [milk]: 1 }) : items({ [milk]: 10 + i }),
          shipped: [],
        }),
      ),
    );
    const won = outcomes.flatMap((outcome) => (outcome.kind === 'changed' ? [outcome.reservation] : []));
    expect(won).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'stale')).toHaveLength(31);
    expect(await find()).toEqual(won[0]);
    expect(won[0]).toMatchObject({ revision: revision + 1 });
    expect(await stockMismatches(stock.db)).toEqual([]);
  });

  it('0 stays free for the next where a first change is short', async () => {
    const tea = await stock.product(8);
    const { orderId, change } = order();
    const outcomes = await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        changeReservation(stock.db, change({ [tea]: i === 9 ? 8 : 9 + i })),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
    expect(await findReservation(stock.db, orderId)).toMatchObject({
      revision: 1,
      reserved: items({ [tea]: 8 }),
    });
    expect(await stock.stockOf(tea)).toEqual([8, 8]);
  });
});

describe('the stock', () => {
  it('is taken no further than it goes by 32 orders at once', async () => {
    const [tea, milk] = [await stock.product(100), await stock.product(1_000)];
    const outcomes = await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        order().hold(i % 2 ? { [tea]: 7, [milk]: 1 } : { [milk]: 1, [tea]: 7 }),
      ),
    );
    const short = outcomes.flatMap((outcome) => (outcome.kind === 'short' ? [outcome] : []));
    for (const outcome of short)
      expect(outcome).toMatchObject({ productId: tea, requested: 7, available: 2 });
    expect(short).toHaveLength(32 - 14);
    expect([await stock.stockOf(tea), await stock.stockOf(milk)]).toEqual([
      [100, 98],
      [1_000, 14],
    ]);
  });

  it('cannot be adjusted below what is reserved, and what is given back is free', async () => {
    const tea = await stock.product(10);
    const { hold } = order();
    await hold({ [tea]: 8 });
    expect(await adjustStock(stock.db, tea, -3)).toMatchObject({ details: { stockLevel: 10, reserved: 8 } });
    await hold({ [tea]: 7 });
    expect(await adjustStock(stock.db, tea, -3)).toMatchObject({ stockLevel: 7, reserved: 7 });
  });
});

describe('a change whose connection is lost', () => {
  it.each([
    ['before the request', ['changed']],
    ['during the request', ['changed', 'stale']],
    ['before the answer', ['stale']],
  ] as const)('%s is made once', async (moment, kinds) => {
    const tea = await stock.product(10);
    const { change, find } = order();
    const proxy = await startCuttingProxy(stock.connection);
    const db = createDb(createPool(proxy.connection, { role: 'retrace_app' }));
    const cut = proxy.cut(moment, 'change_reservation(');
    expect(kinds).toContain((await changeReservation(db, change({ [tea]: 2 }, { [tea]: 3 }))).kind);
    await cut;
    expect(await find()).toMatchObject({
      revision: 1,
      reserved: items({ [tea]: 2 }),
      shipped: items({ [tea]: 3 }),
    });
    expect(await stock.stockOf(tea)).toEqual([7, 2]);
    await db.destroy();
    await proxy.close();
  });
});

describe('the database', () => {
  it.each([{ reserved: -1 }, { shipped: -1 }])('refuses %j by itself', async (change) => {
    const tea = await stock.product(10);
    const { orderId, hold } = order();
    await hold({ [tea]: 1 });
    const update = stock.db
      .updateTable('master_data.reserved_items')
      .set(change)
      .where('order_id', '=', orderId);
    await expect(update.execute()).rejects.toThrow('reserved_items_quantity_check');
  });

  it('does not let the application forget what an order held', async () => {
    await order().hold({ [await stock.product(1)]: 1 });
    await expect(stock.db.deleteFrom('master_data.reserved_items').execute()).rejects.toThrow(
      'permission denied',
    );
    await expect(stock.db.deleteFrom('master_data.reservations').execute()).rejects.toThrow(
      'reserved_items_order_fkey',
    );
  });
});
