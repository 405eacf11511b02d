import { sql } from 'kysely';
import type { Db } from '../../database/database.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { nextName } from './next-rows.js';
import { nextTable } from './next-table.js';

/** How many streams are named. */
const named = 10;

export interface TableDrift {
  /** Rows that differ, or that only one of the tables has. */
  readonly count: number;
  /** Streams of some of them. */
  readonly streamIds: string[];
}

/**
 * Compares the live table with the next one, in one statement and so in one snapshot: rows that have seen the same
 * events, by the cursors of both, must be the same byte for byte, or in neither. Streams with parked events are
 * left out, since the rebuild has tried those again.
 */
export async function compareTables(
  db: Db,
  { name, table, key }: Projection,
  nextCursor: FeedCursor,
): Promise<TableDrift> {
  const id = sql.ref(key);
  const { rows } = await sql<TableDrift>`
    with place as materialized (
      select cursor as live, ${[...nextCursor]}::bigint[] as next
      from event_store.checkpoints where processor = ${name}
    ), differing as materialized (
      select ${id} as id
      from place, ${sql.table(table.join('.'))} l full join ${sql.table(nextTable(table).join('.'))} n using (${id})
      where (l *<> n or l.${id} is null or n.${id} is null)
        and (n.${id} is null or n.position <= live[n.lane + 1])
        and (l.${id} is null or l.position <= next[l.lane + 1] or l.position > live[l.lane + 1])
    ), drift as materialized (
      select id from differing
      except select stream_id from event_store.parked_events where processor in (${name}, ${nextName(name)})
    )
    select (select count(*) from drift) as count,
      array(select id from drift order by id limit ${named}) as "streamIds"`.execute(db);
  return rows[0] as TableDrift;
}
