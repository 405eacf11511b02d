import { LRUCache } from 'lru-cache';
import { type Rejection, reject } from '../event-sourcing/errors.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { orderNotFound } from './domain/rules.js';
import type { ChangeInput, MutationInput } from './inputs.js';

/**
 * Whether there is such an order, and it is the customer's. Another's order costs the same statement as none, whatever
 * is known of it here; an own one is asked for once, since an order never changes its customer.
 */
export type IsOrderOf = (orderId: string, customerId: string) => Promise<boolean>;

export function orderOwnership(store: Pick<EventStore, 'isAbout'>, remembered = 100_000): IsOrderOf {
  const owners = new LRUCache<string, string>({ max: remembered });
  return async (orderId, customerId) => {
    if (owners.get(orderId) === customerId) return true;
    const isOwn = await store.isAbout(orderId, customerId);
    if (isOwn) owners.set(orderId, customerId);
    return isOwn;
  };
}

export const customerNotFound = (id: string): Rejection => reject('NOT_FOUND', `Customer ${id} not found`);

/** Why a customer may not do this: what it is about is another's, and so nothing to them. */
export async function notOwn(
  input: MutationInput,
  customerId: string,
  isOrderOf: IsOrderOf,
): Promise<Rejection | undefined> {
  if (input.orderId !== undefined) {
    return (await isOrderOf(input.orderId, customerId)) ? undefined : orderNotFound;
  }
  const { customerId: named } = input as ChangeInput<'createOrder'>;
  return named === customerId ? undefined : customerNotFound(named);
}
