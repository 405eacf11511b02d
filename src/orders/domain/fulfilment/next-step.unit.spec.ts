import { describe, expect, it } from 'vitest';
import {
  added,
  authorized,
  cancelled,
  captured,
  changed,
  confirmed,
  declined,
  expiry,
  itemsOf,
  moved,
  orderAfter,
  ordered,
  paidWith,
  paused,
  refunded,
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
import { expiryOf, nextStep } from './next-step.js';

type Goods = Parameters<typeof itemsOf>[0];

const reserve = (goods: Goods, out: Goods = {}) => ({
  ...{ kind: 'RESERVE_STOCK', reserved: itemsOf(goods), shipped: itemsOf(out) },
});
const release = (goods: Goods, out: Goods = {}) => ({ ...reserve(goods, out), kind: 'RELEASE_STOCK' });
const ship = (out: Goods) => ({ kind: 'SHIP_STOCK', reserved: [], shipped: itemsOf(out) });
const authorize = (amount: number, token = 'card') => ({ kind: 'AUTHORIZE_PAYMENT', amount, token });
const capture = (amount: number, authorizationId = 'a1') => ({
  ...{ kind: 'CAPTURE_PAYMENT', amount, authorizationId, captureId: null },
});
const giveUp = (amount: number, authorizationId = 'a1') => ({
  ...{ kind: 'VOID_PAYMENT', amount, authorizationId, captureId: null },
});
const refund = (amount: number, captureId = 'c1', authorizationId = 'a1') => ({
  ...{ kind: 'REFUND_PAYMENT', amount, authorizationId, captureId },
});
const confirm = { kind: 'CONFIRM_ORDER' };

const two = ordered({ tea: 2 });
const held = [two, reserved({ tea: 2 }), authorized('20.00')];
const ready = [...held, confirmed];
const gone = [...ready, ...sent];
const done = [...gone, shipped({ tea: 2 }), captured('20.00')];

type Row = readonly [when: string, events: readonly OrderEvent[], step: object | null];

const check = (_: string, events: readonly OrderEvent[], step: object | null) =>
  expect(nextStep(orderAfter(...events))).toEqual(step);

describe('the next step of an order', () => {
  it.each<Row>([
    ['without a payment token', [ordered({ tea: 2 }, null)], null],
    ['that is new', [ordered({ tea: 2, jam: 1 })], reserve({ jam: 1, tea: 2 })],
    ['whose goods are reserved', [two, reserved({ tea: 2 })], authorize(2_000)],
    ['whose payment is authorised too', held, confirm],
    ['that is confirmed', ready, null],
    ['that is in work', [...ready, sent[0] as OrderEvent], null],
    ['that is sent', gone, ship({ tea: 2 })],
    ['whose goods have left', [...gone, shipped({ tea: 2 })], capture(2_000)],
    ['that is paid', done, null],
    ['that is delivered', [...done, moved('SHIPPED', 'DELIVERED')], null],
    ['that is delivered before it was paid', [...gone, moved('SHIPPED', 'DELIVERED')], ship({ tea: 2 })],
  ])('%s', check);

  const free = ordered({ gift: 2 }, 'card', 0);
  it.each<Row>([
    ['is confirmed without a payment', [free, reserved({ gift: 2 })], confirm],
    ['is sent without a payment', [free, reserved({ gift: 2 }), confirmed, ...sent], ship({ gift: 2 })],
    ['is done then', [free, reserved({ gift: 2 }), confirmed, ...sent, shipped({ gift: 2 })], null],
  ])('where it costs nothing %s', check);
});

it('is none of a row that an older build left', () => {
  const { paymentToken: _, ...old } = orderAfter(ordered({ tea: 2 }, null));
  expect(nextStep(old as ReturnType<typeof orderAfter>)).toBeNull();
});

describe('where a payment comes late', () => {
  const unpaid = ordered({ tea: 2 }, null);
  it.each<Row>([
    ['a pending order is reserved', [unpaid, paidWith('card')], reserve({ tea: 2 })],
    ['a confirmed one too', [unpaid, confirmed, paidWith('card')], reserve({ tea: 2 })],
    ['it is not confirmed again', [unpaid, confirmed, paidWith('card'), ...held.slice(1)], null],
    ['what is sent is taken off the stock', [unpaid, confirmed, ...sent, paidWith('card')], ship({ tea: 2 })],
    [
      'and paid for',
      [unpaid, confirmed, ...sent, paidWith('card'), shipped({ tea: 2 }, 1)],
      authorize(2_000),
    ],
    [
      'a new token is for what is missing yet',
      [...held, ...added({ jam: 1 }), reserved({ jam: 1 }, 2), paidWith('other')],
      authorize(1_000, 'other'),
    ],
  ])('%s', check);
});

describe('an edit moves the target:', () => {
  const more = changed('tea', 2, 5);
  const less = changed('tea', 2, 1);
  it.each<Row>([
    [
      'what is added is reserved, with all the rest',
      [...ready, ...added({ jam: 1 })],
      reserve({ jam: 1, tea: 2 }),
    ],
    ['and authorised', [...ready, more, reserved({ tea: 3 }, 2)], authorize(3_000)],
    ['what is too much is released', [...ready, less], release({ tea: 1 })],
    ['and given up in part', [...ready, less, released({ tea: 1 })], giveUp(1_000)],
    ['and then it is as it shall be', [...ready, less, released({ tea: 1 }), voided('10.00')], null],
    [
      'the newest authorisation is given up first',
      [...ready, more, reserved({ tea: 3 }, 2), authorized('30.00', 'a2'), less, released({ tea: 4 }, 3)],
      giveUp(3_000, 'a2'),
    ],
    [
      'more of one and less of another is one step',
      [...ready, ...added({ jam: 1 }), less],
      reserve({ jam: 1, tea: 1 }),
    ],
  ])('%s', check);
});

describe('a cancellation', () => {
  const off = cancelled('changed my mind', 'CONFIRMED');
  it.each<Row>([
    ['releases the goods', [...ready, off], release({})],
    ['gives the authorisation up', [...ready, off, released({ tea: 2 })], giveUp(2_000)],
    ['is done then', [...ready, off, released({ tea: 2 }), voided('20.00')], null],
    ['refunds a capture that came late', [two, off, captured('20.00')], refund(2_000)],
    ['leaves nothing to do where nothing was done', [two, off], null],
    ['takes nothing because a refund is known before its capture', [two, off, refunded('20.00')], null],
    ['nor because more was refunded than captured', [two, off, captured('20.00'), refunded('25.00')], null],
  ])('%s', check);
});

describe('a rollback moves the target:', () => {
  it.each<Row>([
    [
      'to before the payment it gives all back',
      [ordered({ tea: 2 }, null), paidWith('card'), ...held.slice(1), rolledBack(4, 1)],
      release({}),
    ],
    [
      'of a cancellation it reserves again',
      [...ready, cancelled(), released({ tea: 2 }), rolledBack(6, 4)],
      reserve({ tea: 2 }),
    ],
    ['and authorises again', [...ready, cancelled(), voided('20.00'), rolledBack(6, 4)], authorize(2_000)],
    ['of a shipment it keeps goods and money', [...done, rolledBack(8, 4)], null],
    ['and confirms where it was not', [...done, rolledBack(8, 3)], confirm],
    [
      'and refunds what became less',
      [
        ...ready,
        changed('tea', 2, 3),
        reserved({ tea: 1 }, 2),
        authorized('10.00', 'a2'),
        ...sent,
        shipped({ tea: 3 }, 3),
        captured('30.00', 'c1', 'a1'),
        rolledBack(11, 4),
      ],
      refund(1_000),
    ],
    [
      'of a rollback it goes forward again',
      [...ready, changed('tea', 2, 3), rolledBack(5, 4), rolledBack(6, 5)],
      reserve({ tea: 3 }),
    ],
    [
      'what was shipped is not reserved again',
      [...done, rolledBack(8, 1), changed('tea', 2, 3)],
      reserve({ tea: 1 }, { tea: 2 }),
    ],
  ])('%s', check);
});

describe('money in any order', () => {
  it.each<Row>([
    ['a capture before its authorisation counts', [two, reserved({ tea: 2 }), captured('20.00')], confirm],
    [
      'and the authorisation then adds nothing',
      [two, reserved({ tea: 2 }), captured('20.00'), authorized('20.00')],
      confirm,
    ],
    [
      'a void before its authorisation takes it away',
      [two, reserved({ tea: 2 }), voided('20.00'), authorized('20.00')],
      authorize(2_000),
    ],
    [
      'a capture of more than was authorised is refunded',
      [...gone, shipped({ tea: 2 }), captured('25.00')],
      refund(500),
    ],
    [
      'the newest capture is refunded first',
      [...done, captured('5.00', 'c2', 'a2')],
      refund(500, 'c2', 'a2'),
    ],
    [
      'no more is refunded than a capture has',
      [...done, captured('5.00', 'c2', 'a2'), rolledBack(9, 4), cancelled()],
      refund(500, 'c2', 'a2'),
    ],
    [
      'one authorisation after the other is captured',
      [...gone, voided('5.00'), authorized('5.00', 'a2'), shipped({ tea: 2 })],
      capture(1_500),
    ],
    [
      'the oldest first',
      [...gone, voided('5.00'), authorized('5.00', 'a2'), shipped({ tea: 2 }), captured('15.00')],
      capture(500, 'a2'),
    ],
    ['what the gateway gave up is authorised again', [...ready, voided('20.00')], authorize(2_000)],
    ['a decline alone changes nothing', [...ready, declined('20.00')], null],
  ])('%s', check);
});

describe('what was never secured', () => {
  it.each<Row>([
    ['is shipped first', [two, confirmed, ...sent], ship({ tea: 2 })],
    ['then authorised', [two, confirmed, ...sent, shipped({ tea: 2 }, 1)], authorize(2_000)],
    ['then captured', [two, confirmed, ...sent, shipped({ tea: 2 }, 1), authorized('20.00')], capture(2_000)],
    [
      'is released where it is reserved but not on the order',
      [...gone, shipped({ tea: 2 }), reserved({ jam: 1 }, 3)],
      release({}, { tea: 2 }),
    ],
  ])('%s', check);
});

describe('a pause', () => {
  const waits = [two, reserved({ tea: 2 }), paused('AUTHORIZE_PAYMENT')];
  it.each<Row>([
    ['lets no step be taken', waits, null],
    ['not even another one', [...waits, released({ tea: 2 })], null],
    ['ends when somebody resumes', [...waits, resumed], authorize(2_000)],
    ['ends with a change of what is wanted', [...waits, changed('tea', 2, 1)], release({ tea: 1 })],
    ['ends with any move of the money', [...waits, declined('5.00')], authorize(2_000)],
    ['ends with a rollback', [...waits, rolledBack(3, 1)], authorize(2_000)],
    [
      'that a human settled lets that step be',
      [...gone, paused('SHIP_STOCK'), settled('SHIP_STOCK', 'NOT_DONE')],
      null,
    ],
    [
      'but any other be taken',
      [
        two,
        cancelled(),
        authorized('20.00'),
        paused('CAPTURE_PAYMENT'),
        settled('CAPTURE_PAYMENT', 'NOT_DONE'),
      ],
      giveUp(2_000),
    ],
  ])('%s', check);
});

describe('a reservation', () => {
  const of = (...events: readonly OrderEvent[]) => expiryOf(orderAfter(...events));
  it.each<readonly [string, readonly OrderEvent[], number | null]>([
    ['that nobody has paid for expires', [two, reserved({ tea: 2 })], expiry],
    ['while it waits for a human, too', [two, reserved({ tea: 2 }), paused('AUTHORIZE_PAYMENT')], expiry],
    ['of a cancelled order, should its release wait', [two, reserved({ tea: 2 }), cancelled()], expiry],
    ['without goods has nothing to end', [two, reserved({ tea: 2 }), released({ tea: 2 })], null],
    ['that is paid for stays', held, null],
    ['that is paid for in part stays', [...ready, changed('tea', 2, 3), reserved({ tea: 1 }, 2)], null],
    ['that was captured stays', [two, reserved({ tea: 2 }), captured('20.00')], null],
    ['of goods that have left is not ended', [two, reserved({ tea: 2 }), confirmed, ...sent], null],
    ['of what costs nothing is paid for', [ordered({ tea: 2 }, 'card', 0), reserved({ tea: 2 })], null],
    ['whose payment was given up expires', [...held, voided('20.00')], expiry],
  ])('%s', (_, events, instant) => expect(of(...events)).toBe(instant));
});
