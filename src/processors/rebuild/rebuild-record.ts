import { type Selectable, sql, type Transaction } from 'kysely';
import type { Database, Db } from '../../database/database.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';

export type RebuildPhase = 'LOADING' | 'INDEXING' | 'CATCHING_UP' | 'COMPARING' | 'SWAPPING' | 'DONE';

/** A projection's newest rebuild, as its last step left it. */
export interface RebuildRecord {
  readonly processor: string;
  readonly id: string;
  /** What it was begun for; see `purposeOf`. */
  readonly purpose: string;
  readonly phase: RebuildPhase;
  /** Up to there events are loaded stream by stream. */
  readonly target: FeedCursor;
  /** The last stream that was loaded. */
  readonly loaded: { readonly lane: number; readonly streamId: string } | undefined;
  /** How far the new table is, once it is loaded. */
  readonly cursor: FeedCursor;
  /** That the new table holds. */
  readonly events: number;
  /** Milliseconds, in whichever processes. */
  readonly worked: number;
  /** Rows in which the live table was found to differ; null before they were compared. */
  readonly drift: number | null;
  /** Streams of some of them. */
  readonly drifted: readonly string[];
}

type Row = Selectable<Database['event_store.rebuilds']>;
type Trx = Transaction<Database>;

const toRecord = (row: Row): RebuildRecord => ({
  processor: row.processor,
  id: row.rebuild_id,
  purpose: row.purpose,
  phase: row.phase as RebuildPhase,
  target: row.target.map(Number),
  loaded:
    row.lane === null || row.stream_id === null ? undefined : { lane: row.lane, streamId: row.stream_id },
  cursor: row.cursor.map(Number),
  events: row.events,
  worked: row.worked,
  drift: row.drift,
  drifted: row.drifted,
});

/** The newest rebuild, done or not; undefined where there never was one. */
export async function readRebuild(db: Db, processor: string): Promise<RebuildRecord | undefined> {
  const row = await ofProcessor(db, processor).executeTakeFirst();
  return row && toRecord(row);
}

/** A rebuild that a transaction holds. */
export interface HeldRebuild extends RebuildRecord {
  /** By the clock of `performance.now()`. */
  readonly since: number;
}

/** Holds a rebuild for this transaction's step. Undefined where another process does, or it is another one by now. */
export async function takeRebuild(trx: Trx, processor: string, id: string): Promise<HeldRebuild | undefined> {
  const since = performance.now();
  const row = await ofProcessor(trx, processor)
    .where('rebuild_id', '=', id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row && { ...toRecord(row), since };
}

const ofProcessor = (db: Db, processor: string) =>
  db.selectFrom('event_store.rebuilds').selectAll().where('processor', '=', processor);

/** Whether somebody works at it: holds it now, or has moved it just before. */
export async function isUnderWay(db: Db, processor: string): Promise<boolean> {
  const atRest = await ofProcessor(db, processor)
    .where(sql<boolean>`updated_at < clock_timestamp() - interval '5 seconds'`)
    .forKeyShare()
    .skipLocked()
    .executeTakeFirst();
  return atRest === undefined;
}

export type RebuildChange = Partial<
  Pick<RebuildRecord, 'phase' | 'loaded' | 'cursor' | 'events' | 'drift' | 'drifted'>
>;

/** Moves a rebuild on, which this transaction holds. */
export async function moveRebuild(
  trx: Trx,
  { processor, worked, since }: HeldRebuild,
  { loaded, cursor, drifted, ...rest }: RebuildChange,
): Promise<void> {
  await trx
    .updateTable('event_store.rebuilds')
    .set({
      ...rest,
      ...(cursor && { cursor: [...cursor] }),
      ...(loaded && { lane: loaded.lane, stream_id: loaded.streamId }),
      ...(drifted && { drifted: [...drifted] }),
      worked: worked + performance.now() - since,
      updated_at: sql`clock_timestamp()`,
    })
    .where('processor', '=', processor)
    .execute();
}

/** Puts a new rebuild in the place of the last one, if that is still there. Answers whether it was. */
export async function replaceRebuild(
  trx: Trx,
  processor: string,
  last: RebuildRecord | undefined,
  { id, purpose, target }: Pick<RebuildRecord, 'id' | 'purpose' | 'target'>,
): Promise<boolean> {
  if (last) await trx.deleteFrom('event_store.rebuilds').where('rebuild_id', '=', last.id).execute();
  const inserted = await trx
    .insertInto('event_store.rebuilds')
    .values({
      processor,
      rebuild_id: id,
      purpose: purpose,
      phase: 'LOADING' satisfies RebuildPhase,
      target: [...target],
      cursor: [...target],
    })
    .onConflict((conflict) => conflict.column('processor').doNothing())
    .returning('rebuild_id')
    .executeTakeFirst();
  return inserted !== undefined;
}
