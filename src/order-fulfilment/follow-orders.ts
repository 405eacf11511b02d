import type { Recorded } from '../event-sourcing/event.js';
import type { OrderEvent } from '../orders/index.js';
import { type Reactor, type ReactorOptions, startReactor } from '../processors/reactor/reactor.js';
import type { CrashPoint } from './crash-points.js';
import { checkpointName, type Noticed, notice } from './processes/notice.js';

export interface FollowOptions extends Pick<ReactorOptions, 'db' | 'feed' | 'store' | 'lanes' | 'onTrouble'> {
  /** Told when orders may be due. */
  onDue(): void;
  reached(point: CrashPoint): Promise<void>;
}

/**
 * Makes each order with a payment due when something happens to it. Rows and checkpoint move in one statement, so no
 * crash loses it. A fresh checkpoint begins with the first event there is.
 */
export function followOrders({ onDue, reached, ...options }: FollowOptions): Promise<Reactor> {
  return startReactor({
    ...options,
    name: checkpointName,
    async react({ from, to, events }) {
      await reached('page read');
      const moved = await notice(options.db, { from, to }, noticedIn(events));
      await reached('page noticed');
      if (moved) onDue();
      return moved;
    },
  });
}

/** What a page tells of each order in it. */
export function noticedIn(events: readonly Recorded[]): Noticed[] {
  const orders = new Map<string, Noticed>();
  for (const event of events) {
    const { streamId: orderId, version } = event;
    const pays = showsPayment(event as Recorded<OrderEvent>) || orders.get(orderId)?.pays === true;
    orders.set(orderId, { orderId, version, pays });
  }
  return [...orders.values()];
}

const paying: ReadonlySet<OrderEvent['type']> = new Set<OrderEvent['type']>([
  'PaymentRequested',
  'StockReserved',
  'StockReleased',
  'StockShipped',
  'StockReservationFailed',
  'PaymentAuthorized',
  'PaymentDeclined',
  'PaymentCaptured',
  'PaymentVoided',
  'PaymentRefunded',
  'FulfilmentPaused',
  'FulfilmentResumed',
  'FulfilmentSettled',
]);

const showsPayment = (event: OrderEvent): boolean =>
  paying.has(event.type) || (event.type === 'OrderCreated' && event.data.paymentToken !== undefined);
