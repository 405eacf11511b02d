import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestStock, type TestStock } from '../testing/test-stock.js';
import type { Reservation, StockItem } from './reservation.js';
import { changeReservation, findReservation } from './reservations.js';
import { restoreReservations } from './restore-reservations.js';

let stock: TestStock;

beforeAll(async () => {
  stock = await createTestStock();
});

afterAll(() => stock?.drop());

const of = (productId: string, quantity: number): StockItem => ({ productId, quantity });
const reservation = (reserved: StockItem[], shipped: StockItem[] = [], revision = 3): Reservation => ({
  orderId: randomUUID(),
  revision,
  reserved,
  shipped,
});
const restore = (...reservations: Reservation[]) => restoreReservations(stock.db, reservations);
const find = ({ orderId }: Reservation) => findReservation(stock.db, orderId);

describe('restored reservations', () => {
  it('are as they are told, and reserve of a stock that what was shipped had left', async () => {
    const [tea, milk] = [await stock.product(10), await stock.product(4)];
    const told = [
      reservation([of(tea, 6)], [of(tea, 20), of(milk, 1)]),
      reservation([of(tea, 4)]),
      reservation([], [of(milk, 9)], 2),
      reservation([], [], 5),
    ];
    expect(await restore(...told)).toEqual({ written: 4, refused: [] });
    for (const it of told)
      expect(await find(it)).toEqual({
        ...it,
        shipped: [...it.shipped].sort((a, b) => (a.productId < b.productId ? -1 : 1)),
      });
    expect([await stock.stockOf(tea), await stock.stockOf(milk)]).toEqual([
      [10, 10],
      [4, 0],
    ]);
  });

  it('go on from their revision', async () => {
    const tea = await stock.product(10);
    const told = reservation([of(tea, 6)], [of(tea, 1)]);
    await restore(told);
    const change = { ...told, reserved: [], shipped: [of(tea, 7)] };
    expect(await changeReservation(stock.db, { ...change, revision: 2 })).toEqual({ kind: 'stale' });
    expect(await changeReservation(stock.db, change)).toMatchObject({ reservation: { revision: 4 } });
    expect(await stock.stockOf(tea)).toEqual([4, 0]);
  });

  it('leave alone those that are there, and what nothing happened to', async () => {
    const tea = await stock.product(10);
    const told = [reservation([of(tea, 6)]), reservation([], [], 0)];
    expect(await restore(...told)).toMatchObject({ written: 1 });
    const older = told.map((it) => ({ ...it, reserved: [of(tea, 1)] }));
    expect(await restore(...told)).toEqual({ written: 0, refused: [] });
    expect(await restore(...older)).toEqual({ written: 0, refused: [] });
    expect(await find(told[0] as Reservation)).toEqual(told[0]);
    expect(await stock.stockOf(tea)).toEqual([10, 6]);
  });

  it('are refused where the stock does not cover them, or the product is not there; the rest is written', async () => {
    const [tea, milk, nobody] = [await stock.product(10), await stock.product(10), randomUUID()];
    const tooMuch = reservation([of(milk, 1), of(tea, 11)]);
    const unknown = reservation([of(milk, 1)], [of(nobody, 1)]);
    const rest = Array.from({ length: 10 }, () => reservation([of(tea, 1)]));
    const oneTooMany = reservation([of(tea, 1)]);
    const { written, refused } = await restore(
      ...rest.slice(0, 5),
      tooMuch,
      unknown,
      ...rest.slice(5),
      oneTooMany,
    );
    expect(written).toBe(10);
    expect(refused.map(({ row, rejection }) => [row.orderId, rejection.message])).toEqual([
      [tooMuch.orderId, `Order ${tooMuch.orderId} has more reserved than is left in stock`],
      [unknown.orderId, `Order ${unknown.orderId} has reserved a product that does not exist`],
      [oneTooMany.orderId, `Order ${oneTooMany.orderId} has more reserved than is left in stock`],
    ]);
    for (const it of [tooMuch, unknown, oneTooMany]) expect(await find(it)).toMatchObject({ revision: 0 });
    expect([await stock.stockOf(tea), await stock.stockOf(milk)]).toEqual([
      [10, 10],
      [10, 0],
    ]);
  });

  it('are restored once by two who are told of them in opposite orders', async () => {
    const tea = await stock.product(10);
    const told = Array.from({ length: 9 }, () => reservation([of(tea, 1)]));
    const outcomes = await whileOthersChange(told[4] as Reservation, () => [
      restore(...told),
      restore(...[...told].reverse()),
    ]);
    expect(outcomes.map(({ written }) => written).sort()).toEqual([0, 9]);
    expect(stock.failures.filter(({ code }) => code === '40P01')).toEqual([]);
    expect(await stock.stockOf(tea)).toEqual([10, 9]);
  });
});

/** Holds a reservation, as a change that comes to nothing does, until all that is begun meanwhile waits. */
async function whileOthersChange<T>({ orderId }: Reservation, begin: () => Promise<T>[]): Promise<T[]> {
  const holder = await stock.db.startTransaction().execute();
  await holder.insertInto('master_data.reservations').values({ order_id: orderId, revision: 0 }).execute();
  const begun = begin();
  const outcomes = Promise.all(begun);
  const waiting = sql`
    select distinct pid from pg_locks join pg_locks as held using (pid) join pg_database d on d.oid = held.database
    where not pg_locks.granted and d.datname = current_database()`;
  await vi.waitFor(async () => expect((await waiting.execute(stock.db)).rows).toHaveLength(begun.length), {
    timeout: 5_000,
  });
  await holder.rollback().execute();
  return outcomes;
}
