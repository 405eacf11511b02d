import type { Rejection } from '../../event-sourcing/errors.js';
import { nextStatuses, ORDER_STATUSES, type OrderStatus } from './order-status.js';
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

type Rule = (
  order: OrderState,
  current: OrderSnapshot,
  settable: readonly OrderStatus[],
) => Rejection | undefined;

const RULES: Readonly<Record<string, Rule>> = {
  addOrderItem: frozenItems,
  removeOrderItem: (order) => frozenItems(order) ?? lastItem(order),
  changeOrderItemQuantity: frozenItems,
  updateOrderStatus: (order, _, settable) => noStatusLeft(order, settable),
  // Where items are frozen it may still change the status.
  updateOrder: (order, _, settable) => frozenItems(order) && noStatusLeft(order, settable),
  cancelOrder: (order) => forbiddenStatus(order, 'CANCELLED'),
  payOrder: cancelledOrder,
  retryFulfilment: notWaiting,
  settleFulfilment: nothingToSettle,
  rollbackOrder: (_, current) => noOlderVersion(current),
};

/** What may be done with an order next, by the rules that `decide` refuses with, by whoever may set these statuses. */
export function allowedCommands(
  current: OrderSnapshot,
  settable: readonly OrderStatus[] = ORDER_STATUSES,
): readonly AllowedCommand[] {
  const { state: order } = current;
  const next = order === null ? [] : nextStatuses(order.status);
  const statuses = next.filter((status) => settable.includes(status));
  return Object.entries(RULES).map(([name, rule]) => {
    const refusal = order === null ? orderNotFound : rule(order, current, settable);
    const answer = { name, allowed: refusal === undefined, reason: refusal?.message ?? null };
    return name === 'updateOrderStatus' ? { ...answer, statuses } : answer;
  });
}

function noStatusLeft(order: OrderState, settable: readonly OrderStatus[]): Rejection | undefined {
  const refusals = settable.map((status) => forbiddenStatus(order, status));
  return finalStatus(order) ?? (refusals.includes(undefined) ? undefined : refusals[0]);
}
