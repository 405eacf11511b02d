/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AddOrderItemInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  /** Of a product that is there already it raises the quantity, at the line’s own price. */
  item: OrderItemInput;
  orderId: string;
};

export type CancelOrderInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  orderId: string;
  /** Up to 1,000 characters, in several lines where need be. */
  reason: string;
};

export type ChangeOrderItemQuantityInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  orderId: string;
  productId: string;
  /** The line’s new quantity, 1 to 1,000,000. */
  quantity: number;
};

export type Consistency =
  /** From the read model as it stands: fastest, may lag. */
  | 'EVENTUAL'
  /** Never older than the newest event committed before the query began. */
  | 'STRONG';

export type CreateCustomerInput = {
  email: string;
  /** 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-". Made by the server where it is absent. */
  id?: string | null | undefined;
  /** At most 200 characters. */
  name: string;
};

export type CreateOrderInput = {
  customerId: string;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  /** 1 to 2,000. Several of one product become one line. */
  items: Array<OrderItemInput>;
  /** A secret of the payment gateway, up to 255 characters: it starts the fulfilment that payOrder tells of. Without it the order waits in PENDING. */
  paymentToken?: string | null | undefined;
  /** Order number of the outside world, unique where it is given. For operators only. */
  reference?: string | null | undefined;
};

export type CreateProductInput = {
  /** Whether it may be ordered. */
  available?: boolean | null | undefined;
  /** 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-". Made by the server where it is absent. */
  id?: string | null | undefined;
  /** At most 200 characters. */
  name: string;
  price: MoneyInput;
  /** Unique, at most 64 characters. */
  sku: string;
  stockLevel: number;
};

/** Events that satisfy all of it. */
export type EventFilter = {
  /** Events of this customer’s orders. */
  customerId?: string | null | undefined;
  /** At most 1,000. */
  orderIds?: Array<string> | null | undefined;
  /** Names of event types, such as OrderCreated; at most 100. */
  types?: Array<string> | null | undefined;
};

/** Who has to act next. */
export type FulfilmentState =
  /** Nothing is to be done. */
  | 'COMPLETED'
  /** A step is due or under way, by itself. */
  | 'RUNNING'
  /** An operator let a step be. A change of the order, or retryFulfilment, moves it on. */
  | 'SETTLED'
  /** A step could not be taken: retryFulfilment, settleFulfilment, or a change of the order moves it on. */
  | 'WAITING';

/** A move of goods or money towards what the order needs. */
export type FulfilmentStep =
  /** Has the gateway hold what is missing of the total. */
  | 'AUTHORIZE_PAYMENT'
  /** Takes the money. */
  | 'CAPTURE_PAYMENT'
  /** From PENDING to CONFIRMED. */
  | 'CONFIRM_ORDER'
  /** Gives back what was taken too much. */
  | 'REFUND_PAYMENT'
  /** Gives back what the order needs no more. */
  | 'RELEASE_STOCK'
  /** Sets all lines aside, or none. */
  | 'RESERVE_STOCK'
  /** What was reserved leaves the stock. */
  | 'SHIP_STOCK'
  /** Gives up what is held too much. */
  | 'VOID_PAYMENT';

export type MoneyInput = {
  /** In the major unit, with no more digits than the currency has. */
  amount: string;
  /** ISO 4217 code. */
  currency: string;
};

/** Orders that satisfy all of it. */
export type OrderFilter = {
  /** Inclusive. */
  createdFrom?: string | null | undefined;
  /** Exclusive. */
  createdTo?: string | null | undefined;
  customerId?: string | null | undefined;
  /** Inclusive. */
  maxTotal?: string | null | undefined;
  /** Inclusive. In the major unit, whatever the currency. */
  minTotal?: string | null | undefined;
  /** Orders with a line of this product now. */
  productId?: string | null | undefined;
  reference?: string | null | undefined;
  /** Any of these. */
  status?: Array<OrderStatus> | null | undefined;
};

/** Prices come from the catalogue. `unitPrice` overrides it, for operators only. */
export type OrderItemInput = {
  productId: string;
  /** 1 to 1,000,000. */
  quantity: number;
  unitPrice?: MoneyInput | null | undefined;
};

/** Ties are ordered by id. */
export type OrderSort =
  | 'CREATED_AT_ASC'
  | 'CREATED_AT_DESC'
  | 'TOTAL_ASC'
  | 'TOTAL_DESC'
  | 'UPDATED_AT_ASC'
  | 'UPDATED_AT_DESC';

/** PENDING → CONFIRMED → PROCESSING → SHIPPED → DELIVERED. Until SHIPPED an order may become CANCELLED. Only a rollback leaves DELIVERED and CANCELLED. */
export type OrderStatus =
  | 'CANCELLED'
  | 'CONFIRMED'
  | 'DELIVERED'
  | 'PENDING'
  | 'PROCESSING'
  | 'SHIPPED';

export type PayOrderInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  orderId: string;
  /** A secret of the payment gateway, up to 255 characters. Another one than before pays for what is authorised from now on; where the order waits for an authorisation that nobody answered, that one is given up. */
  paymentToken: string;
};

/** What became of the money. */
export type PaymentStatus =
  /** Held for the order, and not taken. */
  | 'AUTHORIZED'
  /** Taken. */
  | 'CAPTURED'
  /** Refused, and nothing is held. */
  | 'DECLINED'
  /** Taken, and a part was given back. */
  | 'PARTIALLY_REFUNDED'
  /** Nothing is authorised yet. */
  | 'PENDING'
  /** Taken, and all of it was given back. */
  | 'REFUNDED'
  /** It was held, and was given up. */
  | 'VOIDED';

export type RemoveOrderItemInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  orderId: string;
  productId: string;
};

/** What became of the goods. */
export type ReservationStatus =
  /** They were given back, since no payment was authorised in time. */
  | 'EXPIRED'
  /** There were too few. */
  | 'FAILED'
  /** Nothing is reserved yet. */
  | 'PENDING'
  /** They were reserved, and were given back. */
  | 'RELEASED'
  /** Set aside for the order. */
  | 'RESERVED'
  /** They left the warehouse. */
  | 'SHIPPED';

export type RetryFulfilmentInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  orderId: string;
  /** Up to 1,000 characters, in several lines where need be. */
  reason: string;
};

/** Exactly one of toVersion and toTimestamp. */
export type RollbackOrderInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  orderId: string;
  /** Up to 1,000 characters, in several lines where need be. */
  reason?: string | null | undefined;
  /** The version that was current then. */
  toTimestamp?: string | null | undefined;
  toVersion?: number | null | undefined;
};

export type SettleFulfilmentInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  orderId: string;
  outcome: SettlementOutcome;
  /** Up to 1,000 characters, in several lines where need be. */
  reason: string;
  /** The gateway’s id of what was DONE. An authorisation and a capture need it, so that they can be given back. */
  reference?: string | null | undefined;
};

/** What became of a step that waited. */
export type SettlementOutcome =
  /** It was done outside, by hand. */
  | 'DONE'
  /** It was not, and will not be. */
  | 'NOT_DONE';

/** Why reserved goods were given back. */
export type StockReleaseReason =
  /** No payment was authorised in time. */
  | 'EXPIRED'
  /** The order needs them no more. */
  | 'NOT_NEEDED';

/** What is absent or null stays as it is. */
export type UpdateCustomerInput = {
  /** Whether it may place orders. */
  active?: boolean | null | undefined;
  email?: string | null | undefined;
  id: string;
  /** At most 200 characters. */
  name?: string | null | undefined;
};

/** Several changes as one: removals, then additions, then the status. All of them, or none. */
export type UpdateOrderInput = {
  addItems?: Array<OrderItemInput> | null | undefined;
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  newStatus?: OrderStatus | null | undefined;
  orderId: string;
  removeItems?: Array<string> | null | undefined;
};

export type UpdateOrderStatusInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  orderId: string;
  status: OrderStatus;
};

/** What is absent or null stays as it is. Stock is changed by adjustStock. */
export type UpdateProductInput = {
  /** Whether it may be ordered. */
  available?: boolean | null | undefined;
  id: string;
  /** At most 200 characters. */
  name?: string | null | undefined;
  price?: MoneyInput | null | undefined;
};

export type ProductQueryVariables = Exact<{
  id: string;
}>;


export type ProductQuery = { product: { id: string, sku: string, name: string, available: boolean, stockLevel: number, reserved: number, price: { amount: string, currency: string } } | null };

export type ProductsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ProductsQuery = { products: { totalCount: number, edges: Array<{ cursor: string }>, nodes: Array<{ id: string, sku: string, name: string, available: boolean, stockLevel: number, reserved: number, price: { amount: string, currency: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type CreateProductMutationVariables = Exact<{
  input: CreateProductInput;
}>;


export type CreateProductMutation = { createProduct: { id: string, sku: string, name: string, available: boolean, stockLevel: number, reserved: number, price: { amount: string, currency: string } } };

export type UpdateProductMutationVariables = Exact<{
  input: UpdateProductInput;
}>;


export type UpdateProductMutation = { updateProduct: { id: string, sku: string, name: string, available: boolean, stockLevel: number, reserved: number, price: { amount: string, currency: string } } };

export type AdjustStockMutationVariables = Exact<{
  productId: string;
  delta: number;
  reason?: string | null | undefined;
}>;


export type AdjustStockMutation = { adjustStock: { id: string, sku: string, name: string, available: boolean, stockLevel: number, reserved: number, price: { amount: string, currency: string } } };

export type CustomerQueryVariables = Exact<{
  id: string;
}>;


export type CustomerQuery = { customer: { id: string, name: string, email: string, active: boolean } | null };

export type CustomersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type CustomersQuery = { customers: { totalCount: number, edges: Array<{ cursor: string }>, nodes: Array<{ id: string, name: string, email: string, active: boolean }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type CreateCustomerMutationVariables = Exact<{
  input: CreateCustomerInput;
}>;


export type CreateCustomerMutation = { createCustomer: { id: string, name: string, email: string, active: boolean } };

export type UpdateCustomerMutationVariables = Exact<{
  input: UpdateCustomerInput;
}>;


export type UpdateCustomerMutation = { updateCustomer: { id: string, name: string, email: string, active: boolean } };

export type EventFeedQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number | null | undefined;
  filter?: EventFilter | null | undefined;
}>;


export type EventFeedQuery = { eventFeed: { endCursor: string | null, hasMore: boolean, items: Array<{ cursor: string, event:
        | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
       }> } };

export type OrderEventsSubscriptionVariables = Exact<{
  orderId?: string | null | undefined;
  filter?: EventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type OrderEventsSubscription = { orderEvents: { cursor: string, caughtUp: boolean, event:
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    , order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } } } };

export type OrderChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type OrderChangedSubscription = { orderChanged: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } } };

export type AmountFragment = { amount: string, currency: string };

export type OrderStateFragment = { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } };

export type RollbackFactsFragment = { version: number, fromVersion: number, toVersion: number, skippedVersions: Array<number>, reason: string | null, actor: string, timestamp: string };

type EventFacts_FulfilmentPaused_Fragment = { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_FulfilmentResumed_Fragment = { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_FulfilmentSettled_Fragment = { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderCancelled_Fragment = { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderCreated_Fragment = { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderItemAdded_Fragment = { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderItemQuantityChanged_Fragment = { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderItemRemoved_Fragment = { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderRolledBack_Fragment = { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderStatusUpdated_Fragment = { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_PaymentAuthorized_Fragment = { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_PaymentCaptured_Fragment = { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_PaymentDeclined_Fragment = { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_PaymentRefunded_Fragment = { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_PaymentRequested_Fragment = { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_PaymentVoided_Fragment = { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_StockReleased_Fragment = { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_StockReservationFailed_Fragment = { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_StockReserved_Fragment = { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_StockShipped_Fragment = { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_UnknownOrderEvent_Fragment = { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

export type EventFactsFragment =
  | EventFacts_FulfilmentPaused_Fragment
  | EventFacts_FulfilmentResumed_Fragment
  | EventFacts_FulfilmentSettled_Fragment
  | EventFacts_OrderCancelled_Fragment
  | EventFacts_OrderCreated_Fragment
  | EventFacts_OrderItemAdded_Fragment
  | EventFacts_OrderItemQuantityChanged_Fragment
  | EventFacts_OrderItemRemoved_Fragment
  | EventFacts_OrderRolledBack_Fragment
  | EventFacts_OrderStatusUpdated_Fragment
  | EventFacts_PaymentAuthorized_Fragment
  | EventFacts_PaymentCaptured_Fragment
  | EventFacts_PaymentDeclined_Fragment
  | EventFacts_PaymentRefunded_Fragment
  | EventFacts_PaymentRequested_Fragment
  | EventFacts_PaymentVoided_Fragment
  | EventFacts_StockReleased_Fragment
  | EventFacts_StockReservationFailed_Fragment
  | EventFacts_StockReserved_Fragment
  | EventFacts_StockShipped_Fragment
  | EventFacts_UnknownOrderEvent_Fragment
;

export type PageFactsFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type ProductStateFragment = { id: string, sku: string, name: string, available: boolean, stockLevel: number, reserved: number, price: { amount: string, currency: string } };

export type CustomerStateFragment = { id: string, name: string, email: string, active: boolean };

export type GoodsFragment = { productId: string, quantity: number };

export type ProcessStateFragment = { state: FulfilmentState, nextStep: FulfilmentStep | null, attempts: number, lastError: string | null, waitingSince: string | null };

export type FulfilmentOfOrderFragment = { payment: { status: PaymentStatus, authorized: { amount: string, currency: string }, captured: { amount: string, currency: string }, refunded: { amount: string, currency: string }, balance: { amount: string, currency: string } } | null, reservation: { status: ReservationStatus, expiresAt: string | null, items: Array<{ productId: string, quantity: number }>, shipped: Array<{ productId: string, quantity: number }> } | null, process: { state: FulfilmentState, nextStep: FulfilmentStep | null, attempts: number, lastError: string | null, waitingSince: string | null } | null };

export type OrderFulfilmentQueryVariables = Exact<{
  id: string;
}>;


export type OrderFulfilmentQuery = { order: { id: string, version: number, status: OrderStatus, payment: { status: PaymentStatus, authorized: { amount: string, currency: string }, captured: { amount: string, currency: string }, refunded: { amount: string, currency: string }, balance: { amount: string, currency: string } } | null, reservation: { status: ReservationStatus, expiresAt: string | null, items: Array<{ productId: string, quantity: number }>, shipped: Array<{ productId: string, quantity: number }> } | null, process: { state: FulfilmentState, nextStep: FulfilmentStep | null, attempts: number, lastError: string | null, waitingSince: string | null } | null } | null };

export type OrderFulfilmentAtQueryVariables = Exact<{
  id: string;
  version?: number | null | undefined;
  timestamp?: string | null | undefined;
}>;


export type OrderFulfilmentAtQuery = { orderAt: { id: string, version: number, status: OrderStatus, payment: { status: PaymentStatus, authorized: { amount: string, currency: string }, captured: { amount: string, currency: string }, refunded: { amount: string, currency: string }, balance: { amount: string, currency: string } } | null, reservation: { status: ReservationStatus, expiresAt: string | null, items: Array<{ productId: string, quantity: number }>, shipped: Array<{ productId: string, quantity: number }> } | null, process: { state: FulfilmentState, nextStep: FulfilmentStep | null, attempts: number, lastError: string | null, waitingSince: string | null } | null } | null };

export type FulfilmentsQueryVariables = Exact<{
  state?: FulfilmentState | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type FulfilmentsQuery = { fulfilments: { totalCount: number, nodes: Array<{ orderId: string, state: FulfilmentState, nextStep: FulfilmentStep | null, attempts: number, lastError: string | null, waitingSince: string | null, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } } }>, edges: Array<{ cursor: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type PayOrderMutationVariables = Exact<{
  input: PayOrderInput;
}>;


export type PayOrderMutation = { payOrder: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type RetryFulfilmentMutationVariables = Exact<{
  input: RetryFulfilmentInput;
}>;


export type RetryFulfilmentMutation = { retryFulfilment: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type SettleFulfilmentMutationVariables = Exact<{
  input: SettleFulfilmentInput;
}>;


export type SettleFulfilmentMutation = { settleFulfilment: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type FulfilmentHistoryQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type FulfilmentHistoryQuery = { order: { events: { nodes: Array<
        | { __typename: 'FulfilmentPaused', step: FulfilmentStep, attempts: number, error: string, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, operationAmount: { amount: string, currency: string } | null }
        | { __typename: 'FulfilmentResumed', reason: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'FulfilmentSettled', step: FulfilmentStep, outcome: SettlementOutcome, reference: string | null, reason: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderCancelled', reason: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderCreated', paymentToken: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentAuthorized', authorizationId: string, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, amount: { amount: string, currency: string } }
        | { __typename: 'PaymentCaptured', captureId: string, authorizationId: string, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, amount: { amount: string, currency: string } }
        | { __typename: 'PaymentDeclined', reason: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, amount: { amount: string, currency: string } }
        | { __typename: 'PaymentRefunded', refundId: string, captureId: string, authorizationId: string, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, amount: { amount: string, currency: string } }
        | { __typename: 'PaymentRequested', paymentToken: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentVoided', voidId: string, authorizationId: string, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, amount: { amount: string, currency: string } }
        | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, releaseReason: StockReleaseReason, items: Array<{ productId: string, quantity: number }> }
        | { __typename: 'StockReservationFailed', productId: string, requested: number, available: number, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'StockReserved', expiresAt: string, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, items: Array<{ productId: string, quantity: number }> }
        | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, items: Array<{ productId: string, quantity: number }> }
        | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      > } } | null };

export type OrderChangeFragment = { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
    | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
  > };

export type CreateOrderMutationVariables = Exact<{
  input: CreateOrderInput;
}>;


export type CreateOrderMutation = { createOrder: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type UpdateOrderStatusMutationVariables = Exact<{
  input: UpdateOrderStatusInput;
}>;


export type UpdateOrderStatusMutation = { updateOrderStatus: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type AddOrderItemMutationVariables = Exact<{
  input: AddOrderItemInput;
}>;


export type AddOrderItemMutation = { addOrderItem: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type RemoveOrderItemMutationVariables = Exact<{
  input: RemoveOrderItemInput;
}>;


export type RemoveOrderItemMutation = { removeOrderItem: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type ChangeOrderItemQuantityMutationVariables = Exact<{
  input: ChangeOrderItemQuantityInput;
}>;


export type ChangeOrderItemQuantityMutation = { changeOrderItemQuantity: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type UpdateOrderMutationVariables = Exact<{
  input: UpdateOrderInput;
}>;


export type UpdateOrderMutation = { updateOrder: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type CancelOrderMutationVariables = Exact<{
  input: CancelOrderInput;
}>;


export type CancelOrderMutation = { cancelOrder: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type RollbackOrderMutationVariables = Exact<{
  input: RollbackOrderInput;
}>;


export type RollbackOrderMutation = { rollbackOrder: { cursor: string, before: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, after: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, rollback: { version: number, fromVersion: number, toVersion: number, skippedVersions: Array<number>, reason: string | null, actor: string, timestamp: string }, undoneEvents: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    >, events: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type OrderQueryVariables = Exact<{
  id: string;
}>;


export type OrderQuery = { order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, rollbacks: Array<{ version: number, fromVersion: number, toVersion: number, skippedVersions: Array<number>, reason: string | null, actor: string, timestamp: string }>, allowedCommands: Array<{ name: string, allowed: boolean, reason: string | null, statuses: Array<OrderStatus> | null }>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } } | null };

export type OrderAtQueryVariables = Exact<{
  id: string;
  version?: number | null | undefined;
  timestamp?: string | null | undefined;
}>;


export type OrderAtQuery = { orderAt: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, rollbacks: Array<{ version: number, fromVersion: number, toVersion: number, skippedVersions: Array<number>, reason: string | null, actor: string, timestamp: string }>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } } | null };

export type OrderHistoryQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OrderHistoryQuery = { order: { events: { totalCount: number, nodes: Array<
        | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderCreated', customerId: string, reference: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, items: Array<{ productId: string, quantity: number, unitPrice: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }
        | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderRolledBack', fromVersion: number, toVersion: number, skippedVersions: Array<number>, reason: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      >, edges: Array<{ cursor: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type OrdersQueryVariables = Exact<{
  filter?: OrderFilter | null | undefined;
  sort?: OrderSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  consistency?: Consistency | null | undefined;
  minCursor?: string | null | undefined;
}>;


export type OrdersQuery = { orders: { totalCount: number, edges: Array<{ cursor: string }>, nodes: Array<{ id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type RollbackPreviewQueryVariables = Exact<{
  id: string;
  toVersion?: number | null | undefined;
  toTimestamp?: string | null | undefined;
}>;


export type RollbackPreviewQuery = { rollbackPreview: { allowed: boolean, reason: string | null, toVersion: number | null, skippedVersions: Array<number>, consequences: Array<string>, before: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, after: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } } | null, undoneEvents: Array<
      | { __typename: 'FulfilmentPaused', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentResumed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'FulfilmentSettled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentAuthorized', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentCaptured', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentDeclined', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRefunded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentRequested', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'PaymentVoided', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReleased', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReservationFailed', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockReserved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'StockShipped', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type ProjectionFactsFragment = { name: string, cursor: string | null, lagEvents: number, lagSeconds: number, state: string, lastError: string | null, parkedEvents: number };

export type ProjectionsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProjectionsQuery = { projections: Array<{ name: string, cursor: string | null, lagEvents: number, lagSeconds: number, state: string, lastError: string | null, parkedEvents: number }> };

export type RebuildProjectionMutationVariables = Exact<{
  name: string;
}>;


export type RebuildProjectionMutation = { rebuildProjection: { name: string, cursor: string | null, lagEvents: number, lagSeconds: number, state: string, lastError: string | null, parkedEvents: number } };

export type ParkedEventFactsFragment = { eventId: string, streamId: string, version: number, type: string, error: string, attempts: number, parkedAt: string };

export type ParkedEventsQueryVariables = Exact<{
  projection: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ParkedEventsQuery = { parkedEvents: { totalCount: number, nodes: Array<{ eventId: string, streamId: string, version: number, type: string, error: string, attempts: number, parkedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type ReplayParkedEventMutationVariables = Exact<{
  projection: string;
  eventId: string;
}>;


export type ReplayParkedEventMutation = { replayParkedEvent: { applied: number, parked: { eventId: string, streamId: string, version: number, type: string, error: string, attempts: number, parkedAt: string } | null } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const RollbackFactsFragmentDoc = new TypedDocumentString(`
    fragment RollbackFacts on Rollback {
  version
  fromVersion
  toVersion
  skippedVersions
  reason
  actor
  timestamp
}
    `, {"fragmentName":"RollbackFacts"}) as unknown as TypedDocumentString<RollbackFactsFragment, unknown>;
export const PageFactsFragmentDoc = new TypedDocumentString(`
    fragment PageFacts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"PageFacts"}) as unknown as TypedDocumentString<PageFactsFragment, unknown>;
export const AmountFragmentDoc = new TypedDocumentString(`
    fragment Amount on Money {
  amount
  currency
}
    `, {"fragmentName":"Amount"}) as unknown as TypedDocumentString<AmountFragment, unknown>;
export const ProductStateFragmentDoc = new TypedDocumentString(`
    fragment ProductState on Product {
  id
  sku
  name
  price {
    ...Amount
  }
  available
  stockLevel
  reserved
}
    fragment Amount on Money {
  amount
  currency
}`, {"fragmentName":"ProductState"}) as unknown as TypedDocumentString<ProductStateFragment, unknown>;
export const CustomerStateFragmentDoc = new TypedDocumentString(`
    fragment CustomerState on Customer {
  id
  name
  email
  active
}
    `, {"fragmentName":"CustomerState"}) as unknown as TypedDocumentString<CustomerStateFragment, unknown>;
export const GoodsFragmentDoc = new TypedDocumentString(`
    fragment Goods on ReservedItem {
  productId
  quantity
}
    `, {"fragmentName":"Goods"}) as unknown as TypedDocumentString<GoodsFragment, unknown>;
export const ProcessStateFragmentDoc = new TypedDocumentString(`
    fragment ProcessState on FulfilmentProcess {
  state
  nextStep
  attempts
  lastError
  waitingSince
}
    `, {"fragmentName":"ProcessState"}) as unknown as TypedDocumentString<ProcessStateFragment, unknown>;
export const FulfilmentOfOrderFragmentDoc = new TypedDocumentString(`
    fragment FulfilmentOfOrder on Order {
  payment {
    status
    authorized {
      ...Amount
    }
    captured {
      ...Amount
    }
    refunded {
      ...Amount
    }
    balance {
      ...Amount
    }
  }
  reservation {
    status
    items {
      ...Goods
    }
    shipped {
      ...Goods
    }
    expiresAt
  }
  process {
    ...ProcessState
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment Goods on ReservedItem {
  productId
  quantity
}
fragment ProcessState on FulfilmentProcess {
  state
  nextStep
  attempts
  lastError
  waitingSince
}`, {"fragmentName":"FulfilmentOfOrder"}) as unknown as TypedDocumentString<FulfilmentOfOrderFragment, unknown>;
export const OrderStateFragmentDoc = new TypedDocumentString(`
    fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
    fragment Amount on Money {
  amount
  currency
}`, {"fragmentName":"OrderState"}) as unknown as TypedDocumentString<OrderStateFragment, unknown>;
export const EventFactsFragmentDoc = new TypedDocumentString(`
    fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
    `, {"fragmentName":"EventFacts"}) as unknown as TypedDocumentString<EventFactsFragment, unknown>;
export const OrderChangeFragmentDoc = new TypedDocumentString(`
    fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}`, {"fragmentName":"OrderChange"}) as unknown as TypedDocumentString<OrderChangeFragment, unknown>;
export const ProjectionFactsFragmentDoc = new TypedDocumentString(`
    fragment ProjectionFacts on ProjectionStatus {
  name
  cursor
  lagEvents
  lagSeconds
  state
  lastError
  parkedEvents
}
    `, {"fragmentName":"ProjectionFacts"}) as unknown as TypedDocumentString<ProjectionFactsFragment, unknown>;
export const ParkedEventFactsFragmentDoc = new TypedDocumentString(`
    fragment ParkedEventFacts on ParkedEvent {
  eventId
  streamId
  version
  type
  error
  attempts
  parkedAt
}
    `, {"fragmentName":"ParkedEventFacts"}) as unknown as TypedDocumentString<ParkedEventFactsFragment, unknown>;
export const ProductDocument = new TypedDocumentString(`
    query Product($id: ID!) {
  product(id: $id) {
    ...ProductState
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment ProductState on Product {
  id
  sku
  name
  price {
    ...Amount
  }
  available
  stockLevel
  reserved
}`, {"hash":"sha256:b2de72066a49bf2e7358ae0573d1bfa9e124ddcf7771e7c98efccf9f0468bc64"}) as unknown as TypedDocumentString<ProductQuery, ProductQueryVariables>;
export const ProductsDocument = new TypedDocumentString(`
    query Products($first: Int, $after: String, $last: Int, $before: String) {
  products(first: $first, after: $after, last: $last, before: $before) {
    edges {
      cursor
    }
    nodes {
      ...ProductState
    }
    pageInfo {
      ...PageFacts
    }
    totalCount
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment PageFacts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment ProductState on Product {
  id
  sku
  name
  price {
    ...Amount
  }
  available
  stockLevel
  reserved
}`, {"hash":"sha256:11847d57afce1dbc0083d77b5b908d1183b0c0ef948d86c10f090def249bee3f"}) as unknown as TypedDocumentString<ProductsQuery, ProductsQueryVariables>;
export const CreateProductDocument = new TypedDocumentString(`
    mutation CreateProduct($input: CreateProductInput!) {
  createProduct(input: $input) {
    ...ProductState
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment ProductState on Product {
  id
  sku
  name
  price {
    ...Amount
  }
  available
  stockLevel
  reserved
}`, {"hash":"sha256:099c9c3d4e442625e5f44c5524b04f252a2fd7a02c861496d26586fd3f2d38d3"}) as unknown as TypedDocumentString<CreateProductMutation, CreateProductMutationVariables>;
export const UpdateProductDocument = new TypedDocumentString(`
    mutation UpdateProduct($input: UpdateProductInput!) {
  updateProduct(input: $input) {
    ...ProductState
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment ProductState on Product {
  id
  sku
  name
  price {
    ...Amount
  }
  available
  stockLevel
  reserved
}`, {"hash":"sha256:1704b70f91058bc5673510da685ac6a00d046fc4248f6b44f92f1b46c891b73f"}) as unknown as TypedDocumentString<UpdateProductMutation, UpdateProductMutationVariables>;
export const AdjustStockDocument = new TypedDocumentString(`
    mutation AdjustStock($productId: ID!, $delta: Int!, $reason: String) {
  adjustStock(productId: $productId, delta: $delta, reason: $reason) {
    ...ProductState
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment ProductState on Product {
  id
  sku
  name
  price {
    ...Amount
  }
  available
  stockLevel
  reserved
}`, {"hash":"sha256:855492122e636850f123aac8cbca4bc9ef851f43820032b4659e627ec33b9d20"}) as unknown as TypedDocumentString<AdjustStockMutation, AdjustStockMutationVariables>;
export const CustomerDocument = new TypedDocumentString(`
    query Customer($id: ID!) {
  customer(id: $id) {
    ...CustomerState
  }
}
    fragment CustomerState on Customer {
  id
  name
  email
  active
}`, {"hash":"sha256:d66c91f0551ca47efb5ca54b20ddc3e255248d787b0f5928ca7e3ed8f985f272"}) as unknown as TypedDocumentString<CustomerQuery, CustomerQueryVariables>;
export const CustomersDocument = new TypedDocumentString(`
    query Customers($first: Int, $after: String, $last: Int, $before: String) {
  customers(first: $first, after: $after, last: $last, before: $before) {
    edges {
      cursor
    }
    nodes {
      ...CustomerState
    }
    pageInfo {
      ...PageFacts
    }
    totalCount
  }
}
    fragment PageFacts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment CustomerState on Customer {
  id
  name
  email
  active
}`, {"hash":"sha256:073778406d6bf0b9f3cfd225181719317db494a4fb8fdc2764b80f1e9d4261b5"}) as unknown as TypedDocumentString<CustomersQuery, CustomersQueryVariables>;
export const CreateCustomerDocument = new TypedDocumentString(`
    mutation CreateCustomer($input: CreateCustomerInput!) {
  createCustomer(input: $input) {
    ...CustomerState
  }
}
    fragment CustomerState on Customer {
  id
  name
  email
  active
}`, {"hash":"sha256:bd13275a51d36dd67d8b8f5ed16bf048cf306d8384c1e2cd1c83a2688c36eded"}) as unknown as TypedDocumentString<CreateCustomerMutation, CreateCustomerMutationVariables>;
export const UpdateCustomerDocument = new TypedDocumentString(`
    mutation UpdateCustomer($input: UpdateCustomerInput!) {
  updateCustomer(input: $input) {
    ...CustomerState
  }
}
    fragment CustomerState on Customer {
  id
  name
  email
  active
}`, {"hash":"sha256:097f9800c1b138f81bb692464c980ae7e704120361b45248707bec3b3a81dc43"}) as unknown as TypedDocumentString<UpdateCustomerMutation, UpdateCustomerMutationVariables>;
export const EventFeedDocument = new TypedDocumentString(`
    query EventFeed($after: Cursor, $first: Int, $filter: EventFilter) {
  eventFeed(after: $after, first: $first, filter: $filter) {
    items {
      cursor
      event {
        ...EventFacts
      }
    }
    endCursor
    hasMore
  }
}
    fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}`, {"hash":"sha256:86ae526ed1fefc7495055402ae3b44677450324a9272ee4211a5f774bf174aab"}) as unknown as TypedDocumentString<EventFeedQuery, EventFeedQueryVariables>;
export const OrderEventsDocument = new TypedDocumentString(`
    subscription OrderEvents($orderId: ID, $filter: EventFilter, $after: Cursor) {
  orderEvents(orderId: $orderId, filter: $filter, after: $after) {
    cursor
    event {
      ...EventFacts
    }
    order {
      ...OrderState
    }
    caughtUp
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}`, {"hash":"sha256:c2b28273997c9b303d8028796a96f3482dd0ec31d86c7540a229235d25d01749"}) as unknown as TypedDocumentString<OrderEventsSubscription, OrderEventsSubscriptionVariables>;
export const OrderChangedDocument = new TypedDocumentString(`
    subscription OrderChanged($id: ID!) {
  orderChanged(id: $id) {
    ...OrderState
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}`, {"hash":"sha256:74ec52b83f5d1320fea70e29b2498cf5058fe96b4d707777ff3649d58dd39edf"}) as unknown as TypedDocumentString<OrderChangedSubscription, OrderChangedSubscriptionVariables>;
export const OrderFulfilmentDocument = new TypedDocumentString(`
    query OrderFulfilment($id: ID!) {
  order(id: $id) {
    id
    version
    status
    ...FulfilmentOfOrder
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment Goods on ReservedItem {
  productId
  quantity
}
fragment ProcessState on FulfilmentProcess {
  state
  nextStep
  attempts
  lastError
  waitingSince
}
fragment FulfilmentOfOrder on Order {
  payment {
    status
    authorized {
      ...Amount
    }
    captured {
      ...Amount
    }
    refunded {
      ...Amount
    }
    balance {
      ...Amount
    }
  }
  reservation {
    status
    items {
      ...Goods
    }
    shipped {
      ...Goods
    }
    expiresAt
  }
  process {
    ...ProcessState
  }
}`, {"hash":"sha256:4bae8bf36fd1a8c02ef35930c570b59104f8d1d5086c8c3e3be3a385e6b9d19f"}) as unknown as TypedDocumentString<OrderFulfilmentQuery, OrderFulfilmentQueryVariables>;
export const OrderFulfilmentAtDocument = new TypedDocumentString(`
    query OrderFulfilmentAt($id: ID!, $version: Int, $timestamp: DateTime) {
  orderAt(id: $id, version: $version, timestamp: $timestamp) {
    id
    version
    status
    ...FulfilmentOfOrder
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment Goods on ReservedItem {
  productId
  quantity
}
fragment ProcessState on FulfilmentProcess {
  state
  nextStep
  attempts
  lastError
  waitingSince
}
fragment FulfilmentOfOrder on Order {
  payment {
    status
    authorized {
      ...Amount
    }
    captured {
      ...Amount
    }
    refunded {
      ...Amount
    }
    balance {
      ...Amount
    }
  }
  reservation {
    status
    items {
      ...Goods
    }
    shipped {
      ...Goods
    }
    expiresAt
  }
  process {
    ...ProcessState
  }
}`, {"hash":"sha256:1b08a3d12035c6757f2988d6c973db593a9514f85307fb2173af747eb03220b0"}) as unknown as TypedDocumentString<OrderFulfilmentAtQuery, OrderFulfilmentAtQueryVariables>;
export const FulfilmentsDocument = new TypedDocumentString(`
    query Fulfilments($state: FulfilmentState, $first: Int, $after: String, $last: Int, $before: String) {
  fulfilments(
    state: $state
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    nodes {
      orderId
      order {
        ...OrderState
      }
      state
      nextStep
      attempts
      lastError
      waitingSince
    }
    edges {
      cursor
    }
    pageInfo {
      ...PageFacts
    }
    totalCount
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment PageFacts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`, {"hash":"sha256:ed1957f4e231bd8868d6c0e7c0ff2a2ee6425354b8329acfd05eba8af6e75b17"}) as unknown as TypedDocumentString<FulfilmentsQuery, FulfilmentsQueryVariables>;
export const PayOrderDocument = new TypedDocumentString(`
    mutation PayOrder($input: PayOrderInput!) {
  payOrder(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:e0812be46ae49453436865fc0a1e03b5dc17790e53883e26a3186d3270b22de6"}) as unknown as TypedDocumentString<PayOrderMutation, PayOrderMutationVariables>;
export const RetryFulfilmentDocument = new TypedDocumentString(`
    mutation RetryFulfilment($input: RetryFulfilmentInput!) {
  retryFulfilment(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:3a61aba75cb37dda49c2f5536bf9e9e422aae0913297cb56cff292d42f109795"}) as unknown as TypedDocumentString<RetryFulfilmentMutation, RetryFulfilmentMutationVariables>;
export const SettleFulfilmentDocument = new TypedDocumentString(`
    mutation SettleFulfilment($input: SettleFulfilmentInput!) {
  settleFulfilment(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:4433db9b6f63f0e117479aaaf7172dabdb6f8931a254a485fd6fed41e8ff9769"}) as unknown as TypedDocumentString<SettleFulfilmentMutation, SettleFulfilmentMutationVariables>;
export const FulfilmentHistoryDocument = new TypedDocumentString(`
    query FulfilmentHistory($id: ID!, $first: Int, $after: String) {
  order(id: $id) {
    events(first: $first, after: $after) {
      nodes {
        ...EventFacts
        ... on OrderCreated {
          paymentToken
        }
        ... on PaymentRequested {
          paymentToken
        }
        ... on StockReserved {
          items {
            ...Goods
          }
          expiresAt
        }
        ... on StockReleased {
          items {
            ...Goods
          }
          releaseReason: reason
        }
        ... on StockShipped {
          items {
            ...Goods
          }
        }
        ... on StockReservationFailed {
          productId
          requested
          available
        }
        ... on PaymentAuthorized {
          authorizationId
          amount {
            ...Amount
          }
        }
        ... on PaymentDeclined {
          amount {
            ...Amount
          }
          reason
        }
        ... on PaymentCaptured {
          captureId
          authorizationId
          amount {
            ...Amount
          }
        }
        ... on PaymentVoided {
          voidId
          authorizationId
          amount {
            ...Amount
          }
        }
        ... on PaymentRefunded {
          refundId
          captureId
          authorizationId
          amount {
            ...Amount
          }
        }
        ... on OrderCancelled {
          reason
        }
        ... on FulfilmentPaused {
          step
          operationAmount {
            ...Amount
          }
          attempts
          error
        }
        ... on FulfilmentResumed {
          reason
        }
        ... on FulfilmentSettled {
          step
          outcome
          reference
          reason
        }
      }
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment Goods on ReservedItem {
  productId
  quantity
}`, {"hash":"sha256:06ca2cb5a540215d4bed4becbf1cd21745804f02968f33cb048a72d407362d9f"}) as unknown as TypedDocumentString<FulfilmentHistoryQuery, FulfilmentHistoryQueryVariables>;
export const CreateOrderDocument = new TypedDocumentString(`
    mutation CreateOrder($input: CreateOrderInput!) {
  createOrder(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:783cc6d80c605ce7348e8187c51de343a28a74d4def6a2155d1dd53cc50f567e"}) as unknown as TypedDocumentString<CreateOrderMutation, CreateOrderMutationVariables>;
export const UpdateOrderStatusDocument = new TypedDocumentString(`
    mutation UpdateOrderStatus($input: UpdateOrderStatusInput!) {
  updateOrderStatus(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:a78745fa05f51027986b232d4464440f75049dc9c6c0fa10c50eb6f51a2c8690"}) as unknown as TypedDocumentString<UpdateOrderStatusMutation, UpdateOrderStatusMutationVariables>;
export const AddOrderItemDocument = new TypedDocumentString(`
    mutation AddOrderItem($input: AddOrderItemInput!) {
  addOrderItem(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:67c90e82f2a24a336884f98edc580be7089772187c5c9fb80ee07f350630fd42"}) as unknown as TypedDocumentString<AddOrderItemMutation, AddOrderItemMutationVariables>;
export const RemoveOrderItemDocument = new TypedDocumentString(`
    mutation RemoveOrderItem($input: RemoveOrderItemInput!) {
  removeOrderItem(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:b768f7e18c2283c7e9e9de37bab117484b4e89a77193b573d87bed0b6398c39f"}) as unknown as TypedDocumentString<RemoveOrderItemMutation, RemoveOrderItemMutationVariables>;
export const ChangeOrderItemQuantityDocument = new TypedDocumentString(`
    mutation ChangeOrderItemQuantity($input: ChangeOrderItemQuantityInput!) {
  changeOrderItemQuantity(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:b22ba13c06054e9fe7b5ac494e3185061c139f59f3368a282212e82bd67d03df"}) as unknown as TypedDocumentString<ChangeOrderItemQuantityMutation, ChangeOrderItemQuantityMutationVariables>;
export const UpdateOrderDocument = new TypedDocumentString(`
    mutation UpdateOrder($input: UpdateOrderInput!) {
  updateOrder(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:bba8e50b2327b5a1fa8c730dcd4c902f826ccb27aae26c68e18f373084663dd9"}) as unknown as TypedDocumentString<UpdateOrderMutation, UpdateOrderMutationVariables>;
export const CancelOrderDocument = new TypedDocumentString(`
    mutation CancelOrder($input: CancelOrderInput!) {
  cancelOrder(input: $input) {
    ...OrderChange
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment OrderChange on OrderPayload {
  order {
    ...OrderState
  }
  events {
    ...EventFacts
  }
  cursor
}`, {"hash":"sha256:0a60e76178a402e4808875724532deb974ab8f84d231ce5e89f49fc8122eb049"}) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
export const RollbackOrderDocument = new TypedDocumentString(`
    mutation RollbackOrder($input: RollbackOrderInput!) {
  rollbackOrder(input: $input) {
    before {
      ...OrderState
    }
    after {
      ...OrderState
    }
    rollback {
      ...RollbackFacts
    }
    undoneEvents {
      ...EventFacts
    }
    events {
      ...EventFacts
    }
    cursor
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment RollbackFacts on Rollback {
  version
  fromVersion
  toVersion
  skippedVersions
  reason
  actor
  timestamp
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}`, {"hash":"sha256:69f3d66a89327bfb966dc7c52a6bbe2ffc8a3d84321066a8597cb65fd15ef039"}) as unknown as TypedDocumentString<RollbackOrderMutation, RollbackOrderMutationVariables>;
export const OrderDocument = new TypedDocumentString(`
    query Order($id: ID!) {
  order(id: $id) {
    ...OrderState
    rollbacks {
      ...RollbackFacts
    }
    allowedCommands {
      name
      allowed
      reason
      statuses
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment RollbackFacts on Rollback {
  version
  fromVersion
  toVersion
  skippedVersions
  reason
  actor
  timestamp
}`, {"hash":"sha256:6916ad3c56dcd7234810f75f3c2dd1fd3d09b900be2fa0d513dfdfcd0778796c"}) as unknown as TypedDocumentString<OrderQuery, OrderQueryVariables>;
export const OrderAtDocument = new TypedDocumentString(`
    query OrderAt($id: ID!, $version: Int, $timestamp: DateTime) {
  orderAt(id: $id, version: $version, timestamp: $timestamp) {
    ...OrderState
    rollbacks {
      ...RollbackFacts
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment RollbackFacts on Rollback {
  version
  fromVersion
  toVersion
  skippedVersions
  reason
  actor
  timestamp
}`, {"hash":"sha256:f93185136e414b350e0da89cb8aa79cfd7db3659acd9d38b839c972f51d7dd70"}) as unknown as TypedDocumentString<OrderAtQuery, OrderAtQueryVariables>;
export const OrderHistoryDocument = new TypedDocumentString(`
    query OrderHistory($id: ID!, $first: Int, $after: String) {
  order(id: $id) {
    events(first: $first, after: $after) {
      nodes {
        ...EventFacts
        ... on OrderCreated {
          customerId
          reference
          items {
            productId
            quantity
            unitPrice {
              ...Amount
            }
          }
          totalAmount {
            ...Amount
          }
        }
        ... on OrderRolledBack {
          fromVersion
          toVersion
          skippedVersions
          reason
        }
      }
      edges {
        cursor
      }
      pageInfo {
        ...PageFacts
      }
      totalCount
    }
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}
fragment PageFacts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`, {"hash":"sha256:d1044d0aba7950081ece5bb2e063021fd5c9713f960371f9e319a890af0d160a"}) as unknown as TypedDocumentString<OrderHistoryQuery, OrderHistoryQueryVariables>;
export const OrdersDocument = new TypedDocumentString(`
    query Orders($filter: OrderFilter, $sort: OrderSort, $first: Int, $after: String, $last: Int, $before: String, $consistency: Consistency, $minCursor: Cursor) {
  orders(
    filter: $filter
    sort: $sort
    first: $first
    after: $after
    last: $last
    before: $before
    consistency: $consistency
    minCursor: $minCursor
  ) {
    edges {
      cursor
    }
    nodes {
      ...OrderState
    }
    pageInfo {
      ...PageFacts
    }
    totalCount
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment PageFacts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`, {"hash":"sha256:216d4fedb574034ab5fb3c14acf9f1071f4721328cbe327fba7af79bd74453dc"}) as unknown as TypedDocumentString<OrdersQuery, OrdersQueryVariables>;
export const RollbackPreviewDocument = new TypedDocumentString(`
    query RollbackPreview($id: ID!, $toVersion: Int, $toTimestamp: DateTime) {
  rollbackPreview(id: $id, toVersion: $toVersion, toTimestamp: $toTimestamp) {
    allowed
    reason
    before {
      ...OrderState
    }
    after {
      ...OrderState
    }
    toVersion
    skippedVersions
    undoneEvents {
      ...EventFacts
    }
    consequences
  }
}
    fragment Amount on Money {
  amount
  currency
}
fragment OrderState on Order {
  id
  reference
  version
  customerId
  status
  items {
    productId
    name
    quantity
    unitPrice {
      ...Amount
    }
    lineTotal {
      ...Amount
    }
  }
  itemCount
  totalAmount {
    ...Amount
  }
  createdAt
  updatedAt
  skippedBy
  skippedVersions
}
fragment EventFacts on OrderEvent {
  __typename
  id
  orderId
  version
  type
  timestamp
  actor
  correlationId
  causationId
  skippedBy
  data
}`, {"hash":"sha256:15f42d8ef603ca6f25286e91535f1b4fbfb21704fdb7f5037ef1e9c1e3a7767e"}) as unknown as TypedDocumentString<RollbackPreviewQuery, RollbackPreviewQueryVariables>;
export const ProjectionsDocument = new TypedDocumentString(`
    query Projections {
  projections {
    ...ProjectionFacts
  }
}
    fragment ProjectionFacts on ProjectionStatus {
  name
  cursor
  lagEvents
  lagSeconds
  state
  lastError
  parkedEvents
}`, {"hash":"sha256:1cd62f386a45041654c2ad32b000374cff0914a49581969d214b5167ca52a7f5"}) as unknown as TypedDocumentString<ProjectionsQuery, ProjectionsQueryVariables>;
export const RebuildProjectionDocument = new TypedDocumentString(`
    mutation RebuildProjection($name: String!) {
  rebuildProjection(name: $name) {
    ...ProjectionFacts
  }
}
    fragment ProjectionFacts on ProjectionStatus {
  name
  cursor
  lagEvents
  lagSeconds
  state
  lastError
  parkedEvents
}`, {"hash":"sha256:d85746292aa9ee601199211871448e9bcd68c762fac8ef9f203ce56b363289e1"}) as unknown as TypedDocumentString<RebuildProjectionMutation, RebuildProjectionMutationVariables>;
export const ParkedEventsDocument = new TypedDocumentString(`
    query ParkedEvents($projection: String!, $first: Int, $after: String) {
  parkedEvents(projection: $projection, first: $first, after: $after) {
    nodes {
      ...ParkedEventFacts
    }
    pageInfo {
      ...PageFacts
    }
    totalCount
  }
}
    fragment PageFacts on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment ParkedEventFacts on ParkedEvent {
  eventId
  streamId
  version
  type
  error
  attempts
  parkedAt
}`, {"hash":"sha256:1abee4a557de81b462c3d0a2a17a734893c062623fefc5b351654f0d1fe4aa45"}) as unknown as TypedDocumentString<ParkedEventsQuery, ParkedEventsQueryVariables>;
export const ReplayParkedEventDocument = new TypedDocumentString(`
    mutation ReplayParkedEvent($projection: String!, $eventId: ID!) {
  replayParkedEvent(projection: $projection, eventId: $eventId) {
    applied
    parked {
      ...ParkedEventFacts
    }
  }
}
    fragment ParkedEventFacts on ParkedEvent {
  eventId
  streamId
  version
  type
  error
  attempts
  parkedAt
}`, {"hash":"sha256:fa05516c0c5fd871ce33dbf911264db7d99660274f2cc497857ff66b5b67b066"}) as unknown as TypedDocumentString<ReplayParkedEventMutation, ReplayParkedEventMutationVariables>;