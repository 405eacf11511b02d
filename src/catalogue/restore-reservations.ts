import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import { type Rejection, reject } from '../event-sourcing/errors.js';
import { type ImportOutcome, importInBatches, violatedConstraint } from '../master-data/index.js';
import { linesOf, type Reservation } from './reservation.js';

/**
 * Writes reservations as the events of an export tell of them; those of orders that have one stay as they are. The
 * products come first, with the stock of the export, of which what was shipped is no part. What the stock does not
 * cover is left out and told; the rest goes on. Not for use in a transaction.
 */
export function restoreReservations(
  db: Db,
  reservations: readonly Reservation[],
): Promise<ImportOutcome<Reservation>> {
  const rows = reservations.map((reservation) => ({ ...reservation, id: reservation.orderId }));
  return importInBatches<Reservation & { readonly id: string }>(rows, {
    write: (batch) => restore(db, batch),
    refusalOf,
  });
}

async function restore(db: Db, reservations: readonly Reservation[]): Promise<number> {
  const made = reservations.filter(({ revision }) => revision > 0);
  const lines = made.flatMap((it) => linesOf(it).map((line) => ({ ...line, orderId: it.orderId })));
  const { rows } = await sql<{ restored: number }>`
    select master_data.restore_reservations(
      ${made.map((it) => it.orderId)}, ${made.map((it) => it.revision)}, ${lines.map((it) => it.orderId)},
      ${lines.map((it) => it.productId)}, ${lines.map((it) => it.reserved)}, ${lines.map((it) => it.shipped)}
    ) as restored`.execute(db);
  return rows[0]?.restored ?? 0;
}

function refusalOf(error: unknown, { orderId }: Reservation): Rejection {
  switch (violatedConstraint(error)) {
    case 'products_reserved_check':
      return reject('BUSINESS_RULE_ERROR', `Order ${orderId} has more reserved than is left in stock`);
    case 'reserved_items_product_fkey':
      return reject('BUSINESS_RULE_ERROR', `Order ${orderId} has reserved a product that does not exist`);
    default:
      throw error;
  }
}
