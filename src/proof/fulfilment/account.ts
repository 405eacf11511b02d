import type { Answer } from '../../testing/order-api.js';
import type { GatewayEntry } from '../../testing/test-gateway.js';
import { type Intent, intentsOf, type StoredEvent } from './stored-orders.js';

/** An order at rest: as it says itself, as it was stored, and as the gateway knows it. */
export interface Account {
  readonly order: Answer;
  readonly events: readonly StoredEvent[];
  readonly ledger: readonly GatewayEntry[];
}

const money = '{ amount currency }';
const items = '{ productId quantity }';

/** What an account needs of an order. */
export const accountFields = `
  id version status totalAmount ${money} items ${items} process { state nextStep }
  payment { authorized ${money} captured ${money} refunded ${money} balance ${money} }
  reservation { items ${items} shipped ${items} }`;

export const wanted = ({ events }: Account): Intent => intentsOf(events).at(-1) as Intent;

/** Whether it is to be fulfilled. */
export const isAlive = (account: Account): boolean =>
  wanted(account).pays && account.order.status !== 'CANCELLED';

/** Whether the parcel has left. */
export const isGone = ({ order: { status } }: Account): boolean =>
  status === 'SHIPPED' || status === 'DELIVERED';

/** Whether it has what it needs; not where somebody has let a step be. */
export const isServed = ({ order: { process } }: Account): boolean =>
  (process?.state ?? 'COMPLETED') === 'COMPLETED';
