import { setImmediate } from 'node:timers/promises';
import type { HistoryEvent } from '../../event-sourcing/bulk-loader.js';
import { closing } from './calendar.js';
import { createdAt, type FitId, orderLife } from './order-lives.js';
import type { Shop } from './shop.js';

/** Orders whose creation lies in one stretch of the feed. */
const ordersAtATime = 1_000;
/** After so many orders others have their turn, such as the stretch before, on its way into the store. */
const ordersInATurn = 50;

/**
 * The whole feed of a shop in stretches, by instant over all orders. In memory are those orders only that live
 * across the end of a stretch.
 */
export async function* interleave(shop: Shop, fitId: FitId): AsyncGenerator<readonly HistoryEvent[], void> {
  let pending: HistoryEvent[] = [];
  for (let first = 0; first < shop.orders; first += ordersAtATime) {
    const next = first + ordersAtATime;
    for (let index = first; index < Math.min(next, shop.orders); index += 1) {
      pending.push(...orderLife(shop, index, fitId));
      if (index % ordersInATurn === 0) await setImmediate();
    }
    const end = next < shop.orders ? createdAt(shop, next) : closing;
    const due = pending.filter(({ event }) => event.recordedAt < end);
    pending = pending.filter(({ event }) => event.recordedAt >= end);
    // Stable: events of one instant stay in the order of their orders and versions.
    yield due.sort((a, b) => a.event.recordedAt - b.event.recordedAt);
  }
}
