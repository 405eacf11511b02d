import { isRejection } from '../../event-sourcing/errors.js';
import { formatMoney } from '../../money/money.js';
import type { CreateOrder } from './commands.js';
import type { Decision } from './events.js';
import { emptyList, readItems } from './input.js';
import { currencyOf, itemData, totalOfLines } from './order-line.js';
import {
  excessiveTotal,
  foreignCurrency,
  inactiveCustomer,
  insufficientStock,
  unavailableProduct,
} from './rules.js';

export function createOrder(command: CreateOrder): Decision {
  const { customer, reference, paymentToken } = command;
  const items = emptyList('items', command.items) ?? readItems('items', command.items);
  if (isRejection(items)) return items;
  const refusal =
    inactiveCustomer(customer) ??
    unavailableProduct(items) ??
    insufficientStock(items) ??
    foreignCurrency(currencyOf(items), items) ??
    excessiveTotal(items);
  if (refusal) return refusal;
  const totalAmount = formatMoney(totalOfLines(items));
  const data = { customerId: customer.id, reference, items: items.map(itemData), totalAmount };
  return [{ type: 'OrderCreated', data: paymentToken ? { ...data, paymentToken } : data }];
}
