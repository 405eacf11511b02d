import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../database/database.js';
import { withRetries } from '../../database/transient.js';
import type { PageRequest } from '../../graphql/pagination.js';
import { formatMoney } from '../../money/index.js';
import { rowInstant, uuid } from '../../validation/index.js';
import { type OrderSnapshot, type OrderState, totalOf } from '../domain/state.js';
import { all, conditionsOf, type OrderFilter } from './order-filter.js';
import { orderPage } from './order-page.js';

export type { OrderFilter };

const sortColumns = { CREATED_AT: 'created_at', UPDATED_AT: 'updated_at', TOTAL: 'total' } as const;
type SortField = keyof typeof sortColumns;
export type OrderSort = `${SortField}_${'ASC' | 'DESC'}`;
export const orderSorts = Object.keys(sortColumns).flatMap((field) => [
  `${field as SortField}_ASC`,
  `${field as SortField}_DESC`,
]) as readonly OrderSort[];

type SortKey = readonly [value: number | string, orderId: string];

const total = z.string().regex(/^\d{1,20}(\.\d{1,4})?$/);

/** How a list in this order names its places. */
export const sortKeyOf = (sort: OrderSort): z.ZodType<SortKey> =>
  z.tuple([sort.startsWith('TOTAL') ? total : rowInstant, uuid]);

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
  const page = orderPage(filter, {
    column: sortColumns[sort.replace(/_(A|DE)SC$/, '') as SortField],
    descending: sort.endsWith('_DESC') !== backward,
    after: from && [typeof from[0] === 'number' ? new Date(from[0]) : from[0], from[1]],
    limit: size + 1,
  });
  return (await withRetries(() => page.execute(db))).rows.map((row) => row.snapshot);
}

export async function countOrders(db: Db, filter: OrderFilter): Promise<number> {
  const count = sql<{ count: number }>`
    select count(*) as count from read_model.orders where ${all(conditionsOf(filter))}`;
  return (await withRetries(() => count.execute(db))).rows[0]?.count ?? 0;
}
