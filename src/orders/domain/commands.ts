import type { Instant } from '../../event-sourcing/event.js';
import type { FulfilmentCommand } from './fulfilment/commands.js';
import type { OrderLine } from './order-line.js';
import type { OrderStatus } from './order-status.js';

/** A product as it was looked up, and how much of it is wanted. */
export interface PricedItem extends OrderLine {
  /** Null where history is imported: stock and availability are no question then. */
  readonly offer: { readonly available: boolean; readonly stock: number } | null;
}

export interface CreateOrder {
  readonly type: 'CreateOrder';
  readonly customer: { readonly id: string; readonly active: boolean };
  readonly reference: string | null;
  readonly items: readonly PricedItem[];
  /** Starts the fulfilment. */
  readonly paymentToken?: string | null;
}

export interface AddOrderItem {
  readonly type: 'AddOrderItem';
  readonly item: PricedItem;
}

export interface RemoveOrderItem {
  readonly type: 'RemoveOrderItem';
  readonly productId: string;
}

export interface ChangeOrderItemQuantity {
  readonly type: 'ChangeOrderItemQuantity';
  readonly productId: string;
  readonly quantity: number;
}

export interface UpdateOrderStatus {
  readonly type: 'UpdateOrderStatus';
  readonly status: OrderStatus;
}

/** Removals, then additions, then the status: all of them, or none. */
export interface UpdateOrder {
  readonly type: 'UpdateOrder';
  readonly removeItems: readonly string[];
  readonly addItems: readonly PricedItem[];
  readonly newStatus: OrderStatus | null;
}

export interface CancelOrder {
  readonly type: 'CancelOrder';
  readonly reason: string | null;
}

export interface RollbackOrder {
  readonly type: 'RollbackOrder';
  readonly toVersion: number;
  readonly reason: string | null;
  /** The instant that was resolved to `toVersion`, where one was asked for. */
  readonly toTimestamp?: Instant | null;
}

export interface PayOrder {
  readonly type: 'PayOrder';
  readonly paymentToken: string;
}

export type OrderCommand =
  | CreateOrder
  | AddOrderItem
  | RemoveOrderItem
  | ChangeOrderItemQuantity
  | UpdateOrderStatus
  | UpdateOrder
  | CancelOrder
  | RollbackOrder
  | PayOrder
  | FulfilmentCommand;
