import type { Instant } from '../../../event-sourcing/event.js';
import type { OutsideFold } from '../../../event-sourcing/replay.js';
import type { OrderEvent } from '../events.js';
import { apply } from '../evolve.js';
import type { OrderState } from '../state.js';
import { noFacts, type OrderFacts, observe } from './facts.js';

/** How an order's facts are folded. */
export const orderFacts: OutsideFold<OrderState | null, OrderEvent, OrderFacts> = {
  of: (order) => order?.facts ?? noFacts, // rows that an older build left have none
  into: (order, facts) => (order === null || order.facts === facts ? order : { ...order, facts }),
  observe: (facts, event) => observe(facts, event, event.recordedAt),
};

/** The order, facts and all, after events that are about to be recorded: no rollback among them. */
export const afterEvents = (order: OrderState, events: readonly OrderEvent[], at: Instant = 0): OrderState =>
  events.reduce<OrderState>(
    (it, event) => ({ ...apply(it, event), facts: observe(it.facts, event, at) }),
    order,
  );
