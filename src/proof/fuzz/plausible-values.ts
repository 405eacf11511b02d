import type { GraphQLScalarType } from 'graphql';
import type { Draw } from './draw.js';
import { mark } from './world.js';
import type { Value } from './written.js';

type Chooser = (draw: Draw) => Value;

const known =
  (kind: string): Chooser =>
  (draw) =>
    mark(kind, draw.upTo(79));
/** The first orders are those to which most has happened. */
const order: Chooser = (draw) => mark('order', draw.upTo(draw.chance(50) ? 7 : 79));
const count =
  (from: number, to: number): Chooser =>
  (draw) =>
    from + draw.upTo(to - from);
const anyOf =
  (...these: readonly Value[]): Chooser =>
  (draw) =>
    draw.oneOf(these);
const unique =
  (prefix: string): Chooser =>
  (draw) =>
    `${prefix}${draw.upTo(1_000_000_000)}`;

/** What an honest client would send: by the coordinate, else by the name. */
const choosers: Readonly<Record<string, Chooser>> = {
  'Query.product.id': known('product'),
  'Query.customer.id': (draw) => draw.oneOf(['ada', 'alan', mark('customer', draw.upTo(79))]),
  'CreateProductInput.id': unique('product-'),
  'CreateCustomerInput.id': unique('customer-'),
  'UpdateProductInput.id': known('spareProduct'),
  'UpdateCustomerInput.id': known('spareCustomer'),
  'Mutation.eraseCustomer.id': known('spareCustomer'),
  'EraseCustomerInput.customerId': known('spareCustomer'),
  'EraseCustomerInput.id': known('spareCustomer'),
  'SettleFulfilmentInput.reference': unique('ref-'),
  'OrderFilter.reference': known('reference'),
  'OrderFilter.createdFrom': anyOf('2020-01-01T00:00:00Z'),
  'OrderFilter.createdTo': anyOf('2090-01-01T00:00:00+02:00'),
  'OrderFilter.minTotal': anyOf('0', '1.50'),
  'OrderFilter.maxTotal': anyOf('1000000', '99.999'),
  'EventFilter.types': (draw) => [draw.oneOf(['OrderCreated', 'OrderItemAdded', 'OrderRolledBack'])],
  id: order,
  orderId: order,
  customerId: (draw) => draw.oneOf(['ada', 'ada', 'alan', 'emmy', mark('spareCustomer', draw.upTo(79))]),
  actor: anyOf('ada', 'alan', 'an operator', 'an admin'),
  productId: (draw) => draw.oneOf(['moka-pot', 'house-beans', mark('spareProduct', draw.upTo(79))]),
  eventId: known('parked'),
  projection: anyOf('orders'),
  name: anyOf('orders', 'A name', 'Zoë'),
  expectedVersion: (draw) => draw.upTo(8),
  version: count(1, 4),
  toVersion: count(1, 6),
  toTimestamp: known('time'),
  timestamp: known('time'),
  minCursor: known('cursor'),
  after: known('cursor'),
  first: count(1, 5),
  last: count(1, 5),
  quantity: count(1, 5),
  delta: count(-3, 500),
  stockLevel: count(0, 10_000),
  amount: anyOf('12.50', '3', '0.10'),
  currency: anyOf('USD'),
  sku: unique('SKU-'),
  email: anyOf('somebody@example.com'),
  reference: unique('order-'),
  idempotencyKey: (draw) => `key-${draw.upTo(draw.chance(30) ? 20 : 1_000_000_000)}`,
  paymentToken: anyOf(
    'tok_ok',
    'tok_declined',
    'tok_capture_fails',
    'tok_refund_fails',
    'tok_later',
    'tok_twice',
  ),
  reason: anyOf('Changed my mind', 'Two\nlines'),
  status: anyOf('CONFIRMED', 'PROCESSING', 'SHIPPED', 'CANCELLED', 'DELIVERED'),
};

/** By the type, where nothing is known of the name. */
const scalars: Readonly<Record<string, Chooser>> = {
  ID: order,
  String: anyOf('text', 'ein ß'),
  Int: count(0, 5),
  Float: anyOf(1.5, 2),
  Boolean: anyOf(true, false),
  DateTime: known('time'),
  Decimal: anyOf('12.50', '3'),
  Cursor: known('cursor'),
};

export function plausibleScalar(draw: Draw, coordinate: string, type: GraphQLScalarType): Value {
  const edge = /^(\w+Edge)\.cursor$/.exec(coordinate)?.[1];
  if (edge !== undefined) return known(edge)(draw);
  const name = coordinate.slice(coordinate.lastIndexOf('.') + 1);
  return (choosers[coordinate] ?? choosers[name] ?? scalars[type.name] ?? anyOf('anything'))(draw);
}
