import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema.js';
import { type Answer, eventFields, type OrderApi, orderApi, watch } from '../../testing/order-api.js';
import {
  authorized,
  captured,
  itemsOf,
  money,
  type PaidOrders,
  paused,
  reservation,
  startPaidOrders,
  usd,
} from '../../testing/paid-orders.js';

let server: PaidOrders;
let api: OrderApi;
/** The first of each type. */
let told: Map<string, Answer>;

const amount = 'amount { amount currency }';
const items = 'items { productId quantity }';
/** Every field of every type, in one query: those of one name are of one kind. */
const everyField = `${eventFields}
  ... on OrderCreated { paymentToken } ... on PaymentRequested { paymentToken }
  ... on StockReserved { ${items} expiresAt } ... on StockReleased { ${items} why: reason } ... on StockShipped { ${items} }
  ... on StockReservationFailed { productId requested available }
  ... on PaymentAuthorized { authorizationId ${amount} } ... on PaymentDeclined { ${amount} reason }
  ... on PaymentCaptured { captureId authorizationId ${amount} }
  ... on PaymentVoided { voidId authorizationId ${amount} }
  ... on PaymentRefunded { refundId captureId authorizationId ${amount} }
  ... on FulfilmentPaused { step operationAmount { amount currency } attempts error }
  ... on FulfilmentResumed { reason } ... on FulfilmentSettled { step outcome reference reason }
  ... on OrderCancelled { reason } ... on OrderRolledBack { reason }`;
const eventTypes = ['Stock', 'Payment', 'Fulfilment'];

const setStatus = (orderId: string, status: string) => api.change('updateOrderStatus', { orderId, status });

beforeAll(async () => {
  server = await startPaidOrders();
  api = orderApi(server.url);
  const shipped = await api.createOrder();
  await api.change('payOrder', { orderId: shipped, paymentToken: 'tok_of_ada_1815' });
  await server.record(shipped, reservation(1, { 'moka-pot': 2 }), authorized('69.00'));
  await setStatus(shipped, 'PROCESSING');
  await setStatus(shipped, 'SHIPPED');
  await server.record(shipped, reservation(2, {}, { 'moka-pot': 2 }), paused('CAPTURE_PAYMENT', '69.00'));
  await api.change('retryFulfilment', { orderId: shipped, reason: 'It is up again' });
  await server.record(shipped, paused('CAPTURE_PAYMENT', '69.00'));
  const done = { outcome: 'DONE', reference: 'capture-1', reason: 'By phone' };
  await api.change('settleFulfilment', { orderId: shipped, ...done });
  const ids = { refundId: 'refund-1', captureId: 'capture-1', authorizationId: 'auth-1' };
  await server.record(shipped, money('PaymentRefunded', ids, '9.00'));

  const given = { paymentToken: 'tok_of_ada_1816' };
  const declined = await api.createOrder(given);
  await server.record(declined, reservation(1, { 'moka-pot': 2 }));
  await server.record(declined, money('PaymentDeclined', { declineId: 'no-1', reason: 'no funds' }, '69.00'));
  await server.record(declined, reservation(2, {}));
  const late = { voidId: 'void-1', authorizationId: 'auth-2' };
  await server.record(declined, authorized('69.00', 'auth-2'), money('PaymentVoided', late, '69.00'));

  const short = await api.createOrder(given);
  const shortage = { productId: 'moka-pot', requested: 2, available: 1 };
  await server.record(short, { type: 'RecordShortage', short: shortage });
  const { eventFeed } = await api.run(`{ eventFeed { items { event { ${everyField} } } } }`);
  told = new Map(eventFeed.items.toReversed().map(({ event }: Answer) => [event.type, event]));
});
afterAll(() => server?.stop());

describe('an event of the fulfilment', () => {
  const pots = itemsOf({ 'moka-pot': 2 });
  const paid = usd('69.00');
  const auth = { authorizationId: 'auth-1' };
  it.each<[string, object]>([
    ['PaymentRequested', { paymentToken: '…1815' }],
    ['StockReserved', { items: pots, expiresAt: '2040-01-01T00:00:00.000Z' }],
    ['StockReleased', { items: pots, why: 'NOT_NEEDED' }],
    ['StockShipped', { items: pots }],
    ['StockReservationFailed', { productId: 'moka-pot', requested: 2, available: 1 }],
    ['PaymentAuthorized', { ...auth, amount: paid }],
    ['PaymentDeclined', { amount: paid, reason: 'no funds' }],
    ['PaymentCaptured', { captureId: 'capture-1', ...auth, amount: paid }],
    ['PaymentVoided', { voidId: 'void-1', authorizationId: 'auth-2', amount: paid }],
    ['PaymentRefunded', { refundId: 'refund-1', captureId: 'capture-1', ...auth, amount: usd('9.00') }],
    [
      'FulfilmentPaused',
      { step: 'CAPTURE_PAYMENT', operationAmount: paid, attempts: 6, error: 'The gateway does not answer' },
    ],
    ['FulfilmentResumed', { reason: 'It is up again' }],
    [
      'FulfilmentSettled',
      { step: 'CAPTURE_PAYMENT', outcome: 'DONE', reference: 'capture-1', reason: 'By phone' },
    ],
  ])('%s tells all that it says, typed', (type, fields) => {
    expect(told.get(type)).toMatchObject({ __typename: type, type, ...fields });
  });

  it('is specified above, of whatever type', () => {
    const types = schema.getPossibleTypes(schema.getType('OrderEvent') as never).map(({ name }) => name);
    const ofFulfilment = types.filter((name) => eventTypes.some((begin) => name.startsWith(begin)));
    expect([...told.keys()]).toEqual(expect.arrayContaining(ofFulfilment));
    expect(ofFulfilment).toHaveLength(13);
  });

  it('says why an order was cancelled by it', () => {
    expect(told.get('OrderCancelled')).toMatchObject({
      actor: 'outside',
      reason: 'Payment declined: no funds',
    });
  });
});

describe('a subscriber', () => {
  it('is told of facts with the order that they left', async () => {
    const events = await watch(
      server.url,
      `subscription { orderEvents(filter: { types: ["PaymentAuthorized", "PaymentCaptured"] }) {
        event { type } order { status payment { status captured { amount } } process { nextStep } } } }`,
    );
    const id = await api.createOrder({ paymentToken: 'tok_of_ada_1817' });
    await server.record(id, reservation(1, { 'moka-pot': 2 }), authorized('69.00'));
    expect((await events.next()).orderEvents).toEqual({
      event: { type: 'PaymentAuthorized' },
      order: {
        status: 'PENDING', // the event that confirms it comes after this one
        payment: { status: 'AUTHORIZED', captured: { amount: '0.00' } },
        process: { nextStep: 'CONFIRM_ORDER' },
      },
    });
    await server.record(id, captured('69.00'));
    expect((await events.next()).orderEvents.order.payment).toEqual({
      status: 'CAPTURED',
      captured: { amount: '69.00' },
    });
    events.stop();
  });
});
