import type { Sight } from '../checker/history.js';

/** What a client process knows of the orders that it works on: the latest, each as it was last seen. */
export interface Board {
  /** Oldest first. */
  readonly orders: readonly KnownOrder[];
  /** Of an answer; `cursor` where that had one. */
  learn(sight: Sight, cursor?: string): void;
}

export interface KnownOrder {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly products: readonly string[];
  /** The place of one of its events. */
  readonly cursor?: string | undefined;
}

const size = 24;

export function createBoard(): Board {
  let orders: KnownOrder[] = [];
  return {
    get orders() {
      return orders;
    },
    learn({ orderId: id, version, content, skippedBy }, cursor) {
      const known = orders.find((order) => order.id === id);
      if (!content || skippedBy != null || (known && known.version >= version)) return;
      const next = {
        ...{ id, version, cursor: cursor ?? known?.cursor },
        status: content.slice(0, content.indexOf(' ')),
        products: [...content.matchAll(/\d+ (\S+) at/g)].map((match) => match[1] as string),
      };
      orders = known
        ? orders.map((order) => (order === known ? next : order))
        : [...orders, next].slice(-size);
    },
  };
}
