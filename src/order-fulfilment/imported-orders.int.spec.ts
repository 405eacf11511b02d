import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { findReservation } from '../catalogue/index.js';
import { openTestShop, type TestShop } from '../testing/order-fulfilment/test-shop.js';
import { stockMismatches } from '../testing/stock-mismatches.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop?.close());

/** As in a store into which an export was just imported: events and products, but nothing of reservations. */
async function forgetReservations(): Promise<void> {
  const admin = new pg.Client(shop.database.connection);
  await admin.connect();
  await admin.query('delete from master_data.reserved_items; delete from master_data.reservations');
  await admin.query('update master_data.products set reserved = 0');
  await admin.query('delete from fulfilment.processes');
  await admin.query("delete from event_store.checkpoints where processor = 'fulfilment'");
  await admin.end();
}

it('makes the reservations of imported orders again, each once, and goes on from them', async () => {
  const before = await shop.start();
  const orderId = await shop.order({ 'moka-pot': 3 });
  await shop.settles(orderId);
  await before.stop();
  const [stockLevel] = await shop.stockOf('moka-pot');
  await forgetReservations();

  await shop.start();
  await vi.waitFor(async () => expect(await shop.stockOf('moka-pot')).toEqual([stockLevel, 3]), 10_000);
  expect(await findReservation(shop.storage.db, orderId)).toMatchObject({ revision: 1 });
  await shop.change('cancelOrder', { orderId, reason: 'changed their mind' });
  await shop.settles(orderId);
  expect(await shop.stockOf('moka-pot')).toEqual([stockLevel, 0]);
  expect(await stockMismatches(shop.storage.db)).toEqual([]);
  expect(await shop.ledger(orderId)).toEqual(['AUTHORIZED 103.50', 'VOIDED 103.50']);
  expect(
    (await sql`select from fulfilment.processes where faults > 0`.execute(shop.storage.db)).rows,
  ).toEqual([]);
});
