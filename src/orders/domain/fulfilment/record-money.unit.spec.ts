import { describe, it } from 'vitest';
import { specificationOf } from '../../../testing/given-when-then.js';
import {
  authorized,
  cancelled,
  captured,
  changed,
  confirmed,
  declined,
  ordered,
  paidWith,
  paused,
  refunded,
  released,
  reserved,
  rolledBack,
  sent,
  settled,
  shipped,
  voided,
} from '../../../testing/orders/order-events.js';
import type { OrderEvent } from '../events.js';
import { orderDecider } from '../order-decider.js';
import type { RecordMoney } from './commands.js';
import type { MoneyEvent } from './events.js';

const given = specificationOf(orderDecider);

/** The gateway says so. */
const told = (event: MoneyEvent, token: string | null = null): RecordMoney => ({
  type: 'RecordMoney',
  event,
  token,
});

const two = ordered({ tea: 2 });
const waits = [two, reserved({ tea: 2 })];
const ready = [...waits, authorized('20.00'), confirmed];
const gone = [...ready, ...sent, shipped({ tea: 2 })];

describe('an authorisation', () => {
  it('confirms the order where nothing else is missing', () => {
    given(...waits)
      .when(told(authorized('20.00')))
      .thenEvents(authorized('20.00'), confirmed);
  });

  it.each([
    ['where goods are missing', [two]],
    ['where some money is missing', [ordered({ tea: 3 }), reserved({ tea: 3 })]],
    ['where some is too much', [ordered({ tea: 1 }), reserved({ tea: 1 })]],
    ['where it is confirmed', [...waits, confirmed]],
    ['where it is cancelled', [...waits, cancelled()]],
    ['where nobody asked for a payment', [ordered({ tea: 2 }, null)]],
  ])('is recorded alone %s', (_, history) => {
    given(...history)
      .when(told(authorized('20.00')))
      .thenEvents(authorized('20.00'));
  });
});

describe('a move of money', () => {
  it.each([
    ['an authorisation', authorized('20.00')],
    ['a decline', declined('5.00')],
    ['a capture', captured('20.00')],
    ['a void', voided('5.00')],
    ['a refund', refunded('5.00')],
  ])('that is known is not recorded again: %s', (_, event) => {
    given(two, event).when(told(event)).thenNothing();
  });

  it('is another one where its id is that of another kind of move', () => {
    given(...ready)
      .when(told(captured('5.00', 'a1')))
      .thenEvents(captured('5.00', 'a1'));
  });

  it.each([
    ['a capture before its authorisation', [...waits, cancelled()], captured('20.00')],
    ['a refund before its capture', [two, cancelled()], refunded('20.00')],
    ['a void of more than was authorised', gone, voided('99.00')],
    ['what came of an order long ago', [...ready, rolledBack(4, 1), cancelled()], captured('20.00')],
  ])('is recorded in any order: %s', (_, history, event) => {
    given(...history)
      .when(told(event))
      .thenEvents(event);
  });

  it('in another currency is none of this order', () => {
    const event = authorized('20.00');
    const yen: MoneyEvent = { ...event, data: { ...event.data, amount: { amount: '20', currency: 'JPY' } } };
    given(...waits)
      .when(told(yen))
      .thenRefused('BUSINESS_RULE_ERROR', 'The order is in USD, not in JPY');
  });

  it('is not recorded where there is no order yet', () => {
    given()
      .when(told(authorized('20.00')))
      .thenRefused('NOT_FOUND', 'Order not found');
  });
});

describe('a decline', () => {
  const off = cancelled('Payment declined: expired card');

  it('cancels the order, and says why', () => {
    given(...waits)
      .when(told(declined('20.00')))
      .thenEvents(declined('20.00'), off);
  });

  it('of the token that the order has, too', () => {
    given(...waits)
      .when(told(declined('20.00'), 'card'))
      .thenEvents(declined('20.00'), off);
  });

  it('of what was added cancels a confirmed order', () => {
    given(...ready, changed('tea', 2, 3), reserved({ tea: 1 }, 2))
      .when(told(declined('10.00')))
      .thenEvents(declined('10.00'), cancelled('Payment declined: expired card', 'CONFIRMED'));
  });

  it('cancels the order again after its cancellation was rolled back', () => {
    given(...waits, declined('20.00'), off, rolledBack(4, 2))
      .when(told(declined('20.00', 'd2')))
      .thenEvents(declined('20.00', 'd2'), off);
  });

  it.each([
    ['with a token that was replaced', [...waits, paidWith('other')], 'card'],
    ['of what is not needed any more', ready, 'card'],
    ['of what a cancelled order does not need', [...waits, cancelled()], 'card'],
    [
      'of an order that was rolled back to before its payment',
      [ordered({ tea: 2 }, null), paidWith('card'), rolledBack(2, 1)],
      'card',
    ],
  ])('is recorded alone %s', (_, history, token) => {
    given(...history)
      .when(told(declined('20.00'), token))
      .thenEvents(declined('20.00'));
  });

  it('of a parcel that has left waits for a human', () => {
    given(two, reserved({ tea: 2 }), confirmed, ...sent, shipped({ tea: 2 }))
      .when(told(declined('20.00')))
      .thenEvents(declined('20.00'), {
        type: 'FulfilmentPaused',
        data: {
          ...{ step: 'AUTHORIZE_PAYMENT', operation: null, attempts: 1 },
          error: 'Payment declined: expired card',
        },
      });
  });
});

describe('a refund', () => {
  const paid = [...gone, captured('20.00')];
  const waiting: OrderEvent = {
    type: 'FulfilmentPaused',
    data: {
      ...{ step: 'AUTHORIZE_PAYMENT', operation: null, attempts: 0 },
      error: 'The gateway gave 5.00 USD back unasked',
    },
  };

  it('that nobody asked for waits for a human, rather than take the money once more', () => {
    given(...paid)
      .when(told(refunded('5.00')))
      .thenEvents(refunded('5.00'), waiting);
  });

  it.each([
    ['that was asked for, whatever the order wants since', paid, refunded('5.00', 'r1', 'c1', 'op-1')],
    ['of what was too much', [...paid, captured('5.00', 'c2', 'a2')], refunded('5.00')],
    ['of a cancelled order', [...ready, captured('20.00'), cancelled(null, 'CONFIRMED')], refunded('5.00')],
  ])('is recorded alone %s', (_, history, event) => {
    given(...history)
      .when(told(event))
      .thenEvents(event);
  });
});

describe('the gateway after a human has settled', () => {
  const byHand = captured('20.00', 'by hand', 'a1', 'op-1');
  const settledByHand = [
    ...gone,
    paused('CAPTURE_PAYMENT'),
    { ...byHand, data: { ...byHand.data, byHand: true as const } },
    settled('CAPTURE_PAYMENT', 'DONE', 'by hand'),
  ];

  it('has the last word on what became of the operation', () => {
    const itself = captured('20.00', 'c1', 'a1', 'op-1');
    given(...settledByHand)
      .when(told(itself))
      .thenEvents(itself)
      .when({ type: 'CancelOrder', reason: null })
      .thenRefused(
        'BUSINESS_RULE_ERROR',
        'Cannot change status from SHIPPED to CANCELLED. Allowed: DELIVERED',
      );
  });

  it('is not recorded where it says the same', () => {
    given(...settledByHand)
      .when(told(captured('20.00', 'by hand', 'a1', 'op-1')))
      .thenNothing();
  });

  it('may say that it was declined, and then there is no order', () => {
    const auth = authorized('20.00', 'by hand', 'op-1');
    given(...waits, paused('AUTHORIZE_PAYMENT'), { ...auth, data: { ...auth.data, byHand: true } }, confirmed)
      .when(told(declined('20.00', 'd1', 'op-1')))
      .thenEvents(declined('20.00', 'd1', 'op-1'), cancelled('Payment declined: expired card', 'CONFIRMED'));
  });
});

describe('an order that was released while it waited', () => {
  it('is paid late, and its goods are reserved again before it is confirmed', () => {
    given(...waits, released({ tea: 2 }, 2, 'EXPIRED'), paused('AUTHORIZE_PAYMENT'))
      .when(told(authorized('20.00')))
      .thenEvents(authorized('20.00'))
      .when({
        type: 'RecordReservation',
        ...{ revision: 3, reserved: [{ productId: 'tea', quantity: 2 }], shipped: [] },
        ...{ expiresAt: Date.UTC(2040, 0, 1, 12), reason: 'NOT_NEEDED' },
      })
      .thenEvents(reserved({ tea: 2 }, 3), confirmed);
  });
});
