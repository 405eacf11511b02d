import { expect, it } from 'vitest';
import type { Recorded } from '../event-sourcing/event.js';
import { UnreadableData } from '../event-sourcing/event-schema.js';
import { record } from '../testing/given-when-then.js';
import {
  authorized,
  cancelled,
  confirmed,
  ordered,
  paidWith,
  resumed,
} from '../testing/orders/order-events.js';
import { noticedIn } from './follow-orders.js';

const of = (orderId: string, events: readonly Recorded[]) =>
  events.map((event) => ({ ...event, streamId: orderId }));
const unpaid = ordered({ tea: 1 }, null);

it('tells the newest version of each order, and whether a page shows that it pays', () => {
  const page = [
    ...of('a', record([ordered({ tea: 1 }), confirmed])),
    ...of('b', record([unpaid])),
    ...of('c', record([unpaid, paidWith('card'), cancelled()])),
    ...of('b', record([unpaid, confirmed, cancelled()]).slice(1)),
    ...of('d', record([unpaid, authorized('5.00')])),
    ...of('e', record([unpaid, resumed])),
  ];
  expect(noticedIn(page)).toEqual([
    { orderId: 'a', version: 2, pays: true },
    { orderId: 'b', version: 3, pays: false },
    { orderId: 'c', version: 3, pays: true },
    { orderId: 'd', version: 2, pays: true },
    { orderId: 'e', version: 2, pays: true },
  ]);
});

it('passes over data that cannot be read', () => {
  const [event] = record([unpaid]) as [Recorded];
  const unreadable = { ...event, data: new UnreadableData({ paymentToken: 'card' }, new Error('no')) };
  expect(noticedIn([unreadable])).toMatchObject([{ version: 1, pays: false }]);
});
