import type { FeedFilter } from '../../event-sourcing/event-store.js';
import { matches } from '../../event-sourcing/feed-cursor.js';
import { confinedTo } from '../../graphql/access.js';
import type { Caller } from '../../graphql/context.js';
import type { LiveEvent } from '../../processors/live/live-event.js';
import { type LiveStream, passing } from '../../processors/live/live-stream.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { LiveOrder } from '../live-orders.js';
import type { OrderFilter } from '../projections/list-orders.js';
import type { OrdersContext } from './context.js';

// To a customer another's order is none: asked for either, the same is answered, after the same statements.

/** To which a customer may have an order go. All other steps of its life are the shop's. */
export const statusesForCustomers: readonly OrderStatus[] = ['CANCELLED'];

type Asking = Pick<OrdersContext, 'caller' | 'orders'>;

/** Whether the caller may see this order, if there is one. */
export async function maySee(orderId: string, { caller, orders }: Asking): Promise<boolean> {
  const customerId = confinedTo(caller);
  return customerId === undefined || orders.isOrderOf(orderId, customerId);
}

/** The filter narrowed to what the caller may see; undefined: nothing satisfies it. */
export function ownOrders(filter: OrderFilter, caller: Caller): OrderFilter | undefined {
  const customerId = confinedTo(caller);
  if (customerId === undefined || filter.customerId === customerId) return filter;
  return filter.customerId === undefined ? { ...filter, customerId } : undefined;
}

/**
 * Of events those that the caller may see. A customer's are read by who they are about, whatever else is wanted, so
 * that it takes no longer where another's order is; each is checked once more when it is their turn.
 */
export function eventsForCaller(
  wanted: FeedFilter,
  { caller, orders }: Asking,
  read: (filter: FeedFilter) => LiveStream<LiveEvent>,
): LiveStream<LiveEvent> {
  const customerId = confinedTo(caller);
  if (customerId === undefined) return read(wanted);
  const { types } = wanted;
  return passing(
    read({ subject: customerId, ...(types && { types }) }),
    ({ event }) =>
      event.subject === customerId && matches(wanted, event) && orders.isOrderOf(event.streamId, customerId),
  );
}

/** Of an order's states those that the caller may see: all, as long as it is theirs. */
export function statesForCaller(states: LiveStream<LiveOrder>, { caller }: Asking): LiveStream<LiveOrder> {
  const customerId = confinedTo(caller);
  if (customerId === undefined) return states;
  return passing(states, ({ order }) => order.state?.customerId === customerId);
}
