import { sql } from 'kysely';
import type { Db } from '../../database/database.js';
import { moveCheckpointWith } from '../../processors/projector/checkpoint.js';
import type { Reaction } from '../../processors/reactor/reactor-turns.js';

/** What a page of the feed tells of an order. */
export interface Noticed {
  readonly orderId: string;
  /** Its newest version there. */
  readonly version: number;
  /** Whether it shows that there is, or was, a payment: else only an order that is known is looked at. */
  readonly pays: boolean;
}

export const checkpointName = 'fulfilment';

/** Makes orders due that have something new, and moves the checkpoint with it, all or nothing; whether it has. */
export function notice(db: Db, { from, to }: Omit<Reaction, 'events'>, noticed: readonly Noticed[]) {
  const ids = noticed.map(({ orderId }) => orderId);
  const versions = noticed.map(({ version }) => version);
  const pays = noticed.map((it) => it.pays);
  const told = sql`told as (
    select n.* from taken, unnest(${ids}::uuid[], ${versions}::integer[], ${pays}::boolean[])
      as n (order_id, version, pays)
  )`;
  const begun = sql`begun as (
    insert into fulfilment.processes as p (order_id, noticed, due_at)
    select order_id, version, now() from told where pays
    on conflict (order_id) do update set
      noticed = greatest(p.noticed, excluded.noticed),
      due_at = case when excluded.noticed > p.version then least(p.due_at, now()) else p.due_at end
  )`;
  const goneOn = sql`gone_on as (
    update fulfilment.processes p set
      noticed = greatest(p.noticed, t.version),
      due_at = case when t.version > p.version then least(p.due_at, now()) else p.due_at end
    from told t where p.order_id = t.order_id and not t.pays
  )`;
  return moveCheckpointWith(db, checkpointName, from, to, [told, begun, goneOn]);
}
