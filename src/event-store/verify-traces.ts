import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import type { HistoryFault } from '../event-sourcing/feed-verifier.js';

interface Trace {
  readonly lane: number;
  /** What the lane's head says. */
  readonly head: number;
  readonly what: string;
}

/**
 * What else the store keeps of events, and that tells of some that are not there: checkpoints, idempotency keys, claims
 * and snapshots, each of which was written with events or after them. It finds a feed that was cut short and its head
 * moved back, or that was emptied, where whoever did it forgot one of these.
 */
export async function faultsInTraces(db: Db): Promise<HistoryFault[]> {
  const { rows } = await sql<Trace>`
    with traces (what, lane, stream_id, version) as (
      select 'idempotency keys', lane, stream_id, last_version from event_store.idempotency where last_version > 0
      union all select 'claims', lane, stream_id, 1 from event_store.claims
      union all select 'snapshots', lane, stream_id, version from event_store.snapshots
    ), beyond (lane, what) as (
      select p.lane, format('the checkpoint "%s" stands at %s', c.processor, p.position)
      from event_store.checkpoints c
      cross join lateral (select n - 1 as lane, position from unnest(c.cursor) with ordinality u (position, n)) p
      left join event_store.heads h using (lane)
      where p.position > coalesce(h.position, 0)
      union all
      select t.lane, format('%s %s tell of events that are missing, such as version %s of %s', count(*), t.what,
        (array_agg(t.version order by t.stream_id, t.version))[1], (array_agg(t.stream_id order by t.stream_id))[1])
      from traces t
      where not exists (
        select from event_store.events e
        where e.lane = t.lane and e.stream_id = t.stream_id and e.version = t.version
      )
      group by t.lane, t.what
    )
    select b.lane::integer, coalesce(h.position, 0) as head, b.what
    from beyond b left join event_store.heads h using (lane)
    order by b.lane, b.what`.execute(db);
  return rows.map(({ lane, head, what }) => ({
    lane,
    position: head + 1,
    what: `${what}, although the feed ends at ${head}`,
  }));
}
