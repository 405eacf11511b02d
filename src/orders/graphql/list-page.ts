import { readFeedCursor } from '../../graphql/feed-cursor.js';
import { orThrow } from '../../graphql/or-throw.js';
import { type ListOrder, type Page, pageRequestIn, toPage } from '../../graphql/pagination.js';
import { validate } from '../../validation/index.js';
import { orderFacts } from '../domain/fulfilment/order-facts.js';
import type { OrderSnapshot } from '../domain/state.js';
import { countOrders, listOrders, orderSorts, sortKey, sortKeyOf } from '../projections/list-orders.js';
import { viewOf } from '../read-order.js';
import type { OrdersContext } from './context.js';
import { filterInput } from './order-filter-input.js';
import type { OrderListArguments } from './order-list-arguments.js';
import { OrderType } from './order-type.js';
import { ownOrders } from './own-orders.js';

/** How a page in each order is asked for, and how its places are named; made once, since each takes a while to make. */
const inOrder = new Map(
  orderSorts.map((sort) => {
    const order: ListOrder<OrderType, readonly [number | string, string]> = {
      name: sort,
      key: sortKeyOf(sort),
      keyOf: ({ view }) => sortKey(sort, view.order),
    };
    return [sort, { order, pageRequest: pageRequestIn(order) }];
  }),
);

/** A page of the read model, which is first awaited where the caller wants it fresh. */
export async function listPage(list: OrderListArguments, context: OrdersContext): Promise<Page<OrderType>> {
  const sort = list.sort ?? 'CREATED_AT_DESC';
  const { order, pageRequest } = inOrder.get(sort) as NonNullable<ReturnType<typeof inOrder.get>>;
  const request = orThrow(validate(pageRequest, list));
  const filter = ownOrders(orThrow(validate(filterInput, list)).filter ?? {}, context.caller);
  await freshEnough(list, context);
  if (!filter) return toPage(order, request, [], async () => 0);
  const rows = await listOrders(context.db, filter, sort, request);
  return toPage(order, request, rows.map(toListed), () => countOrders(context.db, filter));
}

/** A row that an older build left has no facts of the outside. */
function toListed(row: OrderSnapshot): OrderType {
  const state = orderFacts.into(row.state, orderFacts.of(row.state));
  return new OrderType({ ...viewOf({ ...row, state }), isCurrent: true });
}

async function freshEnough(
  { consistency, minCursor }: OrderListArguments,
  { store, orderList }: OrdersContext,
): Promise<void> {
  if (minCursor != null) await orderList.reaches(orThrow(await readFeedCursor(store, minCursor)));
  if (consistency === 'STRONG') await orderList.reaches(await store.head());
}
