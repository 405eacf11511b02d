import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import type { FeedFilter } from '../event-sourcing/event-store.js';
import type { EventRow } from './tables.js';

/** Rows of one lane after a position, in commit order. */
export function readLane(
  db: Db,
  lane: number,
  after: number,
  limit: number,
  filter: FeedFilter = {},
): Promise<EventRow[]> {
  const { streamIds, types, subject } = filter;
  return db
    .selectFrom('event_store.events')
    .selectAll()
    .where('lane', '=', lane)
    .where('position', '>', after)
    .$if(streamIds !== undefined, (query) => query.where(sql<boolean>`stream_id = any(${streamIds}::uuid[])`))
    .$if(types !== undefined, (query) => query.where(sql<boolean>`type = any(${types})`))
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? null))
    .orderBy('position')
    .limit(limit)
    .execute();
}
