import { sql } from 'kysely';
import type { Db } from '../../database/database.js';
import type { Projection } from '../../event-sourcing/projection.js';
import type { Snapshot } from '../../event-sourcing/replay.js';
import type { ParkedVersions } from './parked-events.js';

/** How far a projection has come with one stream. */
export interface Standing {
  /** What its row shows; null where it has none. */
  readonly snapshot: Snapshot<unknown> | null;
  readonly parked: ParkedVersions | null;
}

export interface Standings {
  /** Of the checkpoint, when all streams stood so. */
  readonly revision: number;
  readonly byStream: ReadonlyMap<string, Standing>;
}

/** How far it has come with these streams, of which there is at least one. */
export async function readStandings(
  db: Db,
  { name, table, key }: Projection,
  streamIds: readonly string[],
): Promise<Standings> {
  const { rows } = await sql<Standing & { streamId: string; revision: number }>`
    select c.revision, s.id as "streamId", r.snapshot, p.parked
    from event_store.checkpoints c
    cross join unnest(${streamIds}::uuid[]) s (id)
    left join ${sql.table(table.join('.'))} r on r.${sql.ref(key)} = s.id
    left join lateral (
      select jsonb_build_object('first', min(version), 'last', max(version)) as parked
      from event_store.parked_events where processor = ${name} and stream_id = s.id having count(*) > 0
    ) p on true
    where c.processor = ${name}`.execute(db);
  return {
    revision: rows[0]?.revision ?? 0,
    byStream: new Map(rows.map(({ streamId, ...row }) => [streamId, row])),
  };
}
