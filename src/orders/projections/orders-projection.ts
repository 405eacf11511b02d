import type { Insertable, Transaction } from 'kysely';
import type { Database } from '../../database/database.js';
import { ReplayError } from '../../event-sourcing/errors.js';
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
type Tail = readonly Recorded<OrderEvent>[];
type OrderRow = Insertable<OrderTables['read_model.orders']>;

export interface OrdersProjectionOptions {
  readonly store: Pick<EventStore, 'readStream'>;
  /** Told, with each further event of it, of an order that cannot be replayed. */
  onUnreadable(error: ReplayError): void;
}

/**
 * Keeps one row for each order: what lists filter and sort by, and the order itself. An order that cannot be
 * replayed keeps the row it had, and holds up no other.
 */
export function ordersProjection({ store, onUnreadable }: OrdersProjectionOptions): Projection<Trx> {
  async function rowAfter(base: OrderSnapshot, tail: Tail): Promise<OrderRow | undefined> {
    try {
      return rowOf(await advance(store, base, tail));
    } catch (error) {
      if (!(error instanceof ReplayError)) throw error;
      onUnreadable(error);
      return undefined;
    }
  }

  return {
    name: 'orders',
    async apply(trx, events) {
      const byOrder = groupByOrder(events as Tail);
      const known = await readSnapshots(trx, [...byOrder.keys()]);
      const rows: OrderRow[] = [];
      for (const [orderId, tail] of byOrder) {
        const base = known.get(orderId) ?? emptySnapshot(orderDecider, orderId);
        const row = await rowAfter(base, tail);
        if (row) rows.push(row);
      }
      if (rows.length > 0) await upsert(trx, rows);
    },
    async clear(trx) {
      await trx.deleteFrom('read_model.orders').execute();
    },
  };
}

function groupByOrder(events: Tail): Map<string, Recorded<OrderEvent>[]> {
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

/**
 * Events are immutable, so what the tail lacks is read outside: all that follows a row which was left behind,
 * and everything where a rollback goes back to before the row's version.
 */
async function advance(
  store: Pick<EventStore, 'readStream'>,
  base: OrderSnapshot,
  tail: Tail,
): Promise<OrderSnapshot> {
  const upTo = tail.at(-1)?.version;
  const read = async (after: number) => (await store.readStream(base.streamId, after, upTo)) as Tail;
  const follows = tail[0]?.version === base.version + 1;
  const next = replay(orderDecider, base, follows ? tail : await read(base.version));
  if (next) return next;
  const empty = emptySnapshot(orderDecider, base.streamId);
  return replay(orderDecider, empty, await read(0)) ?? empty;
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
