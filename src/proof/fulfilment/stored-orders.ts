import type pg from 'pg';
import { expect } from 'vitest';
import type { DecimalMoney } from '../../money/index.js';
import type { OrderEvent } from '../../orders/index.js';

export type StoredEvent = OrderEvent & { readonly version: number };

/** Every order in the database, with its events, of which none is missing. */
export async function storedOrders(client: pg.Pool): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
  const { rows } = await client.query(
    'select stream_id, version, type, data from event_store.events order by stream_id, version',
  );
  const orders = new Map<string, StoredEvent[]>();
  for (const { stream_id: id, ...event } of rows) {
    const events = orders.get(id) ?? [];
    orders.set(id, [...events, event]);
    expect(event.version).toBe(events.length + 1);
  }
  return orders;
}

/** What a customer wants: of an order, what a rollback restores. */
export interface Intent {
  /** Whether it is paid with something, and so fulfilled by itself. */
  readonly pays: boolean;
  readonly lines: ReadonlyMap<string, { readonly quantity: number; readonly unitPrice: DecimalMoney }>;
}

/** At each version; worked out without the code that is to be proved. */
export function intentsOf(events: readonly StoredEvent[]): readonly Intent[] {
  const intents: Intent[] = [];
  for (const event of events) intents.push(after(event, intents));
  return intents;
}

function after({ type, data }: StoredEvent, earlier: readonly Intent[]): Intent {
  const before = earlier.at(-1) ?? { pays: false, lines: new Map() };
  const lines = new Map(before.lines);
  switch (type) {
    case 'OrderCreated':
      for (const item of data.items) lines.set(item.productId, item);
      return { pays: data.paymentToken !== undefined, lines };
    case 'PaymentRequested':
      return { ...before, pays: true };
    case 'OrderItemAdded': {
      const { quantity, unitPrice } = lines.get(data.productId) ?? { ...data, quantity: 0 };
      return {
        ...before,
        lines: lines.set(data.productId, { unitPrice, quantity: quantity + data.quantity }),
      };
    }
    case 'OrderItemQuantityChanged': {
      const { unitPrice } = lines.get(data.productId) as { unitPrice: DecimalMoney };
      return { ...before, lines: lines.set(data.productId, { unitPrice, quantity: data.to }) };
    }
    case 'OrderItemRemoved':
      lines.delete(data.productId);
      return { ...before, lines };
    case 'OrderRolledBack':
      return earlier[data.toVersion - 1] as Intent;
    default:
      return before;
  }
}
