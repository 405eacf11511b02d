import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import { withRetries } from '../database/transient.js';
import {
  linesOf,
  type Reservation,
  type ReservationChange,
  type ReservationOutcome,
  reservationOf,
} from './reservation.js';

/** What an order holds of the stock now; revision 0 where it never held any. */
export async function findReservation(db: Db, orderId: string): Promise<Reservation> {
  const found = db
    .selectFrom('master_data.reservations as reservation')
    .leftJoin('master_data.reserved_items as item', 'item.order_id', 'reservation.order_id')
    .select(['revision', 'product_id', 'reserved', 'shipped'])
    .where('reservation.order_id', '=', orderId);
  const rows = await withRetries(() => found.execute());
  const lines = rows.map(({ product_id, reserved, shipped }) => ({
    productId: product_id ?? '', // of a reservation without lines
    reserved: reserved ?? 0,
    shipped: shipped ?? 0,
  }));
  return reservationOf(orderId, rows[0]?.revision ?? 0, lines);
}

/** A row of master_data.change_reservation(). */
interface Judgement {
  readonly status: ReservationOutcome['kind'];
  readonly revision: number;
  readonly product_id: string;
  readonly requested: number;
  readonly available: number;
}

/**
 * Makes a reservation what it shall be, all lines or none, whoever else changes the stock at the time. What is
 * shipped leaves the stock. Giving back always succeeds; it is short of the first product, in the order of the
 * change, of which too little is free, and throws where it takes back what was shipped. Safe to repeat after an
 * unknown outcome, as it does itself: where it had been done, it is stale then.
 */
export async function changeReservation(db: Db, change: ReservationChange): Promise<ReservationOutcome> {
  const { orderId, revision } = change;
  const lines = linesOf(change);
  const ids = lines.map(({ productId }) => productId);
  const reserved = lines.map((line) => line.reserved);
  const shipped = lines.map((line) => line.shipped);
  const call = sql<Judgement>`
    select * from master_data.change_reservation(${orderId}, ${revision}, ${ids}, ${reserved}, ${shipped})`;
  const { rows } = await withRetries(() => call.execute(db));
  const judgement = rows[0] as Judgement;
  switch (judgement.status) {
    case 'changed':
      return { kind: 'changed', reservation: reservationOf(orderId, judgement.revision, lines) };
    case 'stale':
      return { kind: 'stale' };
    case 'short': {
      const { product_id: productId, requested, available } = judgement;
      return { kind: 'short', productId, requested, available };
    }
  }
}
