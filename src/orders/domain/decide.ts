import { isRejection, reject } from '../../event-sourcing/errors.js';
import { addItem, changeQuantity, removeItem } from './change-items.js';
import { cancel, changeStatus, payOrder } from './change-status.js';
import type { CreateOrder, OrderCommand, RollbackOrder } from './commands.js';
import { createOrder } from './create-order.js';
import type { Decision } from './events.js';
import { decideFulfilment } from './fulfilment/decide-fulfilment.js';
import { badQuantity } from './input.js';
import { decideRollback } from './rollback.js';
import { orderNotFound } from './rules.js';
import type { OrderSnapshot, OrderState } from './state.js';
import { updateOrder } from './update-order.js';

/** The events that a command causes, none where it changes nothing, or why it is refused. */
export function decide(command: OrderCommand, current: OrderSnapshot): Decision {
  if (command.type === 'CreateOrder') {
    return current.version === 0
      ? createOrder(command)
      : reject('BUSINESS_RULE_ERROR', 'The order exists already');
  }
  if (current.state === null) return orderNotFound;
  if (command.type === 'RollbackOrder') return rollback(command, current);
  return change(current.state, command);
}

function change(order: OrderState, command: Exclude<OrderCommand, CreateOrder | RollbackOrder>): Decision {
  switch (command.type) {
    case 'AddOrderItem':
      return badQuantity('item.quantity', command.item.quantity) ?? addItem(order, command.item);
    case 'RemoveOrderItem':
      return removeItem(order, command.productId);
    case 'ChangeOrderItemQuantity':
      return (
        badQuantity('quantity', command.quantity) ??
        changeQuantity(order, command.productId, command.quantity)
      );
    case 'UpdateOrderStatus':
      return changeStatus(order, command.status);
    case 'UpdateOrder':
      return updateOrder(order, command);
    case 'CancelOrder':
      return cancel(order, command.reason);
    case 'PayOrder':
      return payOrder(order, command.paymentToken);
    default:
      return decideFulfilment(order, command);
  }
}

function rollback(command: RollbackOrder, current: OrderSnapshot): Decision {
  const { toVersion, reason, toTimestamp = null } = command;
  // Events may have come since the instant was resolved: then the last of them was current at it.
  const overtaken = toTimestamp !== null && current.recordedAt <= toTimestamp;
  const range = decideRollback(overtaken ? current.version : toVersion, current);
  if (isRejection(range)) return range;
  const asked = toTimestamp === null ? null : new Date(toTimestamp).toISOString();
  return [{ type: 'OrderRolledBack', data: { ...range, reason, toTimestamp: asked } }];
}
