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
  /** Order number of the outside world, unique where it is given. */
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
  orderIds?: Array<string> | null | undefined;
  /** Names of event types, such as OrderCreated. */
  types?: Array<string> | null | undefined;
};

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

export type RemoveOrderItemInput = {
  /** Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried. */
  expectedVersion?: number | null | undefined;
  /** Up to 255 characters. The same key and input answer as at first and write nothing. */
  idempotencyKey?: string | null | undefined;
  orderId: string;
  productId: string;
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
        | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
       }> } };

export type OrderEventsSubscriptionVariables = Exact<{
  orderId?: string | null | undefined;
  filter?: EventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type OrderEventsSubscription = { orderEvents: { cursor: string, caughtUp: boolean, event:
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    , order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } } } };

export type OrderChangedSubscriptionVariables = Exact<{
  id: string;
}>;


export type OrderChangedSubscription = { orderChanged: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } } };

export type AmountFragment = { amount: string, currency: string };

export type OrderStateFragment = { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } };

export type RollbackFactsFragment = { version: number, fromVersion: number, toVersion: number, skippedVersions: Array<number>, reason: string | null, actor: string, timestamp: string };

type EventFacts_OrderCancelled_Fragment = { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderCreated_Fragment = { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderItemAdded_Fragment = { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderItemQuantityChanged_Fragment = { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderItemRemoved_Fragment = { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderRolledBack_Fragment = { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_OrderStatusUpdated_Fragment = { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

type EventFacts_UnknownOrderEvent_Fragment = { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown };

export type EventFactsFragment =
  | EventFacts_OrderCancelled_Fragment
  | EventFacts_OrderCreated_Fragment
  | EventFacts_OrderItemAdded_Fragment
  | EventFacts_OrderItemQuantityChanged_Fragment
  | EventFacts_OrderItemRemoved_Fragment
  | EventFacts_OrderRolledBack_Fragment
  | EventFacts_OrderStatusUpdated_Fragment
  | EventFacts_UnknownOrderEvent_Fragment
;

export type PageFactsFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type ProductStateFragment = { id: string, sku: string, name: string, available: boolean, stockLevel: number, reserved: number, price: { amount: string, currency: string } };

export type CustomerStateFragment = { id: string, name: string, email: string, active: boolean };

export type OrderChangeFragment = { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
    | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
  > };

export type CreateOrderMutationVariables = Exact<{
  input: CreateOrderInput;
}>;


export type CreateOrderMutation = { createOrder: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type UpdateOrderStatusMutationVariables = Exact<{
  input: UpdateOrderStatusInput;
}>;


export type UpdateOrderStatusMutation = { updateOrderStatus: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type AddOrderItemMutationVariables = Exact<{
  input: AddOrderItemInput;
}>;


export type AddOrderItemMutation = { addOrderItem: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type RemoveOrderItemMutationVariables = Exact<{
  input: RemoveOrderItemInput;
}>;


export type RemoveOrderItemMutation = { removeOrderItem: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type ChangeOrderItemQuantityMutationVariables = Exact<{
  input: ChangeOrderItemQuantityInput;
}>;


export type ChangeOrderItemQuantityMutation = { changeOrderItemQuantity: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type UpdateOrderMutationVariables = Exact<{
  input: UpdateOrderInput;
}>;


export type UpdateOrderMutation = { updateOrder: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type CancelOrderMutationVariables = Exact<{
  input: CancelOrderInput;
}>;


export type CancelOrderMutation = { cancelOrder: { cursor: string, order: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, events: Array<
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    > } };

export type RollbackOrderMutationVariables = Exact<{
  input: RollbackOrderInput;
}>;


export type RollbackOrderMutation = { rollbackOrder: { cursor: string, before: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, after: { id: string, reference: string | null, version: number, customerId: string, status: OrderStatus, itemCount: number, createdAt: string, updatedAt: string, skippedBy: number | null, skippedVersions: Array<number>, items: Array<{ productId: string, name: string, quantity: number, unitPrice: { amount: string, currency: string }, lineTotal: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }, rollback: { version: number, fromVersion: number, toVersion: number, skippedVersions: Array<number>, reason: string | null, actor: string, timestamp: string }, undoneEvents: Array<
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'UnknownOrderEvent', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
    >, events: Array<
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
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
        | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderCreated', customerId: string, reference: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown, items: Array<{ productId: string, quantity: number, unitPrice: { amount: string, currency: string } }>, totalAmount: { amount: string, currency: string } }
        | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderRolledBack', fromVersion: number, toVersion: number, skippedVersions: Array<number>, reason: string | null, id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
        | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
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
      | { __typename: 'OrderCancelled', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderCreated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemAdded', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemQuantityChanged', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderItemRemoved', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderRolledBack', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
      | { __typename: 'OrderStatusUpdated', id: string, orderId: string, version: number, type: string, timestamp: string, actor: string, correlationId: string, causationId: string | null, skippedBy: number | null, data: unknown }
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
}`) as unknown as TypedDocumentString<ProductQuery, ProductQueryVariables>;
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
}`) as unknown as TypedDocumentString<ProductsQuery, ProductsQueryVariables>;
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
}`) as unknown as TypedDocumentString<CreateProductMutation, CreateProductMutationVariables>;
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
}`) as unknown as TypedDocumentString<UpdateProductMutation, UpdateProductMutationVariables>;
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
}`) as unknown as TypedDocumentString<AdjustStockMutation, AdjustStockMutationVariables>;
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
}`) as unknown as TypedDocumentString<CustomerQuery, CustomerQueryVariables>;
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
}`) as unknown as TypedDocumentString<CustomersQuery, CustomersQueryVariables>;
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
}`) as unknown as TypedDocumentString<CreateCustomerMutation, CreateCustomerMutationVariables>;
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
}`) as unknown as TypedDocumentString<UpdateCustomerMutation, UpdateCustomerMutationVariables>;
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
}`) as unknown as TypedDocumentString<EventFeedQuery, EventFeedQueryVariables>;
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
}`) as unknown as TypedDocumentString<OrderEventsSubscription, OrderEventsSubscriptionVariables>;
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
}`) as unknown as TypedDocumentString<OrderChangedSubscription, OrderChangedSubscriptionVariables>;
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
}`) as unknown as TypedDocumentString<CreateOrderMutation, CreateOrderMutationVariables>;
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
}`) as unknown as TypedDocumentString<UpdateOrderStatusMutation, UpdateOrderStatusMutationVariables>;
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
}`) as unknown as TypedDocumentString<AddOrderItemMutation, AddOrderItemMutationVariables>;
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
}`) as unknown as TypedDocumentString<RemoveOrderItemMutation, RemoveOrderItemMutationVariables>;
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
}`) as unknown as TypedDocumentString<ChangeOrderItemQuantityMutation, ChangeOrderItemQuantityMutationVariables>;
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
}`) as unknown as TypedDocumentString<UpdateOrderMutation, UpdateOrderMutationVariables>;
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
}`) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
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
}`) as unknown as TypedDocumentString<RollbackOrderMutation, RollbackOrderMutationVariables>;
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
}`) as unknown as TypedDocumentString<OrderQuery, OrderQueryVariables>;
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
}`) as unknown as TypedDocumentString<OrderAtQuery, OrderAtQueryVariables>;
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
}`) as unknown as TypedDocumentString<OrderHistoryQuery, OrderHistoryQueryVariables>;
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
}`) as unknown as TypedDocumentString<OrdersQuery, OrdersQueryVariables>;
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
}`) as unknown as TypedDocumentString<RollbackPreviewQuery, RollbackPreviewQueryVariables>;
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
}`) as unknown as TypedDocumentString<ProjectionsQuery, ProjectionsQueryVariables>;
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
}`) as unknown as TypedDocumentString<RebuildProjectionMutation, RebuildProjectionMutationVariables>;
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
}`) as unknown as TypedDocumentString<ParkedEventsQuery, ParkedEventsQueryVariables>;
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
}`) as unknown as TypedDocumentString<ReplayParkedEventMutation, ReplayParkedEventMutationVariables>;