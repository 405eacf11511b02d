import { describe, it } from 'vitest';
import { specificationOf } from '../../../testing/given-when-then.js';
import {
  authorized,
  cancelled,
  changed,
  confirmed,
  expiry,
  type Goods,
  itemsOf,
  ordered,
  paidWith,
  paused,
  released,
  reserved,
  rolledBack,
  sent,
  shipped,
  short,
} from '../../../testing/orders/order-events.js';
import type { OrderEvent } from '../events.js';
import { orderDecider } from '../order-decider.js';
import type { RecordReservation } from './commands.js';
import type { ReleaseReason } from './events.js';

const given = specificationOf(orderDecider);

/** The catalogue holds this for the order. */
const holds = (
  revision: number,
  goods: Goods,
  out: Goods = {},
  reason: ReleaseReason = 'NOT_NEEDED',
): RecordReservation => ({
  type: 'RecordReservation',
  ...{ revision, reserved: itemsOf(goods), shipped: itemsOf(out) },
  ...{ expiresAt: expiry, reason },
});
const lacks = (productId: string, requested: number, available: number) =>
  ({ type: 'RecordShortage', short: { productId, requested, available } }) as const;
const waiting = (step: 'AUTHORIZE_PAYMENT' | 'SHIP_STOCK', attempts: number, error: string): OrderEvent => ({
  type: 'FulfilmentPaused',
  data: { step, operation: null, attempts, error },
});

const two = ordered({ tea: 2 });
const ready = [two, reserved({ tea: 2 }), authorized('20.00'), confirmed];

describe('a reservation', () => {
  it.each<[string, OrderEvent[], RecordReservation, OrderEvent[]]>([
    ['what was reserved', [two], holds(1, { tea: 2 }), [reserved({ tea: 2 })]],
    ['what more was reserved', ready, holds(2, { tea: 5 }), [reserved({ tea: 3 }, 2)]],
    ['what less is', ready, holds(2, { tea: 1 }), [released({ tea: 1 })]],
    ['that nothing is any more', ready, holds(2, {}), [released({ tea: 2 })]],
    [
      'what more and what less',
      ready,
      holds(2, { jam: 1, tea: 1 }),
      [released({ tea: 1 }), reserved({ jam: 1 }, 2)],
    ],
    ['what has left', [...ready, ...sent], holds(2, {}, { tea: 2 }), [shipped({ tea: 2 })]],
    [
      'what has left that was not reserved',
      [...ready, ...sent],
      holds(2, { jam: 1 }, { tea: 2, oil: 1 }),
      [shipped({ oil: 1, tea: 2 }), reserved({ jam: 1 }, 2)],
    ],
    ['what several changes came to', [two], holds(7, { tea: 2 }), [reserved({ tea: 2 }, 7)]],
    ['it to a cancelled order too', [two, cancelled()], holds(1, { tea: 2 }), [reserved({ tea: 2 })]],
  ])('tells %s', (_, history, command, events) => {
    given(...history)
      .when(command)
      .thenEvents(...events);
  });

  it.each([
    ['of a revision that is known', holds(1, { tea: 9 })],
    ['of an older one', holds(0, {})],
    ['that is as it was', holds(2, { tea: 2 })],
  ])('%s tells nothing', (_, command) => {
    given(...ready)
      .when(command)
      .thenNothing();
  });

  it('is one of the two things that confirm an order', () => {
    given(two, authorized('20.00'))
      .when(holds(1, { tea: 2 }))
      .thenEvents(reserved({ tea: 2 }), confirmed);
  });

  it('is still known after a rollback to before it', () => {
    given(...ready, rolledBack(4, 1))
      .when(holds(1, { tea: 2 }))
      .thenEvents(confirmed);
  });
});

describe('a reservation that expired', () => {
  const unpaid = 'The reservation ended before a payment was authorised';
  const over = holds(2, {}, {}, 'EXPIRED');
  const gone = released({ tea: 2 }, 2, 'EXPIRED');

  it('waits for a human', () => {
    given(two, reserved({ tea: 2 }))
      .when(over)
      .thenEvents(gone, waiting('AUTHORIZE_PAYMENT', 0, unpaid));
  });

  it.each([
    ['waits for one already', [two, reserved({ tea: 2 }), paused('AUTHORIZE_PAYMENT')]],
    ['was paid at the last moment', [two, reserved({ tea: 2 }), authorized('20.00')]],
    ['was cancelled at the last moment', [two, reserved({ tea: 2 }), cancelled()]],
    ['was sent at the last moment', [two, reserved({ tea: 2 }), confirmed, ...sent]],
    ['costs nothing', [ordered({ tea: 2 }, 'card', 0), reserved({ tea: 2 })]],
  ])('is only told where the order %s', (_, history) => {
    given(...history)
      .when(over)
      .thenEvents(gone);
  });

  it('tells of nothing but what was released', () => {
    given(two)
      .when(holds(1, { tea: 2 }, {}, 'EXPIRED'))
      .thenEvents(reserved({ tea: 2 }));
  });
});

describe('a shortage', () => {
  it('cancels the order, and says why', () => {
    given(two)
      .when(lacks('tea', 2, 1))
      .thenEvents(short('tea', 2, 1), cancelled('Insufficient stock for tea. Requested: 2, Available: 1'));
  });

  it('of what was added cancels a confirmed order', () => {
    given(...ready, changed('tea', 2, 3))
      .when(lacks('tea', 3, 2))
      .thenEvents(
        short('tea', 3, 2),
        cancelled('Insufficient stock for tea. Requested: 3, Available: 2', 'CONFIRMED'),
      );
  });

  it('after a cancellation was rolled back cancels it again', () => {
    given(...ready, cancelled(null, 'CONFIRMED'), released({ tea: 2 }), rolledBack(6, 4))
      .when(lacks('tea', 2, 0))
      .thenEvents(
        short('tea', 2, 0),
        cancelled('Insufficient stock for tea. Requested: 2, Available: 0', 'CONFIRMED'),
      );
  });

  it('of what has left already waits for a human', () => {
    const words = 'Insufficient stock for tea. Requested: 2, Available: 1';
    given(two, confirmed, ...sent)
      .when(lacks('tea', 2, 1))
      .thenEvents(short('tea', 2, 1), waiting('SHIP_STOCK', 1, words));
  });

  it.each([
    ['that is reserved since', ready, 2],
    ['that a cancelled order does not need', [two, cancelled()], 2],
    ['that the order does not have any more', [two, changed('tea', 2, 1)], 2],
    ['of which the order has more since', [...ready, changed('tea', 2, 4)], 3],
    [
      'of an order that was rolled back to before its payment',
      [ordered({ tea: 2 }, null), paidWith('card'), rolledBack(2, 1)],
      2,
    ],
    ['that has left already', [...ready, ...sent, shipped({ tea: 2 })], 2],
  ])('tells nothing of a product %s', (_, history, requested) => {
    given(...history)
      .when(lacks('tea', requested, 0))
      .thenNothing();
  });

  it('tells nothing of a product that was never on the order', () => {
    given(two)
      .when(lacks('jam', 2, 0))
      .thenNothing();
  });
});

describe('a confirmation', () => {
  it('is given where nothing is missing', () => {
    given(two, authorized('20.00'), reserved({ tea: 2 }))
      .when({ type: 'ConfirmOrder' })
      .thenEvents(confirmed);
  });

  it.each([
    ['goods are missing', [two, authorized('20.00')]],
    ['money is missing', [two, reserved({ tea: 2 })]],
    ['it was given', ready],
    ['there is no order any more', [two, cancelled()]],
    ['somebody has to act', [two, authorized('20.00'), reserved({ tea: 2 }), paused('CONFIRM_ORDER')]],
  ])('is not given where %s', (_, history) => {
    given(...history)
      .when({ type: 'ConfirmOrder' })
      .thenNothing();
  });
});
