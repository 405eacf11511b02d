import { describe, it } from 'vitest';
import { specificationOf } from '../../../testing/given-when-then.js';
import {
  authorized,
  cancelled,
  captured,
  changed,
  confirmed,
  declined,
  operation,
  ordered,
  paused,
  released,
  reserved,
  resumed,
  rolledBack,
  sent,
  settled,
  shipped,
  voided,
} from '../../../testing/orders/order-events.js';
import type { OrderEvent } from '../events.js';
import { orderDecider } from '../order-decider.js';
import type { PauseFulfilment, RetryFulfilment, SettleFulfilment } from './commands.js';
import type { MoneyEvent, OperationData, StepKind } from './events.js';

const given = specificationOf(orderDecider);

const givesUp = (step: StepKind, asked: OperationData | null = null): PauseFulfilment => ({
  ...{ type: 'PauseFulfilment', step, operation: asked, attempts: 6, error: 'no answer' },
});
const retry: RetryFulfilment = { type: 'RetryFulfilment', reason: 'try again' };
const settle = (outcome: 'DONE' | 'NOT_DONE', reference: string | null = null): SettleFulfilment => ({
  ...{ type: 'SettleFulfilment', outcome, reference, reason: 'by phone' },
});
/** As it is recorded where a human says so. */
const byHand = (event: MoneyEvent): OrderEvent =>
  ({ type: event.type, data: { ...event.data, byHand: true } }) as OrderEvent;
const byPhone = ({ type, data }: ReturnType<typeof declined>): MoneyEvent => ({
  type,
  data: { ...data, reason: 'by phone' },
});

const two = ordered({ tea: 2 });
const waits = [two, reserved({ tea: 2 })];
const ready = [...waits, authorized('20.00'), confirmed];
const gone = [...ready, ...sent, shipped({ tea: 2 })];
const paid = [...gone, captured('20.00')];

const asked = operation('20.00');
const capture = operation('20.00', { authorizationId: 'a1' });
const refund = operation('20.00', { authorizationId: 'a1', captureId: 'c1' });

describe('a worker that has tried often enough', () => {
  it.each<[string, OrderEvent[], StepKind, OperationData | null]>([
    ['the goods', [two], 'RESERVE_STOCK', null],
    ['the gateway', waits, 'AUTHORIZE_PAYMENT', asked],
    ['a gateway that the order needs no more', [...waits, cancelled()], 'AUTHORIZE_PAYMENT', asked],
    [
      'a step after one that was let be',
      [...gone, cancelled(), paused('CAPTURE_PAYMENT'), settled('CAPTURE_PAYMENT', 'NOT_DONE')],
      'VOID_PAYMENT',
      null,
    ],
  ])('leaves %s to a human', (_, history, step, of) => {
    given(...history)
      .when(givesUp(step, of))
      .thenEvents(paused(step, of));
  });

  it.each<[string, OrderEvent[], StepKind, OperationData | null]>([
    ['waits already', [...waits, paused('AUTHORIZE_PAYMENT')], 'AUTHORIZE_PAYMENT', null],
    [
      'waits for the gateway already',
      [...waits, paused('AUTHORIZE_PAYMENT', asked)],
      'AUTHORIZE_PAYMENT',
      asked,
    ],
    ['has the answer', [...waits, declined('5.00', 'd1', 'op-1')], 'AUTHORIZE_PAYMENT', asked],
    ['has the goods', waits, 'RESERVE_STOCK', null],
    ['does not want the step any more', [two, cancelled()], 'RESERVE_STOCK', null],
  ])('says nothing where the order %s', (_, history, step, of) => {
    given(...history)
      .when(givesUp(step, of))
      .thenNothing();
  });
});

describe('a retry', () => {
  it.each([
    ['what waits', [...waits, paused('AUTHORIZE_PAYMENT')]],
    ['what was let be', [...paid, paused('REFUND_PAYMENT'), settled('REFUND_PAYMENT', 'NOT_DONE')]],
  ])('resumes %s', (_, history) => {
    given(...history)
      .when(retry)
      .thenEvents(resumed);
  });

  it.each([
    ['never paused', waits],
    ['was resumed', [...waits, paused('AUTHORIZE_PAYMENT'), resumed]],
    ['was told', [...waits, paused('AUTHORIZE_PAYMENT'), declined('5.00')]],
    ['was rolled back', [...waits, paused('AUTHORIZE_PAYMENT'), rolledBack(3, 1)]],
  ])('is refused where the order %s', (_, history) => {
    given(...history)
      .when(retry)
      .thenRefused('BUSINESS_RULE_ERROR', 'The fulfilment of this order does not wait for anybody');
  });
});

describe('a human who says that it was done', () => {
  it('gives the id of an authorisation, which confirms the order', () => {
    given(...waits, paused('AUTHORIZE_PAYMENT', asked))
      .when(settle('DONE', 'a7'))
      .thenEvents(
        byHand(authorized('20.00', 'a7', 'op-1')),
        settled('AUTHORIZE_PAYMENT', 'DONE', 'a7'),
        confirmed,
      );
  });

  it('gives the id of a capture', () => {
    given(...gone, paused('CAPTURE_PAYMENT', capture))
      .when(settle('DONE', 'c7'))
      .thenEvents(byHand(captured('20.00', 'c7', 'a1', 'op-1')), settled('CAPTURE_PAYMENT', 'DONE', 'c7'));
  });

  it('need not give that of what is given back', () => {
    given(...ready, cancelled(null, 'CONFIRMED'), released({ tea: 2 }), paused('VOID_PAYMENT', capture))
      .when(settle('DONE'))
      .thenEvents(byHand(voided('20.00', 'by-hand:op-1', 'a1', 'op-1')), settled('VOID_PAYMENT', 'DONE'));
    given(...paid, rolledBack(8, 1), cancelled(), paused('REFUND_PAYMENT', refund))
      .when(settle('DONE', 'r7'))
      .thenEvents(
        byHand({
          type: 'PaymentRefunded',
          data: {
            ...{ refundId: 'r7', captureId: 'c1', authorizationId: 'a1' },
            ...{ amount: { amount: '20.00', currency: 'USD' }, operation: 'op-1' },
          },
        }),
        settled('REFUND_PAYMENT', 'DONE', 'r7'),
      );
  });

  it.each<[StepKind, OperationData, string]>([
    ['AUTHORIZE_PAYMENT', asked, 'AUTHORIZED'],
    ['CAPTURE_PAYMENT', capture, 'CAPTURED'],
  ])('of %s must give an id', (step, of, what) => {
    given(...gone, paused(step, of))
      .when(settle('DONE'))
      .thenRefused(
        'BUSINESS_RULE_ERROR',
        `What was ${what} needs its id at the gateway as reference, so that it can be given back`,
      );
  });

  it('cannot mean a move that is known', () => {
    given(...paid, paused('CAPTURE_PAYMENT', capture))
      .when(settle('DONE', 'c1'))
      .thenRefused('BUSINESS_RULE_ERROR', 'The order knows c1 already: it answers another operation');
  });

  it.each<[StepKind, OrderEvent[]]>([
    ['SHIP_STOCK', gone],
    ['RESERVE_STOCK', [two]],
    ['AUTHORIZE_PAYMENT', waits],
  ])('of %s, of which the gateway knows nothing, is refused', (step, history) => {
    given(...history, paused(step))
      .when(settle('DONE', 'x1'))
      .thenRefused(
        'BUSINESS_RULE_ERROR',
        `Nothing was asked of the gateway to ${step}, so nothing was done there: retry it, or settle it as NOT_DONE`,
      );
  });
});

describe('a human who says that it will not be done', () => {
  const off = cancelled('by phone');

  it('cancels what cannot be had without the goods', () => {
    given(two, paused('RESERVE_STOCK'))
      .when(settle('NOT_DONE'))
      .thenEvents(settled('RESERVE_STOCK', 'NOT_DONE'), off);
  });

  it('cancels what cannot be had without the money', () => {
    given(...waits, paused('AUTHORIZE_PAYMENT', asked))
      .when(settle('NOT_DONE'))
      .thenEvents(
        byHand(byPhone(declined('20.00', 'by-hand:op-1', 'op-1'))),
        settled('AUTHORIZE_PAYMENT', 'NOT_DONE'),
        off,
      );
  });

  it('cancels what nobody paid for in time', () => {
    given(...waits, released({ tea: 2 }, 2, 'EXPIRED'), paused('RESERVE_STOCK'))
      .when(settle('NOT_DONE'))
      .thenEvents(settled('RESERVE_STOCK', 'NOT_DONE'), off);
  });

  it.each<[string, OrderEvent[], StepKind, OperationData]>([
    ['a parcel that has left', [two, confirmed, ...sent, shipped({ tea: 2 }, 1)], 'AUTHORIZE_PAYMENT', asked],
    ['an order that needs no more money', ready, 'AUTHORIZE_PAYMENT', asked],
    ['a cancelled order', [...waits, cancelled()], 'AUTHORIZE_PAYMENT', asked],
    ['an order whose money was not taken', gone, 'CAPTURE_PAYMENT', capture],
    [
      'an order for which too much is held',
      [...ready, changed('tea', 2, 1), released({ tea: 1 })],
      'VOID_PAYMENT',
      capture,
    ],
  ])('leaves %s as it is', (_, history, step, of) => {
    given(...history, paused(step, of))
      .when(settle('NOT_DONE'))
      .thenEvents(byHand(byPhone(declined('20.00', 'by-hand:op-1', 'op-1'))), settled(step, 'NOT_DONE'));
  });

  it('leaves goods as they are', () => {
    given(...ready, ...sent, paused('SHIP_STOCK'))
      .when(settle('NOT_DONE'))
      .thenEvents(settled('SHIP_STOCK', 'NOT_DONE'));
  });
});

describe('nothing is settled', () => {
  it.each([
    ['where nothing waits', waits],
    ['twice', [...gone, paused('CAPTURE_PAYMENT'), settled('CAPTURE_PAYMENT', 'NOT_DONE')]],
    ['after it was resumed', [...waits, paused('AUTHORIZE_PAYMENT'), resumed]],
    ['after the gateway answered', [...waits, paused('AUTHORIZE_PAYMENT', asked), authorized('20.00')]],
  ])('%s', (_, history) => {
    given(...history)
      .when(settle('NOT_DONE'))
      .thenRefused('BUSINESS_RULE_ERROR', 'No step of this order waits to be settled');
  });
});
