import { describe, it } from 'vitest';
import { specificationOf } from '../../../testing/given-when-then.js';
import {
  authorized,
  confirmed,
  declined,
  operation,
  ordered,
  paidWith,
  paused,
  reserved,
  sent,
  shipped,
} from '../../../testing/orders/order-events.js';
import type { OrderEvent } from '../events.js';
import { orderDecider } from '../order-decider.js';
import type { MoneyEvent } from './events.js';

const given = specificationOf(orderDecider);

const waits = [ordered({ tea: 2 }), reserved({ tea: 2 })];
const asked = operation('20.00');
const hangs = [...waits, paused('AUTHORIZE_PAYMENT', asked)];
const givenUp = {
  type: 'PaymentDeclined',
  data: {
    declineId: 'by-hand:op-1',
    reason: 'Nobody knows what came of it, and the order is to be paid otherwise',
    amount: asked.amount,
    operation: 'op-1',
    byHand: true,
  },
} as OrderEvent;
const rescued = [...hangs, givenUp, paidWith('other')];
const told = (event: MoneyEvent) => ({ type: 'RecordMoney', event, token: null }) as const;

describe('another payment', () => {
  it('rescues an order that waits for an authorisation which nobody answers', () => {
    given(...hangs)
      .when({ type: 'PayOrder', paymentToken: 'other' })
      .thenEvents(givenUp, paidWith('other'));
  });

  it.each<[string, OrderEvent[]]>([
    ['does not wait', waits],
    ['waits for something else', [...waits, paused('RESERVE_STOCK')]],
    ['waits, though its gateway was asked for nothing', [...waits, paused('AUTHORIZE_PAYMENT')]],
    [
      'waits for a capture',
      [
        ...[...waits, authorized('20.00'), confirmed, ...sent, shipped({ tea: 2 })],
        paused('CAPTURE_PAYMENT', operation('20.00', { authorizationId: 'a1' })),
      ],
    ],
  ])('takes nothing back where the order %s', (_, history) => {
    given(...history)
      .when({ type: 'PayOrder', paymentToken: 'other' })
      .thenEvents(paidWith('other'));
  });

  it('is gone on with where the last attempt with the old one is over', () => {
    const givesUp = { step: 'AUTHORIZE_PAYMENT', operation: asked, attempts: 6, error: 'no answer' } as const;
    const replaced = given(...waits, paidWith('other'));
    replaced.when({ type: 'PauseFulfilment', ...givesUp, token: 'card' }).thenEvents(givenUp);
    replaced
      .when({ type: 'PauseFulfilment', ...givesUp, token: 'other' })
      .thenEvents(paused('AUTHORIZE_PAYMENT', asked));
  });

  it('is not called off by a late decline of the old one', () => {
    const late = declined('20.00', 'd1', 'op-1');
    given(...rescued)
      .when(told(late))
      .thenEvents(late);
  });

  it('is not needed where the old one was authorised after all', () => {
    const late = authorized('20.00', 'a9', 'op-1');
    given(...rescued)
      .when(told(late))
      .thenEvents(late, confirmed);
  });
});

describe('an order whose reservation ends while an authorisation is unanswered', () => {
  it('waits for that, so that it can be settled or replaced', () => {
    given(...waits)
      .when({
        ...{ type: 'RecordReservation', revision: 2, reserved: [], shipped: [], expiresAt: 0 },
        ...{ reason: 'EXPIRED', unanswered: asked },
      })
      .thenEvents(
        {
          type: 'StockReleased',
          data: { items: [{ productId: 'tea', quantity: 2 }], revision: 2, reason: 'EXPIRED' },
        },
        {
          type: 'FulfilmentPaused',
          data: {
            ...{ step: 'AUTHORIZE_PAYMENT', operation: asked, attempts: 0 },
            error: 'The reservation ended before a payment was authorised',
          },
        },
      );
  });
});
