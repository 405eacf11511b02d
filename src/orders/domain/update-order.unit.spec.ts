import { describe, it } from 'vitest';
import { historyOf, specificationOf } from '../../testing/given-when-then.js';
import type { CreateOrder, PricedItem, UpdateOrder } from './commands.js';
import type { OrderEvent } from './events.js';
import { orderDecider } from './order-decider.js';
import { itemData } from './order-line.js';
import type { OrderStatus } from './order-status.js';

const item = (productId: string, quantity = 1): PricedItem => ({
  productId,
  name: `Some ${productId}`,
  quantity,
  unitPrice: { minor: 250, currency: 'USD' },
  offer: { available: true, stock: 5 },
});
const added = (it: PricedItem): OrderEvent => ({ type: 'OrderItemAdded', data: itemData(it) });
const removed = (productId: string): OrderEvent => ({
  type: 'OrderItemRemoved',
  data: { productId, quantity: 1 },
});
const confirmed: OrderEvent = {
  type: 'OrderStatusUpdated',
  data: { from: 'PENDING', to: 'CONFIRMED' },
};
const update = (changes: Partial<UpdateOrder>): UpdateOrder => ({
  type: 'UpdateOrder',
  removeItems: [],
  addItems: [],
  newStatus: null,
  ...changes,
});

const create: CreateOrder = {
  type: 'CreateOrder',
  customer: { id: 'ada', active: true },
  reference: null,
  items: [item('tea'), item('jam')],
};
const given = specificationOf(orderDecider);
const order = given(...historyOf(orderDecider, create));

describe('updating an order', () => {
  it('removes, then adds, then changes the status', () => {
    order
      .when(update({ newStatus: 'CONFIRMED', addItems: [item('oil', 3)], removeItems: ['jam'] }))
      .thenEvents(removed('jam'), added(item('oil', 3)), confirmed);
  });

  it('does nothing where it is empty, or the status is so already', () => {
    order.when(update({})).thenNothing();
    order.when(update({ newStatus: 'PENDING' })).thenNothing();
  });

  it('cancels with the event of a cancellation', () => {
    order
      .when(update({ newStatus: 'CANCELLED' }))
      .thenEvents({ type: 'OrderCancelled', data: { from: 'PENDING', reason: null } });
  });

  it('takes a product twice in a list for once', () => {
    order.when(update({ removeItems: ['jam', 'jam'] })).thenEvents(removed('jam'));
    order.when(update({ addItems: [item('oil', 2), item('oil', 3)] })).thenEvents(added(item('oil', 5)));
  });

  it('needs the stock for all mentions of a product together', () => {
    order
      .when(update({ addItems: [item('oil', 4), item('oil', 2)] }))
      .thenRefused('BUSINESS_RULE_ERROR', 'Insufficient stock for oil. Requested: 6, Available: 5');
  });

  it('puts a removed product at its new price in a new line', () => {
    const dearer = { ...item('tea'), unitPrice: { minor: 300, currency: 'USD' } };
    order
      .when(update({ removeItems: ['tea'], addItems: [dearer] }))
      .thenEvents(removed('tea'), added(dearer));
  });

  it('decides each part on what those before it did', () => {
    order
      .when(update({ removeItems: ['tea', 'jam'], addItems: [item('oil')] }))
      .thenRefused(
        'BUSINESS_RULE_ERROR',
        'The last item cannot be removed. Add another one first, or cancel the order',
      );
  });

  it('makes room in a full order before it adds', () => {
    const full = { ...create, items: Array.from({ length: 2_000 }, (_, i) => item(`p-${i}`)) };
    given(...historyOf(orderDecider, full))
      .when(update({ removeItems: ['p-3'], addItems: [item('oil')] }))
      .thenEvents(removed('p-3'), added(item('oil')))
      .when(update({ addItems: [item('ink')] }))
      .thenRefused('BUSINESS_RULE_ERROR', 'An order has at most 2,000 lines');
  });

  it('does nothing at all where one part is refused', () => {
    order
      .when(update({ removeItems: ['jam'], addItems: [item('oil')], newStatus: 'SHIPPED' }))
      .thenRefused(
        'BUSINESS_RULE_ERROR',
        'Cannot change status from PENDING to SHIPPED. Allowed: CONFIRMED, CANCELLED',
      );
    order
      .when(update({ removeItems: ['oil'], newStatus: 'CONFIRMED' }))
      .thenRefused('BUSINESS_RULE_ERROR', 'Product oil is not on the order');
  });

  it('changes the status where items are frozen', () => {
    const toward = (newStatus: OrderStatus) => update({ newStatus });
    const way = (['CONFIRMED', 'PROCESSING', 'SHIPPED'] as const).map(toward);
    given(...historyOf(orderDecider, create, ...way))
      .when(toward('DELIVERED'))
      .thenEvents({ type: 'OrderStatusUpdated', data: { from: 'SHIPPED', to: 'DELIVERED' } });
  });

  it('refuses malformed lists, each field by its name', () => {
    const message = 'must be a whole number from 1 to 1,000,000';
    order
      .when(update({ addItems: [item('oil'), item('ink', 0)] }))
      .thenRefused('VALIDATION_ERROR', `Invalid input: addItems[1].quantity: ${message}`, [
        { path: 'addItems[1].quantity', message },
      ]);
    order
      .when(update({ addItems: Array.from({ length: 2_001 }, (_, i) => item(`p-${i}`)) }))
      .thenRefused('VALIDATION_ERROR', 'Invalid input: addItems: must have at most 2,000 entries');
    order
      .when(update({ removeItems: Array.from({ length: 2_001 }, () => 'jam') }))
      .thenRefused('VALIDATION_ERROR', 'Invalid input: removeItems: must have at most 2,000 entries');
  });
});
