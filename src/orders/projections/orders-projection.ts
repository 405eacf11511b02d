import type { Insertable, Transaction } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Recorded } from '../../event-sourcing/event.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { emptySnapshot, replay } from '../../event-sourcing/replay.js';
import { formatMoney } from '../../money/index.js';
import type { OrderEvent } from '../domain/events.js';
import { orderDecider } from '../domain/order-decider.js';
import { type OrderSnapshot, totalOf } from '../domain/state.js';
import type { OrderTables } from '../tables.js';

type Trx = Transaction<Database>;
type OrderRow = Insertable<OrderTables['read_model.orders']>;

/** Keeps one row for each order: what lists filter and sort by, and the order itself. */
export const ordersProjection = (store: Pick<EventStore, 'readStream'>): Projection<Trx> => ({
  name: 'orders',
  async apply(trx, events) {
    const byOrder = groupByOrder(events as readonly Recorded<OrderEvent>[]);
    const known = await readSnapshots(trx, [...byOrder.keys()]);
    const rows: OrderRow[] = [];
    for (const [orderId, tail] of byOrder) {
      const base = known.get(orderId) ?? emptySnapshot(orderDecider, orderId);
      const row = rowOf(await advance(store, base, tail));
      if (row) rows.push(row);
    }
    if (rows.length > 0) await upsert(trx, rows);
  },
  async clear(trx) {
    await trx.deleteFrom('read_model.orders').execute();
  },
});

function groupByOrder(events: readonly Recorded<OrderEvent>[]): Map<string, Recorded<OrderEvent>[]> {
  const groups = new Map<string, Recorded<OrderEvent>[]>();
  for (const event of events) {
    const group = groups.get(event.streamId);
    if (group) group.push(event);
    else groups.set(event.streamId, [event]);
  }
  return groups;
}

async function readSnapshots(trx: Trx, ids: readonly string[]): Promise<Map<string, OrderSnapshot>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('read_model.orders')
    .select(['order_id', 'snapshot'])
    .where('order_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.order_id, row.snapshot]));
}

/** A rollback to before the row's version needs the events from the start; they are immutable, so read outside. */
async function advance(
  store: Pick<EventStore, 'readStream'>,
  base: OrderSnapshot,
  tail: readonly Recorded<OrderEvent>[],
): Promise<OrderSnapshot> {
  const next = replay(orderDecider, base, tail);
  if (next) return next;
  const all = await store.readStream(base.streamId, 0, tail.at(-1)?.version);
  const empty = emptySnapshot(orderDecider, base.streamId);
  return replay(orderDecider, empty, all as readonly Recorded<OrderEvent>[]) ?? empty;
}

function rowOf(snapshot: OrderSnapshot): OrderRow | undefined {
  const { state } = snapshot;
  if (!state) return undefined;
  return {
    order_id: snapshot.streamId,
    reference: state.reference,
    customer_id: state.customerId,
    status: state.status,
    total: formatMoney(totalOf(state)).amount,
    product_ids: state.lines.map((line) => line.productId),
    created_at: new Date(state.createdAt),
    updated_at: new Date(snapshot.recordedAt),
    snapshot,
  };
}

const upsert = (trx: Trx, rows: readonly OrderRow[]) =>
  trx
    .insertInto('read_model.orders')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('order_id').doUpdateSet((row) => ({
        reference: row.ref('excluded.reference'),
        customer_id: row.ref('excluded.customer_id'),
        status: row.ref('excluded.status'),
        total: row.ref('excluded.total'),
        product_ids: row.ref('excluded.product_ids'),
        created_at: row.ref('excluded.created_at'),
        updated_at: row.ref('excluded.updated_at'),
        snapshot: row.ref('excluded.snapshot'),
      })),
    )
    .execute();
