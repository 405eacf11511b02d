import { expect, it } from 'vitest';
import {
  added,
  authorized,
  cancelled,
  captured,
  changed,
  confirmed,
  orderAfter,
  ordered,
  paidWith,
  paused,
  released,
  reserved,
  rolledBack,
  sent,
  shipped,
  voided,
} from '../../../testing/orders/order-events.js';
import type { OrderEvent } from '../events.js';
import { consequences } from './consequences.js';

const two = ordered({ tea: 2 });
const ready = [two, reserved({ tea: 2 }), authorized('20.00'), confirmed];
const done = [...ready, ...sent, shipped({ tea: 2 }), captured('20.00')];
const late = [ordered({ tea: 2 }, null), paidWith('card'), ...ready.slice(1)];

it.each<[string, OrderEvent[], string[]]>([
  ['a new order', [two], ['Reserve 2 × tea', 'Authorise 20.00 USD', 'Confirm the order']],
  ['one that is not paid for here', [ordered({ tea: 2 }, null)], []],
  ['one that is as it shall be', ready, []],
  ['one that is sent', [...ready, ...sent], ['Ship 2 × tea', 'Capture 20.00 USD']],
  ['a cancellation', [...ready, cancelled()], ['Release 2 × tea', 'Void the authorisation of 20.00 USD']],
  [
    'a rollback to before the payment',
    [...late, rolledBack(5, 1)],
    ['Release 2 × tea', 'Void the authorisation of 20.00 USD'],
  ],
  [
    'a rollback of a cancellation',
    [...ready, cancelled(), released({ tea: 2 }), voided('20.00'), rolledBack(7, 4)],
    ['Reserve 2 × tea', 'Authorise 20.00 USD'],
  ],
  [
    'a rollback to other goods',
    [
      ...ready,
      ...added({ jam: 1 }),
      reserved({ jam: 1 }, 2),
      authorized('10.00', 'a2'),
      changed('tea', 2, 1),
    ],
    ['Release 1 × tea', 'Void the authorisation of 10.00 USD'],
  ],
  [
    'more of one and less of another',
    [...ready, ...added({ jam: 2 }), changed('tea', 2, 1)],
    ['Reserve 2 × jam, release 1 × tea', 'Authorise 10.00 USD'],
  ],
  [
    'a rollback from a shipment to less',
    [
      two,
      changed('tea', 2, 3),
      reserved({ tea: 3 }),
      authorized('30.00'),
      confirmed,
      ...sent,
      shipped({ tea: 3 }),
      captured('30.00'),
      rolledBack(9, 1),
    ],
    [
      'Refund 10.00 USD',
      'Confirm the order',
      '1 × tea left the warehouse: see that they come back, and adjust the stock',
    ],
  ],
  [
    'a rollback from a shipment to before the payment',
    [...late, ...sent, shipped({ tea: 2 }), captured('20.00'), rolledBack(9, 1)],
    ['Refund 20.00 USD', '2 × tea left the warehouse: see that they come back, and adjust the stock'],
  ],
  [
    'a cancellation after a rollback from a shipment',
    [...done, rolledBack(8, 4), cancelled()],
    ['Refund 20.00 USD', '2 × tea left the warehouse: see that they come back, and adjust the stock'],
  ],
  [
    'two captures',
    [...ready, captured('15.00'), captured('5.00', 'c2'), cancelled()],
    ['Release 2 × tea', 'Refund 5.00 USD', 'Refund 15.00 USD'],
  ],
  ['what costs nothing', [ordered({ tea: 2 }, 'card', 0)], ['Reserve 2 × tea', 'Confirm the order']],
  ['an order that waits', [two, paused('RESERVE_STOCK')], []],
])('what happens to money and goods is said beforehand: of %s', (_, events, sentences) => {
  expect(consequences(orderAfter(...events))).toEqual(sentences);
});

it('amounts are in the currency of the order', () => {
  const yen = JSON.parse(JSON.stringify(two).replaceAll('USD', 'JPY').replaceAll('.00"', '"')) as OrderEvent;
  expect(consequences(orderAfter(yen))).toContain('Authorise 20 JPY');
});

it('an order is left as it was', () => {
  const order = orderAfter(two);
  const before = structuredClone(order);
  consequences(order);
  expect(order).toEqual(before);
});
