import type { FormattedError } from '../../graphql/errors.js';

/**
 * What a caller gets: something; null, or a list with nothing in it, as if there were nothing; `nothing`, since there
 * is no object that the field could be of; `silent`, a subscription that tells nothing; or the code of an error.
 */
export type Outcome =
  | 'value'
  | 'null'
  | 'empty'
  | 'nothing'
  | 'silent'
  | FormattedError['extensions']['code'];

/** Of an order: its customer, another customer, and those who see to all orders. Who is nobody is UNAUTHENTICATED. */
export const callers = ['owner', 'stranger', 'operator', 'admin'] as const;
export type CallerName = (typeof callers)[number];

export type Row = Readonly<Record<CallerName, Outcome>>;

const row = (owner: Outcome, stranger: Outcome, operator: Outcome, admin: Outcome): Row => ({
  ...{ owner, stranger, operator, admin },
});

const everybody = row('value', 'value', 'value', 'value');
const operators = row('FORBIDDEN', 'FORBIDDEN', 'value', 'value');
const admins = row('FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'value');
/** Of an order, and what another customer gets in its place. */
const own = (stranger: Outcome): Row => row('value', stranger, 'value', 'value');

/** The fields of a type, where they have no row of their own. */
export const types: Readonly<Record<string, Row>> = {
  // What a customer reads of an own order.
  ...all(own('nothing'), [
    ...['Order', 'OrderItem', 'Money', 'Rollback', 'AllowedCommand', 'PageInfo'],
    ...['OrderPayment', 'StockReservation', 'ReservedItem', 'FulfilmentProcess'],
    ...['OrderEventConnection', 'OrderEventEdge', 'OrderEvent', 'OrderEdge'],
    ...['OrderCreated', 'OrderItemAdded', 'OrderItemRemoved', 'OrderItemQuantityChanged'],
    ...['OrderStatusUpdated', 'OrderCancelled', 'OrderRolledBack', 'UnknownOrderEvent'],
    ...['PaymentRequested', 'PaymentAuthorized', 'PaymentDeclined', 'PaymentCaptured', 'PaymentVoided'],
    ...['PaymentRefunded', 'StockReserved', 'StockReleased', 'StockShipped', 'StockReservationFailed'],
    ...['FulfilmentPaused', 'FulfilmentResumed', 'FulfilmentSettled'],
  ]),
  Customer: own('nothing'),
  OrderConnection: everybody, // of no order, to a stranger
  OrderPayload: own('NOT_FOUND'),
  OrderEventMessage: everybody, // of own orders: see Subscription.orderEvents
  ...all(everybody, ['Product', 'ProductConnection', 'ProductEdge']),
  ...all(operators, [
    ...['CustomerConnection', 'CustomerEdge', 'EventFeedPage', 'FeedItem'],
    ...['RollbackPreview', 'RollbackPayload', 'FulfilmentConnection', 'FulfilmentEdge', 'Fulfilment'],
    ...['ProjectionStatus', 'ParkedEventConnection', 'ParkedEventEdge', 'ParkedEvent'],
    ...['AuditTrailConnection', 'AuditTrailEdge', 'AuditEntry'],
    ...['ErasureConnection', 'ErasureEdge', 'FeedRoot'],
  ]),
  Erasure: row('nothing', 'nothing', 'nothing', 'nothing'), // of Ada, who was not erased
  // Only while a projection is being rebuilt.
  RebuildStatus: row('FORBIDDEN', 'FORBIDDEN', 'nothing', 'nothing'),
  ParkedEventReplay: admins,
};

/** Operations, and what differs from its type; of an interface's field, wherever it is implemented. */
export const fields: Readonly<Record<string, Row>> = {
  'Query.order': own('null'),
  'Query.orderAt': own('null'),
  'Query.orders': own('empty'),
  'Query.customer': own('null'),
  ...all(everybody, ['Query.product', 'Query.products']),
  ...all(operators, ['Query.rollbackPreview', 'Query.eventFeed', 'Query.customers', 'Query.fulfilments']),
  ...all(operators, [
    'Query.projections',
    'Query.parkedEvents',
    'Query.auditTrail',
    'Query.erasures',
    'Query.feedRoot',
  ]),

  ...all(own('NOT_FOUND'), [
    ...['Mutation.createOrder', 'Mutation.updateOrder', 'Mutation.cancelOrder', 'Mutation.updateOrderStatus'],
    ...['Mutation.addOrderItem', 'Mutation.removeOrderItem', 'Mutation.changeOrderItemQuantity'],
  ]),
  // No gateway is set up here.
  'Mutation.payOrder': row('BUSINESS_RULE_ERROR', 'NOT_FOUND', 'BUSINESS_RULE_ERROR', 'BUSINESS_RULE_ERROR'),
  ...all(operators, ['Mutation.rollbackOrder', 'Mutation.retryFulfilment', 'Mutation.settleFulfilment']),
  ...all(operators, ['Mutation.createProduct', 'Mutation.updateProduct', 'Mutation.adjustStock']),
  ...all(operators, ['Mutation.createCustomer', 'Mutation.updateCustomer']),
  ...all(admins, ['Mutation.rebuildProjection', 'Mutation.replayParkedEvent', 'Mutation.eraseCustomer']),

  'Subscription.orderEvents': own('silent'),
  'Subscription.orderChanged': own('NOT_FOUND'),

  // What may be given to an operation that is everybody's.
  ...all(operators, ['CreateOrderInput.reference', 'OrderItemInput.unitPrice']),

  // Where operators sit, and what an auditor keeps, is nothing to customers.
  ...all(row('null', 'nothing', 'value', 'value'), ['OrderEvent.source', 'OrderEvent.hash']),
};

/** Fields of which the scene shows no value; whoever adds one says so here, or makes it seen. */
export const nullHere: readonly string[] = [
  ...['erasure', 'customerId', 'at', 'actor', 'reason'], // of Ada's erasure, and of a rollback without a reason
  ...['skippedBy', 'reference', 'expiresAt', 'lastError', 'rebuild'],
  ...['roles', 'requestId', 'message'], // of audited events
];

function all(outcomes: Row, names: readonly string[]): Record<string, Row> {
  return Object.fromEntries(names.map((name) => [name, outcomes]));
}
