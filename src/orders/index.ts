import 'reflect-metadata';
import { FeedRootResolver } from './graphql/feed-root.js';
import { FulfilmentResolver } from './graphql/fulfilment-resolver.js';
import { OrderFeed } from './graphql/order-feed.js';
import { OrderMutations } from './graphql/order-mutations.js';
import { OrderQueries } from './graphql/order-queries.js';

export type { OrderCommand, PricedItem } from './domain/commands.js';
export { orderEventSchemas } from './domain/event-schemas.js';
export type { OrderEvent } from './domain/events.js';
export type { FulfilmentCommand } from './domain/fulfilment/commands.js';
export type { OperationData, StepKind } from './domain/fulfilment/events.js';
export { moneyEventOf } from './domain/fulfilment/money-event.js';
export { expiryOf, isAlive, type MoneyStep, nextStep, type Step } from './domain/fulfilment/next-step.js';
export { sameItems } from './domain/fulfilment/stock-items.js';
export { type ProcessState, processView } from './domain/fulfilment/views.js';
export { referenceClaim } from './domain/order-decider.js';
export type { OrderSnapshot, OrderState } from './domain/state.js';
export { foldFingerprint } from './fold-fingerprint.js';
export type { Fulfilment, Fulfilments } from './fulfilments.js';
export type { OrdersContext } from './graphql/context.js';
export { exampleOperations } from './graphql/example-operations.js';
export { OrderEventType } from './graphql/order-event-type.js';
export { orderEventTypes, toOrderEvent } from './graphql/order-event-types.js';
export { type HistoryChange, historyChange } from './history/history-change.js';
export { historyLookups } from './history/history-lookups.js';
export { beginOrderLife, type OrderLife } from './history/order-life.js';
export { playHistory } from './history/play-history.js';
export { storedClaim } from './history/stored-claim.js';
export { liveOrders } from './live-orders.js';
export { createOrders, type Orders } from './orders.js';
export { ordersProjection } from './projections/orders-projection.js';
export { readOrderAt } from './read-order.js';
export type { OrderTables } from './tables.js';
export const orderResolvers = [
  OrderQueries,
  OrderMutations,
  OrderFeed,
  FeedRootResolver,
  FulfilmentResolver,
] as const;
