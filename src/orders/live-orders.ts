import type { Recorded } from '../event-sourcing/event.js';
import type { FeedCursor } from '../event-sourcing/event-store.js';
import type { Dispatcher } from '../processors/live/dispatcher.js';
import { defaultQueueLimit, type LiveQueue, liveQueue } from '../processors/live/live-queue.js';
import { type LiveStream, liveStream, type Told } from '../processors/live/live-stream.js';
import type { OrderSnapshot } from './domain/state.js';
import type { Orders } from './orders.js';

export interface LiveOrder extends Told {
  readonly order: OrderSnapshot;
}

export interface LiveOrders {
  /**
   * The order as it is, and again after each later append, each once, in order; undefined where there is none.
   * Whoever is too slow gets a SlowConsumerError.
   */
  watch(orderId: string): Promise<LiveStream<LiveOrder> | undefined>;
}

export interface LiveOrdersOptions {
  readonly dispatcher: Dispatcher;
  readonly orders: Pick<Orders, 'load' | 'advance'>;
  /** States that may wait for a watcher. */
  readonly queueLimit?: number;
}

type Watcher = LiveQueue<LiveOrder>;

interface WatchedOrder {
  /** What was told last; at first the order as it was when it began to be watched. */
  readonly shown: Promise<OrderSnapshot>;
  readonly watchers: Set<Watcher>;
  stop(): void;
}

/** Orders that are watched. Each is folded once, however many watch it. */
export function liveOrders(options: LiveOrdersOptions): LiveOrders {
  const { dispatcher, orders, queueLimit = defaultQueueLimit } = options;
  const watched = new Map<string, WatchedOrder>();

  function join(orderId: string, order: WatchedOrder): Watcher {
    const watcher = liveQueue<LiveOrder>(dispatcher.place, queueLimit, () => {
      order.watchers.delete(watcher);
      if (order.watchers.size > 0) return;
      order.stop();
      if (watched.get(orderId) === order) watched.delete(orderId);
    });
    order.watchers.add(watcher);
    return watcher;
  }

  return {
    async watch(orderId) {
      const from = dispatcher.place;
      const known = watched.get(orderId);
      const order = known ?? watchOrder(options, orderId);
      watched.set(orderId, order);
      const watcher = join(orderId, order); // before it is loaded, so that no change falls between the two
      try {
        const current = await (known ? orders.load(orderId) : order.shown);
        if (current.state !== null) return streamOf(liveOrder(current, from), watcher);
      } catch (error) {
        // Where the first watcher cannot load it, the others have nothing to go on from either.
        for (const it of known ? [watcher] : order.watchers) it.end(error as Error);
        throw error;
      }
      watcher.end();
      return undefined;
    },
  };
}

function watchOrder({ dispatcher, orders }: LiveOrdersOptions, orderId: string): WatchedOrder {
  const watchers = new Set<Watcher>();
  let shown = orders.load(orderId);
  let append: Recorded[] = [];

  async function change(before: Promise<OrderSnapshot>, events: readonly Recorded[]): Promise<OrderSnapshot> {
    const order = await before;
    const later = events.filter(({ version }) => version > order.version);
    return later.length > 0 ? orders.advance(order, later) : order;
  }

  async function tell(changed: Promise<OrderSnapshot>, cursor: FeedCursor): Promise<void> {
    try {
      const told = liveOrder(await changed, cursor);
      for (const watcher of watchers) watcher.push(told);
    } catch (error) {
      for (const watcher of watchers) watcher.end(error as Error);
    }
  }

  const stop = dispatcher.watch({ streamIds: [orderId] }, ({ event, cursor, endsAppend }) => {
    append.push(event);
    if (!endsAppend) return; // nobody ever saw the order between events that were written together
    shown = change(shown, append);
    append = [];
    void tell(shown, cursor);
  });
  return {
    get shown() {
      return shown;
    },
    watchers,
    stop,
  };
}

/** A state is the same at any time, so any answer made of it serves all. */
const liveOrder = (order: OrderSnapshot, cursor: FeedCursor): LiveOrder => ({
  order,
  cursor,
  key: `${order.streamId}:${order.version}`,
  since: [],
});

/** `first`, then what the watcher is told after it. */
function streamOf(first: LiveOrder, watcher: Watcher): LiveStream<LiveOrder> {
  const { version } = first.order;
  let begin: LiveOrder | undefined = first;

  async function next(): Promise<IteratorResult<LiveOrder, undefined>> {
    if (begin) {
      const value = begin;
      begin = undefined;
      return { done: false, value };
    }
    const told = await watcher.next();
    return told.done || told.value.order.version > version ? told : next();
  }

  return liveStream(next, () => watcher.end());
}
