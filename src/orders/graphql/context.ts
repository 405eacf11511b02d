import type { Db } from '../../database/database.js';
import type { Metadata } from '../../event-sourcing/event.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import type { RequestContext } from '../../graphql/context.js';
import { keptSource } from '../../graphql/source.js';
import type { PersonalData } from '../../personal-data/index.js';
import type { Feed } from '../../processors/feed/feed.js';
import type { Dispatcher } from '../../processors/live/dispatcher.js';
import type { Projector } from '../../processors/projector/projector.js';
import type { Fulfilments } from '../fulfilments.js';
import type { LiveOrders } from '../live-orders.js';
import type { Orders } from '../orders.js';

/** What the order resolvers need; made at the composition root. */
export interface OrdersContext extends RequestContext {
  readonly db: Db;
  readonly personalData: PersonalData;
  readonly store: EventStore;
  readonly feed: Feed;
  readonly orders: Orders;
  readonly dispatcher: Dispatcher;
  readonly liveOrders: LiveOrders;
  /** The projection that `orders` reads. */
  readonly orderList: Projector;
  readonly fulfilments: Fulfilments;
}

export async function metadataOf(context: OrdersContext): Promise<Metadata> {
  const { caller, correlationId, requestId } = context;
  return { actor: caller.actor, correlationId, requestId, source: await keptSource(context) };
}
