import type { Decider } from '../../event-sourcing/decider.js';
import { reject } from '../../event-sourcing/errors.js';
import type { OrderCommand } from './commands.js';
import { decide } from './decide.js';
import type { OrderEvent } from './events.js';
import { evolve } from './evolve.js';
import { orderFacts } from './fulfilment/order-facts.js';
import type { OrderState } from './state.js';

const REFERENCE_CLAIM = 'order-reference:';

/** The name that an order with a reference claims, so that no other order can have it. */
export const referenceClaim = (reference: string): string => `${REFERENCE_CLAIM}${reference}`;

const creationIn = (events: readonly OrderEvent[]) => events.find((event) => event.type === 'OrderCreated');

export const orderDecider: Decider<OrderState | null, OrderCommand, OrderEvent> = {
  initialState: null,
  decide,
  evolve,
  outside: orderFacts,
  rollbackTarget: (event) => (event.type === 'OrderRolledBack' ? event.data.toVersion : undefined),
  subjectOf: (order, events) => order?.customerId ?? creationIn(events)?.data.customerId ?? null,
  claimOf(events) {
    const reference = creationIn(events)?.data.reference;
    return reference ? referenceClaim(reference) : undefined;
  },
  // It does not say to which: that may be another's.
  claimRefused: (claim) =>
    reject(
      'BUSINESS_RULE_ERROR',
      `Reference ${claim.slice(REFERENCE_CLAIM.length)} belongs to another order already`,
    ),
};
