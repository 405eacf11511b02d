import type { Transaction } from 'kysely';
import type { Database } from '../../database/database.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import { includes } from '../../event-sourcing/feed-cursor.js';
import { moveCheckpoint, readCheckpoint, takeCheckpoint } from '../projector/checkpoint.js';
import { catchUp, type Reached } from './catch-up.js';
import { takeOverParked } from './next-rows.js';
import { swapTables } from './next-table.js';
import { type HeldRebuild, moveRebuild } from './rebuild-record.js';
import { purposeOf, type Rebuilding } from './rebuilding.js';

/** Events for which the live projector may be held up. */
const few = 500;

/**
 * Puts the next table, its place in the feed and its parked events in the place of the live ones, all with this
 * transaction. Only catches up where many events are missing. Throws where the live table is not what it was when
 * the rebuild began, and where it has readers for longer than `lockTimeout` milliseconds.
 */
export async function swap(
  trx: Transaction<Database>,
  rebuilding: Rebuilding,
  held: HeldRebuild,
  lockTimeout: number,
): Promise<void> {
  const { projection, store } = rebuilding;
  const { name, table } = projection;
  if (missing(held.cursor, (await readCheckpoint(trx, name)).cursor) > few)
    return moveRebuild(trx, held, await catchUp(trx, projection, store, held));

  const live = await takeCheckpoint(trx, name);
  let reached: Reached = { cursor: held.cursor, events: held.events };
  while (!includes(reached.cursor, live)) reached = await catchUp(trx, projection, store, reached);
  if ((await purposeOf(trx, rebuilding)) !== held.purpose)
    throw new Error(`${table.join('.')} has been altered since the rebuild of it began: ask for another one`);
  await swapTables(trx, table, lockTimeout);
  await moveCheckpoint(trx, name, reached.cursor);
  await takeOverParked(trx, projection);
  await moveRebuild(trx, held, { ...reached, phase: 'DONE' });
}

const missing = (reached: FeedCursor, place: FeedCursor): number =>
  place.reduce((sum, position, lane) => sum + Math.max(0, position - (reached[lane] ?? 0)), 0);
