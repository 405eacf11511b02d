import type { Db } from '../../database/database.js';
import { withRetries } from '../../database/transient.js';
import type { Pending } from '../operation.js';

/** What is, or was last, asked of the gateway for an order. */
export async function findPending(db: Db, orderId: string): Promise<Pending | null> {
  const find = db.selectFrom('fulfilment.processes').select('pending').where('order_id', '=', orderId);
  const row = await withRetries(() => find.executeTakeFirst());
  return (row?.pending ?? null) as Pending | null;
}
