import type pg from 'pg';
import { expect } from 'vitest';
import type { EventStore } from '../event-sourcing/event-store.js';
import { emptySnapshot, replay } from '../event-sourcing/replay.js';
import { ordersProjection } from '../orders/index.js';
import { fullRow } from '../processors/projector/read-model.js';

/** Compares the list of orders with what it would be if each were folded from its start. Answers how many there are. */
export async function expectDerived(client: pg.ClientBase, store: EventStore): Promise<number> {
  const { fold } = ordersProjection;
  const { rows } = await client.query('select * from read_model.orders order by order_id');
  const streams = await client.query('select distinct stream_id from event_store.events order by stream_id');
  const derived = await Promise.all(
    streams.rows.map(async ({ stream_id: id }) => {
      const snapshot = replay(fold, emptySnapshot(fold, id), (await store.readStream(id)) as never);
      return fullRow(ordersProjection, snapshot as never);
    }),
  );
  // As the driver gives them: positions as text where the client does not know better.
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
  expect(plain(rows).map(comparable)).toEqual(plain(derived).map(comparable));
  return rows.length;
}

const comparable = ({ total, ...row }: Record<string, unknown>) => ({ ...row, total: Number(total) });
