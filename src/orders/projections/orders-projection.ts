import type { Insertable } from 'kysely';
import type { Projection, StreamColumns } from '../../event-sourcing/projection.js';
import { formatMoney } from '../../money/index.js';
import type { OrderEvent } from '../domain/events.js';
import { orderDecider } from '../domain/order-decider.js';
import { type OrderSnapshot, type OrderState, totalOf } from '../domain/state.js';
import type { OrderTables } from '../tables.js';

type OrderRow = Omit<Insertable<OrderTables['read_model.orders']>, keyof StreamColumns | 'order_id'>;

/** What lists filter and sort by, and the order itself. */
export const ordersProjection: Projection<OrderState | null, OrderEvent, OrderRow> = {
  name: 'orders',
  table: ['read_model', 'orders'],
  key: 'order_id',
  fold: orderDecider,
  rowOf({ state, recordedAt }: OrderSnapshot) {
    if (!state) return undefined;
    return {
      reference: state.reference,
      customer_id: state.customerId,
      status: state.status,
      total: formatMoney(totalOf(state)).amount,
      product_ids: state.lines.map((line) => line.productId),
      created_at: new Date(state.createdAt),
      updated_at: new Date(recordedAt),
    };
  },
};
