import type { Rejection } from '../../event-sourcing/errors.js';
import { nextStatuses, type OrderStatus } from './order-status.js';
import { noOlderVersion } from './rollback.js';
import {
  cancelledOrder,
  finalStatus,
  forbiddenStatus,
  frozenItems,
  lastItem,
  nothingToSettle,
  notWaiting,
  orderNotFound,
} from './rules.js';
import type { OrderSnapshot, OrderState } from './state.js';

/** Whether any arguments let a command, named as its mutation, change the order. */
export interface AllowedCommand {
  readonly name: string;
  readonly allowed: boolean;
  /** Why not. */
  readonly reason: string | null;
  /** Of updateOrderStatus: the statuses it may set. */
  readonly statuses?: readonly OrderStatus[];
}

type Rule = (order: OrderState, current: OrderSnapshot) => Rejection | undefined;

const RULES: Readonly<Record<string, Rule>> = {
  addOrderItem: frozenItems,
  removeOrderItem: (order) => frozenItems(order) ?? lastItem(order),
  changeOrderItemQuantity: frozenItems,
  updateOrderStatus: finalStatus,
  // Where items are frozen it may still change the status.
  updateOrder: (order) => frozenItems(order) && finalStatus(order),
  cancelOrder: (order) => forbiddenStatus(order, 'CANCELLED'),
  payOrder: cancelledOrder,
  retryFulfilment: notWaiting,
  settleFulfilment: nothingToSettle,
  rollbackOrder: (_, current) => noOlderVersion(current),
};

/** What may be done with an order next, by the rules that `decide` refuses with. */
export function allowedCommands(current: OrderSnapshot): readonly AllowedCommand[] {
  const { state: order } = current;
  const statuses = order === null ? [] : nextStatuses(order.status);
  return Object.entries(RULES).map(([name, rule]) => {
    const refusal = order === null ? orderNotFound : rule(order, current);
    const answer = { name, allowed: refusal === undefined, reason: refusal?.message ?? null };
    return name === 'updateOrderStatus' ? { ...answer, statuses } : answer;
  });
}
