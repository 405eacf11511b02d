import { describe, expect, it } from 'vitest';
import { ReplayError } from '../../event-sourcing/errors.js';
import { newestVersion, upcast } from '../../event-sourcing/event-schema.js';
import { historyOf, instantOf, STREAM_ID, snapshotOf } from '../../testing/given-when-then.js';
import type { OrderCommand, PricedItem } from './commands.js';
import { orderEventSchemas } from './event-schemas.js';
import type { OrderEvent } from './events.js';
import { noFacts } from './fulfilment/facts.js';
import { orderDecider } from './order-decider.js';
import { itemCount, totalOf } from './state.js';

const tea: PricedItem = {
  productId: 'tea',
  name: 'Tea',
  quantity: 2,
  unitPrice: { minor: 1250, currency: 'USD' },
  offer: null,
};
const create: OrderCommand = {
  type: 'CreateOrder',
  customer: { id: 'ada', active: true },
  reference: '10248',
  items: [tea, { ...tea, productId: 'jam', name: 'Jam', quantity: 1 }],
};
const created = historyOf(orderDecider, create);
const stateOf = (...events: readonly OrderEvent[]) => snapshotOf(orderDecider, [...created, ...events]).state;

const fromTheFuture = { type: 'OrderGiftWrapped', data: { paper: 'red' } } as unknown as OrderEvent;

describe('the state of an order', () => {
  it('begins with its creation', () => {
    expect(stateOf()).toEqual({
      customerId: 'ada',
      reference: '10248',
      currency: 'USD',
      status: 'PENDING',
      lines: [
        { productId: 'tea', name: 'Tea', quantity: 2, unitPrice: { minor: 1250, currency: 'USD' } },
        { productId: 'jam', name: 'Jam', quantity: 1, unitPrice: { minor: 1250, currency: 'USD' } },
      ],
      createdAt: instantOf(1),
      paymentToken: null,
      facts: { ...noFacts, currency: 'USD' },
    });
  });

  it('is paid with the token that was given last', () => {
    const paid: OrderEvent = { type: 'PaymentRequested', data: { paymentToken: 'card' } };
    expect(stateOf(paid)?.paymentToken).toBe('card');
    const withToken = historyOf(orderDecider, { ...create, paymentToken: 'other' });
    expect(snapshotOf(orderDecider, withToken).state?.paymentToken).toBe('other');
    expect(snapshotOf(orderDecider, [...withToken, paid]).state?.paymentToken).toBe('card');
  });

  it('is plain JSON', () => {
    const state = stateOf();
    expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
  });

  it('has a total, and counts its lines whatever their quantities', () => {
    const state = stateOf();
    expect(state && [totalOf(state), itemCount(state)]).toEqual([{ minor: 3750, currency: 'USD' }, 2]);
  });

  it('keeps the place of a line whose quantity changes', () => {
    const raised: OrderEvent = {
      type: 'OrderItemQuantityChanged',
      data: { productId: 'tea', from: 2, to: 7 },
    };
    expect(stateOf(raised)?.lines.map((line) => [line.productId, line.quantity])).toEqual([
      ['tea', 7],
      ['jam', 1],
    ]);
  });

  it('is null before there is an order, and passes over what it does not know', () => {
    expect(snapshotOf(orderDecider, []).state).toBeNull();
    expect(snapshotOf(orderDecider, [fromTheFuture]).state).toBeNull();
    expect(stateOf(fromTheFuture)).toEqual(stateOf());
  });

  const removed: OrderEvent = { type: 'OrderItemRemoved', data: { productId: 'oil', quantity: 1 } };
  const changed: OrderEvent = {
    type: 'OrderItemQuantityChanged',
    data: { productId: 'oil', from: 1, to: 2 },
  };
  const unpriced: OrderEvent = {
    type: 'OrderItemAdded',
    data: { productId: 'oil', name: 'Oil', quantity: 1, unitPrice: { amount: '1.234', currency: 'USD' } },
  };
  const problem = 'Amount has too many decimal digits: USD has 2';
  it.each([
    ['the removal of what is not there', removed, 'Product oil is not on the order'],
    ['the change of what is not there', changed, 'Product oil is not on the order'],
    ['a second creation', created[0] as OrderEvent, 'The order has been created already'],
    ['a price that is none', unpriced, `The price of oil cannot be read: ${problem}`],
  ])('cannot come from %s, and says where', (_, event, why) => {
    const read = () => stateOf(event);
    expect(read).toThrow(ReplayError);
    expect(read).toThrow(
      `Replay of ${STREAM_ID} failed at version 2 (${event.type}), after version 1: ${why}`,
    );
  });

  it('cannot begin with anything but its creation', () => {
    expect(() => snapshotOf(orderDecider, [removed])).toThrow('The order has not been created');
  });
});

describe('the stored shape of OrderCreated', () => {
  const items = [
    { productId: 'tea', name: 'Tea', quantity: 3, unitPrice: { amount: '12.50', currency: 'USD' } },
    { productId: 'jam', name: 'Jam', quantity: 1, unitPrice: { amount: '0.01', currency: 'USD' } },
  ];

  it('had no total in version 1, so the total is worked out of the items', () => {
    const old = { customerId: 'ada', reference: null, items };
    expect(newestVersion(orderEventSchemas.OrderCreated)).toBe(2);
    expect(upcast(orderEventSchemas, 'OrderCreated', 1, old)).toEqual({
      ...old,
      totalAmount: { amount: '37.51', currency: 'USD' },
    });
  });

  it('of version 2 is passed on as it is', () => {
    const data = created[0]?.data;
    expect(upcast(orderEventSchemas, 'OrderCreated', 2, data)).toBe(data);
  });

  it('is written in the newest version by decide', () => {
    expect(created[0]?.data).toMatchObject({ totalAmount: { amount: '37.50', currency: 'USD' } });
  });
});

describe('the stream of an order', () => {
  it('is about its customer', () => {
    expect(orderDecider.subjectOf(null, [])).toBeNull();
    expect(orderDecider.subjectOf(null, created)).toBe('ada');
    expect(orderDecider.subjectOf(stateOf() ?? null, [])).toBe('ada');
  });

  it('claims its reference when it is created, and nothing without one', () => {
    expect(orderDecider.claimOf(created)).toBe('order-reference:10248');
    expect(orderDecider.claimOf(historyOf(orderDecider, { ...create, reference: null }))).toBeUndefined();
    expect(orderDecider.claimOf([])).toBeUndefined();
  });

  it('is refused a reference that another order has', () => {
    expect(orderDecider.claimRefused('order-reference:10248', STREAM_ID)).toEqual({
      rejected: true,
      code: 'BUSINESS_RULE_ERROR',
      message: 'Reference 10248 belongs to another order already',
    });
  });
});
