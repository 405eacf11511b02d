import { describe, it } from 'vitest';
import { parseMoney } from '../../money/money.js';
import { specificationOf } from '../../testing/given-when-then.js';
import type { CreateOrder, PricedItem } from './commands.js';
import type { OrderEvent } from './events.js';
import { orderDecider } from './order-decider.js';
import { itemData } from './order-line.js';
import { ORDER_STATUSES, type OrderStatus } from './order-status.js';

const given = specificationOf(orderDecider);

const MAX_TOTAL = 'The total would be too large. The most is 90071992547409.91 USD';

function item(productId: string, quantity: number, amount = '2.50', currency = 'USD'): PricedItem {
  const unitPrice = parseMoney({ amount, currency });
  if (typeof unitPrice === 'string') throw new Error(unitPrice);
  return {
    productId,
    name: `Some ${productId}`,
    quantity,
    unitPrice,
    offer: { available: true, stock: 1e9 },
  };
}
const usd = (amount: string) => ({ amount, currency: 'USD' });
const lines = (count: number) => Array.from({ length: count }, (_, i) => item(`p-${i}`, 1));

const create = (...items: PricedItem[]): CreateOrder => ({
  type: 'CreateOrder',
  customer: { id: 'ada', active: true },
  reference: null,
  items,
});
const created = (totalAmount: string, ...items: PricedItem[]): OrderEvent => ({
  type: 'OrderCreated',
  data: { customerId: 'ada', reference: null, items: items.map(itemData), totalAmount: usd(totalAmount) },
});
const added = (it: PricedItem): OrderEvent => ({ type: 'OrderItemAdded', data: itemData(it) });
const removed = (productId: string, quantity: number): OrderEvent => ({
  type: 'OrderItemRemoved',
  data: { productId, quantity },
});
const changed = (productId: string, from: number, to: number): OrderEvent => ({
  type: 'OrderItemQuantityChanged',
  data: { productId, from, to },
});
const updated = (from: OrderStatus, to: OrderStatus): OrderEvent => ({
  type: 'OrderStatusUpdated',
  data: { from, to },
});
const cancelled = (from: OrderStatus, reason: string | null = null): OrderEvent => ({
  type: 'OrderCancelled',
  data: { from, reason },
});

/** How an order comes to each status. */
const WAY_TO: Record<OrderStatus, readonly OrderEvent[]> = {
  PENDING: [],
  CONFIRMED: [updated('PENDING', 'CONFIRMED')],
  get PROCESSING() {
    return [...this.CONFIRMED, updated('CONFIRMED', 'PROCESSING')];
  },
  get SHIPPED() {
    return [...this.PROCESSING, updated('PROCESSING', 'SHIPPED')];
  },
  get DELIVERED() {
    return [...this.SHIPPED, updated('SHIPPED', 'DELIVERED')];
  },
  CANCELLED: [cancelled('PENDING')],
};

const tea = item('tea', 2);
const jam = item('jam', 1);
const pending = [created('7.50', tea, jam)];
const orderIn = (status: OrderStatus) => given(...pending, ...WAY_TO[status]);

describe('creating an order', () => {
  it('records customer, items, prices and the total', () => {
    given()
      .when({ ...create(tea, item('jam', 3, '0.10')), reference: '10248' })
      .thenEvents({
        type: 'OrderCreated',
        data: {
          customerId: 'ada',
          reference: '10248',
          items: [
            { productId: 'tea', name: 'Some tea', quantity: 2, unitPrice: usd('2.50') },
            { productId: 'jam', name: 'Some jam', quantity: 3, unitPrice: usd('0.10') },
          ],
          totalAmount: usd('5.30'),
        },
      });
  });

  it('merges the same product at its first price, in its first place', () => {
    given()
      .when(create(tea, jam, item('tea', 3, '9.99', 'EUR')))
      .thenEvents(created('15.00', item('tea', 5), jam));
  });

  it('takes a price of 0', () => {
    given()
      .when(create(item('leaflet', 1, '0')))
      .thenEvents(created('0.00', item('leaflet', 1, '0')));
  });

  it('happens once', () => {
    given(...pending)
      .when(create(tea))
      .thenRefused('BUSINESS_RULE_ERROR', 'The order exists already');
  });

  it('needs an active customer', () => {
    given()
      .when({ ...create(tea), customer: { id: 'ada', active: false } })
      .thenRefused('BUSINESS_RULE_ERROR', 'Customer ada is not active');
  });

  it('needs available products', () => {
    given()
      .when(create(jam, { ...tea, offer: { available: false, stock: 5 } }))
      .thenRefused('BUSINESS_RULE_ERROR', 'Product tea is not available');
  });

  it('needs the stock for all mentions of a product together', () => {
    const scarce = { ...tea, offer: { available: true, stock: 3 } };
    given()
      .when(create(scarce, jam, scarce))
      .thenRefused('BUSINESS_RULE_ERROR', 'Insufficient stock for tea. Requested: 4, Available: 3');
  });

  it('may take the last piece in stock', () => {
    given()
      .when(create({ ...tea, offer: { available: true, stock: 2 } }))
      .thenEvents(created('5.00', tea));
  });

  it('does not ask history for stock and availability', () => {
    given()
      .when(create({ ...tea, offer: null }))
      .thenEvents(created('5.00', tea));
  });

  it('has one currency', () => {
    given()
      .when(create(tea, item('jam', 1, '1.00', 'EUR')))
      .thenRefused('BUSINESS_RULE_ERROR', 'An order has one currency: USD. jam is priced in EUR');
  });

  it('has a total that is exact', () => {
    given()
      .when(create(item('tea', 1, '90071992547409.91')))
      .thenEvents(created('90071992547409.91', item('tea', 1, '90071992547409.91')));
    given()
      .when(create(item('tea', 1, '90071992547409.91'), item('jam', 1, '0.01')))
      .thenRefused('BUSINESS_RULE_ERROR', MAX_TOTAL);
    given()
      .when(create(item('tea', 1_000_000, '90071992547.41')))
      .thenRefused('BUSINESS_RULE_ERROR', MAX_TOTAL);
  });

  it('takes 1 to 2,000 items', () => {
    const details = (message: string) => [{ path: 'items', message }];
    given()
      .when(create(...lines(2_000)))
      .thenEvents(created('5000.00', ...lines(2_000)));
    given()
      .when(create())
      .thenRefused(
        'VALIDATION_ERROR',
        'Invalid input: items: must not be empty',
        details('must not be empty'),
      );
    given()
      .when(create(...lines(2_001)))
      .thenRefused(
        'VALIDATION_ERROR',
        'Invalid input: items: must have at most 2,000 entries',
        details('must have at most 2,000 entries'),
      );
  });

  it.each([0, -1, 1.5, 1_000_001, 1e9, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a quantity of %d, and names every such field',
    (quantity) => {
      const message = 'must be a whole number from 1 to 1,000,000';
      given()
        .when(create(item('tea', quantity), jam, item('oil', quantity)))
        .thenRefused('VALIDATION_ERROR', `Invalid input: items[0].quantity: ${message}`, [
          { path: 'items[0].quantity', message },
          { path: 'items[2].quantity', message },
        ]);
    },
  );

  it('limits the quantity of a product over all its mentions', () => {
    given()
      .when(create(item('tea', 1_000_000)))
      .thenEvents(created('2500000.00', item('tea', 1_000_000)));
    given()
      .when(create(item('tea', 1_000_000), jam, tea))
      .thenRefused(
        'VALIDATION_ERROR',
        'Invalid input: items: must ask for at most 1,000,000 of tea together, not 1,000,002',
      );
  });
});

describe('a command to an order that does not exist', () => {
  it.each([
    { type: 'AddOrderItem', item: tea },
    { type: 'RemoveOrderItem', productId: 'tea' },
    { type: 'ChangeOrderItemQuantity', productId: 'tea', quantity: 2 },
    { type: 'UpdateOrderStatus', status: 'PENDING' },
    { type: 'UpdateOrder', removeItems: [], addItems: [], newStatus: null },
    { type: 'CancelOrder', reason: null },
    { type: 'RollbackOrder', toVersion: 1, reason: null },
  ] as const)('is not found: $type', (command) => {
    given().when(command).thenRefused('NOT_FOUND', 'Order not found');
  });
});

describe('items', () => {
  const frozen = (status: OrderStatus) =>
    `Items can change only while the order is PENDING or CONFIRMED. It is ${status}`;

  it.each(['PENDING', 'CONFIRMED'] as const)('may change while %s', (status) => {
    orderIn(status)
      .when({ type: 'AddOrderItem', item: item('oil', 4, '1.00') })
      .thenEvents(added(item('oil', 4, '1.00')))
      .when({ type: 'ChangeOrderItemQuantity', productId: 'oil', quantity: 7 })
      .thenEvents(changed('oil', 4, 7))
      .when({ type: 'RemoveOrderItem', productId: 'tea' })
      .thenEvents(removed('tea', 2));
  });

  it.each(['PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED'] as const)('are frozen once %s', (status) => {
    const order = orderIn(status);
    const commands = [
      { type: 'AddOrderItem', item: jam },
      { type: 'ChangeOrderItemQuantity', productId: 'tea', quantity: 7 },
      { type: 'RemoveOrderItem', productId: 'tea' },
      { type: 'UpdateOrder', removeItems: [], addItems: [jam], newStatus: null },
    ] as const;
    for (const command of commands) {
      order.when(command).thenRefused('BUSINESS_RULE_ERROR', frozen(status));
    }
  });

  it("raise the quantity of a product that is there, at the line's own price", () => {
    given(...pending)
      .when({ type: 'AddOrderItem', item: item('tea', 3, '99.00', 'EUR') })
      .thenEvents(added(item('tea', 3)));
  });

  it('need availability and stock for what is added, not for what is there', () => {
    const order = given(...pending);
    const scarce = (stock: number, available = true) => ({ ...tea, offer: { available, stock } });
    order.when({ type: 'AddOrderItem', item: scarce(2) }).thenEvents(added(tea));
    order
      .when({ type: 'AddOrderItem', item: scarce(1) })
      .thenRefused('BUSINESS_RULE_ERROR', 'Insufficient stock for tea. Requested: 2, Available: 1');
    order
      .when({ type: 'AddOrderItem', item: scarce(9, false) })
      .thenRefused('BUSINESS_RULE_ERROR', 'Product tea is not available');
    order.when({ type: 'AddOrderItem', item: { ...tea, offer: null } }).thenEvents(added(tea));
  });

  it('keep the currency of the order', () => {
    given(...pending)
      .when({ type: 'AddOrderItem', item: item('oil', 1, '500', 'JPY') })
      .thenRefused('BUSINESS_RULE_ERROR', 'An order has one currency: USD. oil is priced in JPY');
  });

  it('keep the quantity between 1 and 1,000,000', () => {
    const order = given(...pending);
    const problem = 'must be a whole number from 1 to 1,000,000';
    for (const quantity of [0, -1, 1.5, 1_000_001]) {
      order
        .when({ type: 'AddOrderItem', item: item('oil', quantity) })
        .thenRefused('VALIDATION_ERROR', `Invalid input: item.quantity: ${problem}`);
      order
        .when({ type: 'ChangeOrderItemQuantity', productId: 'tea', quantity })
        .thenRefused('VALIDATION_ERROR', `Invalid input: quantity: ${problem}`);
    }
    order
      .when({ type: 'AddOrderItem', item: item('tea', 999_998) })
      .thenEvents(added(item('tea', 999_998)))
      .when({ type: 'AddOrderItem', item: item('tea', 1) })
      .thenRefused('BUSINESS_RULE_ERROR', 'tea would be ordered 1,000,001 times, the most is 1,000,000');
  });

  it('are at most 2,000 lines, which may still grow', () => {
    const full = given(created('5000.00', ...lines(2_000)));
    full
      .when({ type: 'AddOrderItem', item: tea })
      .thenRefused('BUSINESS_RULE_ERROR', 'An order has at most 2,000 lines');
    full.when({ type: 'AddOrderItem', item: item('p-7', 1) }).thenEvents(added(item('p-7', 1)));
  });

  it('keep the total exact', () => {
    const dear = item('ring', 1, '90071992547409.90');
    const order = given(created('90071992547409.90', dear));
    order
      .when({ type: 'AddOrderItem', item: item('pin', 1, '0.01') })
      .thenEvents(added(item('pin', 1, '0.01')));
    order
      .when({ type: 'AddOrderItem', item: item('pin', 1, '0.02') })
      .thenRefused('BUSINESS_RULE_ERROR', MAX_TOTAL);
    order
      .when({ type: 'ChangeOrderItemQuantity', productId: 'ring', quantity: 2 })
      .thenRefused('BUSINESS_RULE_ERROR', MAX_TOTAL);
  });

  it('are never all removed', () => {
    given(...pending, removed('jam', 1))
      .when({ type: 'RemoveOrderItem', productId: 'tea' })
      .thenRefused(
        'BUSINESS_RULE_ERROR',
        'The last item cannot be removed. Add another one first, or cancel the order',
      );
  });

  it('cannot be removed or changed where they are not on the order', () => {
    const message = 'Product oil is not on the order';
    const order = given(...pending);
    order.when({ type: 'RemoveOrderItem', productId: 'oil' }).thenRefused('BUSINESS_RULE_ERROR', message);
    order
      .when({ type: 'ChangeOrderItemQuantity', productId: 'oil', quantity: 1 })
      .thenRefused('BUSINESS_RULE_ERROR', message);
  });

  it.each(ORDER_STATUSES)('stay without an event where the quantity is so already, even if %s', (status) => {
    orderIn(status).when({ type: 'ChangeOrderItemQuantity', productId: 'tea', quantity: 2 }).thenNothing();
  });
});
