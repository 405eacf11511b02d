import { type Rejection, reject } from '../event-sourcing/errors.js';
import type { Instant } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import type { RollbackMark } from '../event-sourcing/lineage.js';
import type { OrderSnapshot } from './domain/state.js';
import type { Orders } from './orders.js';

/** An order as it was at a version. */
export interface OrderView {
  readonly order: OrderSnapshot;
  /** Those known today, which may have undone that version since. Absent: read where they are asked for. */
  readonly rollbacks?: readonly RollbackMark[];
}

export const viewOf = (order: OrderSnapshot): OrderView => ({ order, rollbacks: order.rollbacks });

/** The order as it is, or null where there is none. */
export async function readOrder(orders: Orders, orderId: string): Promise<OrderView | null> {
  const order = await orders.load(orderId);
  return order.state === null ? null : viewOf(order);
}

export interface PointInTime {
  readonly version?: number | null | undefined;
  readonly timestamp?: Instant | null | undefined;
}

/**
 * The order exactly as it was at a version or an instant. Null where there is no such order, or was none at
 * that instant; a rejection where it never had that version, or the point is not exactly one of the two.
 */
export async function readOrderAt(
  orders: Orders,
  store: Pick<EventStore, 'versionAt'>,
  orderId: string,
  { version, timestamp }: PointInTime,
): Promise<OrderView | Rejection | null> {
  if ((version == null) === (timestamp == null)) {
    return reject('VALIDATION_ERROR', 'Either version or timestamp must be provided, and not both');
  }
  const at = version ?? (await store.versionAt(orderId, timestamp as Instant));
  // After the instant was resolved, so that the order is never older than the version.
  const current = await orders.load(orderId);
  if (current.state === null || (version == null && at === 0)) return null;
  if (at < 1 || at > current.version) {
    return reject(
      'VALIDATION_ERROR',
      `The order has no version ${at}. Its current version is ${current.version}`,
    );
  }
  const order = at === current.version ? current : await orders.loadAt(orderId, at);
  return { order, rollbacks: current.rollbacks };
}
