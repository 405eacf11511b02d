import { type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Database, Db } from '../../database/database.js';
import { withRetries } from '../../database/transient.js';
import type { PageRequest } from '../../graphql/pagination.js';
import { formatMoney } from '../../money/index.js';
import { integer, uuid } from '../../validation/index.js';
import type { OrderStatus } from '../domain/order-status.js';
import { type OrderSnapshot, type OrderState, totalOf } from '../domain/state.js';

export interface OrderFilter {
  readonly customerId?: string | undefined;
  readonly reference?: string | undefined;
  readonly status?: readonly OrderStatus[] | undefined;
  readonly productId?: string | undefined;
  readonly createdFrom?: Date | undefined;
  /** Exclusive. */
  readonly createdTo?: Date | undefined;
  /** In the major unit, whatever the currency. */
  readonly minTotal?: string | undefined;
  readonly maxTotal?: string | undefined;
}

const sortColumns = { CREATED_AT: 'created_at', UPDATED_AT: 'updated_at', TOTAL: 'total' } as const;
type SortField = keyof typeof sortColumns;
export type OrderSort = `${SortField}_${'ASC' | 'DESC'}`;
export const orderSorts = Object.keys(sortColumns).flatMap((field) => [
  `${field as SortField}_ASC`,
  `${field as SortField}_DESC`,
]) as readonly OrderSort[];

type SortKey = readonly [value: number | string, orderId: string];

const milliseconds = integer(-62_135_596_800_000, 253_402_300_799_999);
const total = z.string().regex(/^\d{1,20}(\.\d{1,4})?$/);

/** How a list in this order names its places. */
export const sortKeyOf = (sort: OrderSort): z.ZodType<SortKey> =>
  z.tuple([sort.startsWith('TOTAL') ? total : milliseconds, uuid]);

export function sortKey(sort: OrderSort, order: OrderSnapshot): SortKey {
  const state = order.state as OrderState;
  if (sort.startsWith('TOTAL')) return [formatMoney(totalOf(state)).amount, order.streamId];
  return [sort.startsWith('CREATED') ? state.createdAt : order.recordedAt, order.streamId];
}

/** Up to one more than the request's size, in its direction. */
export async function listOrders(
  db: Db,
  filter: OrderFilter,
  sort: OrderSort,
  { size, backward, from }: PageRequest<SortKey>,
): Promise<OrderSnapshot[]> {
  const column = sortColumns[sort.replace(/_(A|DE)SC$/, '') as SortField];
  const descending = sort.endsWith('_DESC') !== backward;
  let query = filtered(db, filter).select('snapshot');
  if (from) {
    const value =
      typeof from[0] === 'number' ? sql`${new Date(from[0])}::timestamptz` : sql`${from[0]}::numeric`;
    query = query.where(
      sql<boolean>`(${sql.ref(column)}, order_id) ${sql.raw(descending ? '<' : '>')} (${value}, ${from[1]}::uuid)`,
    );
  }
  const direction = descending ? 'desc' : 'asc';
  const page = query
    .orderBy(column, direction)
    .orderBy('order_id', direction)
    .limit(size + 1);
  return (await withRetries(() => page.execute())).map((row) => row.snapshot);
}

export async function countOrders(db: Db, filter: OrderFilter): Promise<number> {
  const count = filtered(db, filter).select((row) => row.fn.countAll<number>().as('count'));
  return (await withRetries(() => count.executeTakeFirstOrThrow())).count;
}

function filtered(db: Db, filter: OrderFilter): SelectQueryBuilder<Database, 'read_model.orders', object> {
  let query = db.selectFrom('read_model.orders');
  if (filter.customerId !== undefined) query = query.where('customer_id', '=', filter.customerId);
  if (filter.reference !== undefined) query = query.where('reference', '=', filter.reference);
  if (filter.status !== undefined) query = query.where(sql<boolean>`status = any(${filter.status})`);
  if (filter.productId !== undefined)
    query = query.where(sql<boolean>`product_ids @> array[${filter.productId}]`);
  if (filter.createdFrom !== undefined) query = query.where('created_at', '>=', filter.createdFrom);
  if (filter.createdTo !== undefined) query = query.where('created_at', '<', filter.createdTo);
  if (filter.minTotal !== undefined) query = query.where('total', '>=', filter.minTotal);
  if (filter.maxTotal !== undefined) query = query.where('total', '<=', filter.maxTotal);
  return query;
}
