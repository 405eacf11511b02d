import { LRUCache } from 'lru-cache';
import type { Aggregates } from '../event-sourcing/aggregate.js';
import type { Recorded } from '../event-sourcing/event.js';
import type { OrderSnapshot, OrderState } from './domain/state.js';

/** The order as an event left it. */
export type OrderTrail = (event: Recorded) => Promise<OrderSnapshot>;

/**
 * For those who follow the feed. Events of one order come one after the other, and to all followers: each
 * state is mostly one step from the one before, without a read, and is made once for all who ask for it.
 */
export function orderTrail(
  orders: Aggregates<OrderState | null>,
  limits: { readonly maxSize: number; readonly sizeCalculation: (order: OrderSnapshot) => number },
): OrderTrail {
  const keyOf = (orderId: string, version: number) => `${orderId} ${version}`;
  const trail = new LRUCache<string, OrderSnapshot, Recorded>({
    ...limits,
    ignoreFetchAbort: true, // whoever asked gets an answer, though it be evicted before it is there
    fetchMethod(_key, _stale, { context: event }): Promise<OrderSnapshot> {
      const before = trail.get(keyOf(event.streamId, event.version - 1));
      return before ? orders.advance(before, [event]) : orders.loadAt(event.streamId, event.version);
    },
  });
  return (event) => trail.forceFetch(keyOf(event.streamId, event.version), { context: event });
}
