import { type Rejection, reject } from '../event-sourcing/errors.js';
import type { Instant, Recorded } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import type { RollbackMark } from '../event-sourcing/lineage.js';
import type { OrderRolledBack } from './domain/events.js';
import type { OrderSnapshot } from './domain/state.js';
import type { Orders } from './orders.js';

/** An order as it was at a version, or would be. */
export interface OrderView {
  readonly order: OrderSnapshot;
  /** Where the order ends in a rollback that was not done: as it would be recorded. */
  readonly planned?: Recorded<OrderRolledBack>;
  /** Those known today, which may have undone that version since. Absent: read where they are asked for. */
  readonly rollbacks?: readonly RollbackMark[];
  /** It is no longer so, or not known to be, where absent. */
  readonly isCurrent?: boolean;
}

export const viewOf = (order: OrderSnapshot): OrderView => ({ order, rollbacks: order.rollbacks });

/** The order as it is, or null where there is none. */
export async function readOrder(orders: Orders, orderId: string): Promise<OrderView | null> {
  const order = await orders.load(orderId);
  return order.state === null ? null : { ...viewOf(order), isCurrent: true };
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
  // After the instant was resolved, so that the order is never older than the version. Both in one round trip.
  const [current, order] = await Promise.all([
    orders.load(orderId),
    at < 1 ? undefined : orders.loadAt(orderId, at),
  ]);
  if (current.state === null || (version == null && at === 0)) return null;
  if (order?.version !== at || at > current.version) {
    return reject(
      'VALIDATION_ERROR',
      `The order has no version ${at}. Its current version is ${current.version}`,
    );
  }
  return { order, rollbacks: current.rollbacks, isCurrent: at === current.version };
}

/** The events of all rollbacks up to the version shown, oldest first. */
export async function readRollbacks(
  store: Pick<EventStore, 'readStream'>,
  { order, planned }: OrderView,
): Promise<readonly Recorded<OrderRolledBack>[]> {
  const read = order.rollbacks.map(async ({ version }) =>
    version === planned?.version ? [planned] : store.readStream(order.streamId, version - 1, version),
  );
  return (await Promise.all(read)).flat() as readonly Recorded<OrderRolledBack>[];
}
