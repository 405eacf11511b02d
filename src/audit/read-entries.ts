import { sql } from 'kysely';
import type { Db } from '../database/database.js';
import { withRetries } from '../database/transient.js';
import type { Entry } from './entry.js';
import type { TrailFilter } from './trail.js';

/** Newest first, those older than a place. */
export async function readEntries(
  db: Db,
  { orderId, actor }: TrailFilter,
  before: readonly [at: number, id: string],
  limit: number,
): Promise<Entry[]> {
  const [at, id] = before;
  const page = db
    .selectFrom('audit.entries')
    .selectAll()
    .where(sql<boolean>`(at, id) < (${new Date(at)}, ${id}::uuid)`)
    .$if(orderId !== undefined, (query) => query.where('order_id', '=', orderId as string))
    .$if(actor !== undefined, (query) => query.where('actor', '=', actor as string))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  const rows = await withRetries(() => page.execute());
  return rows.map(({ at, request_id, correlation_id, order_id, ...same }) => ({
    ...same,
    at: at.getTime(),
    requestId: request_id,
    correlationId: correlation_id,
    orderId: order_id,
  }));
}

export async function countEntries(db: Db, { orderId, actor }: TrailFilter): Promise<number> {
  const count = db
    .selectFrom('audit.entries')
    .select((row) => row.fn.countAll<number>().as('count'))
    .$if(orderId !== undefined, (query) => query.where('order_id', '=', orderId as string))
    .$if(actor !== undefined, (query) => query.where('actor', '=', actor as string));
  return (await withRetries(() => count.executeTakeFirstOrThrow())).count;
}
