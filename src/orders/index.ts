import 'reflect-metadata';
import { OrderFeed } from './graphql/order-feed.js';
import { OrderMutations } from './graphql/order-mutations.js';
import { OrderQueries } from './graphql/order-queries.js';

export { orderEventSchemas } from './domain/event-schemas.js';
export { referenceClaim } from './domain/order-decider.js';
export type { OrdersContext } from './graphql/context.js';
export { exampleOperations } from './graphql/example-operations.js';
export { orderEventTypes } from './graphql/order-event-types.js';
export { type HistoryChange, historyChange } from './history/history-change.js';
export { historyLookups } from './history/history-lookups.js';
export { playHistory } from './history/play-history.js';
export { storedClaim } from './history/stored-claim.js';
export { createOrders, type Orders } from './orders.js';
export { ordersProjection } from './projections/orders-projection.js';
export type { OrderTables } from './tables.js';
export const orderResolvers = [OrderQueries, OrderMutations, OrderFeed] as const;
