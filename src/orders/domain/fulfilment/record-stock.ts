import type { OrderEvent } from '../events.js';
import { shortage } from '../rules.js';
import type { OrderState } from '../state.js';
import type { RecordReservation } from './commands.js';
import type { StockReservationFailed } from './events.js';
import { awaitsPayment, isGone, lackedOf } from './next-step.js';
import { afterEvents } from './order-facts.js';
import { giveUp, paused } from './pause.js';
import { beyond } from './stock-items.js';

const unpaid = 'The reservation ended before a payment was authorised';

/** What the reservation holds more or less than the order knew. An older revision than it knows tells nothing. */
export function recordReservation(order: OrderState, command: RecordReservation): OrderEvent[] {
  if (command.revision <= order.facts.stock.revision) return [];
  const events = changes(order, command);
  const after = afterEvents(order, events);
  const isExpired = command.reason === 'EXPIRED' && events.some(({ type }) => type === 'StockReleased');
  return isExpired && after.facts.pause === null && awaitsPayment(after)
    ? [...events, paused('AUTHORIZE_PAYMENT', command.unanswered ?? null, 0, unpaid)]
    : events;
}

/** What left is told first: it was reserved before, mostly. */
function changes(order: OrderState, command: RecordReservation): OrderEvent[] {
  const { revision, reserved, shipped, expiresAt, reason } = command;
  const events: OrderEvent[] = [];
  const left = beyond(shipped, order.facts.stock.shipped);
  if (left.length > 0) events.push({ type: 'StockShipped', data: { items: left, revision } });
  const { stock } = afterEvents(order, events).facts;
  const released = beyond(stock.reserved, reserved);
  if (released.length > 0)
    events.push({ type: 'StockReleased', data: { items: released, revision, reason } });
  const added = beyond(reserved, stock.reserved);
  if (added.length === 0) return events;
  const until = new Date(expiresAt).toISOString();
  return [...events, { type: 'StockReserved', data: { items: added, revision, expiresAt: until } }];
}

/** A shortage of what the order does not ask for any more tells nothing. */
export function recordShortage(order: OrderState, short: StockReservationFailed['data']): OrderEvent[] {
  if (lackedOf(order, short.productId) !== short.requested) return [];
  const failed: OrderEvent = { type: 'StockReservationFailed', data: short };
  const step = isGone(order) ? 'SHIP_STOCK' : 'RESERVE_STOCK';
  return [failed, giveUp(order, step, shortage(short))];
}
