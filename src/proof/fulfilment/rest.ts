import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/** Of each order with a payment, whatever is still to be done for it; less the last line where all are meant. */
const busy = (only: string): string => `
  select e.stream_id as order_id, p.state, p.next_step, p.last_error, e.version - p.version as unseen
  from (
    select stream_id, max(version) as version,
      bool_or(type = 'PaymentRequested' or data->'paymentToken' is not null) as pays
    from event_store.events group by stream_id
  ) as e left join fulfilment.processes p on p.order_id = e.stream_id
  where e.pays and (p.order_id is null or p.version < e.version or p.state = 'RUNNING' or p.lease is not null)
    ${only}`;

const patience = 90_000;

/** Resolves when nothing is done for any order, or for one, until somebody or something moves it on. */
export async function untilAtRest(client: pg.Pool, orderId?: string): Promise<void> {
  const only = orderId === undefined ? '' : 'and e.stream_id = $1';
  const until = performance.now() + patience;
  for (;;) {
    const { rows } = await client.query(busy(only), orderId === undefined ? [] : [orderId]);
    if (rows.length === 0) return;
    if (performance.now() > until) throw new Error(`Not at rest: ${JSON.stringify(rows.slice(0, 5))}`);
    await delay(30);
  }
}
