import type { Db } from '../../database/database.js';
import type { Metadata } from '../../event-sourcing/event.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import type { RequestContext } from '../../graphql/context.js';
import type { Feed } from '../../processors/feed/feed.js';
import type { Dispatcher } from '../../processors/live/dispatcher.js';
import type { Projector } from '../../processors/projector/projector.js';
import type { Fulfilments } from '../fulfilments.js';
import type { LiveOrders } from '../live-orders.js';
import type { Orders } from '../orders.js';

/** What the order resolvers need; made at the composition root. */
export interface OrdersContext extends RequestContext {
  readonly db: Db;
  readonly store: EventStore;
  readonly feed: Feed;
  readonly orders: Orders;
  readonly dispatcher: Dispatcher;
  readonly liveOrders: LiveOrders;
  /** The projection that `orders` reads. */
  readonly orderList: Projector;
  readonly fulfilments: Fulfilments;
}

export const metadataOf = ({ caller, correlationId, requestId }: RequestContext): Metadata => ({
  actor: caller.actor,
  correlationId,
  requestId,
});
