import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/database.js';
import type { Recorded } from '../../event-sourcing/event.js';
import type { EventStore, FeedCursor } from '../../event-sourcing/event-store.js';
import type { Projection } from '../../event-sourcing/projection.js';
import type { Feed } from '../feed/feed.js';
import { type Checkpoint, moveCheckpointWith } from './checkpoint.js';
import { assertPagePositions, ContinuityBreach } from './continuity.js';
import { type FoldedPage, foldPage, type History } from './fold-page.js';
import { type ParkedEvent, parkedFor, parking } from './parked-events.js';
import { BatchFailure, blamesEvents, type Condemned, type Trial } from './poison.js';
import { upsertion } from './read-model.js';
import { readStandings } from './standing.js';

export interface Projecting {
  readonly db: Db;
  readonly projection: Projection;
  readonly store: Pick<EventStore, 'head' | 'readFeed' | 'readStream'>;
  readonly stateAt?: History['stateAt'];
}

export type StepOutcome =
  | {
      readonly kind: 'moved';
      readonly cursor: FeedCursor;
      readonly hasMore: boolean;
      /** Whether the condemned event was next, and is parked now. */
      readonly gaveUp: boolean;
    }
  /** Another has moved or taken the checkpoint since it was read. Nothing was written. */
  | { readonly kind: 'beaten' }
  /** There is nothing after the checkpoint. */
  | { readonly kind: 'idle' };

/**
 * Applies the next events after a checkpoint: rows, parked events and the checkpoint's move are one statement,
 * which writes nothing where the checkpoint is no longer as it was read. No lock is held while events are read
 * and folded. Throws a ContinuityBreach, and a BatchFailure where the events themselves are at fault.
 */
export async function projectNext(
  projecting: Projecting,
  feed: Pick<Feed, 'read' | 'head'>,
  checkpoint: Checkpoint,
  { limit, condemned }: Trial,
): Promise<StepOutcome> {
  const { head } = feed;
  const { events, cursor, hasMore } = await feed.read(checkpoint.cursor, limit);
  assertPagePositions(checkpoint.cursor, events, hasMore && events.length > 0 ? checkpoint.cursor : head);
  if (events.length === 0) return { kind: 'idle' };
  const gaveUp = condemned?.failure.events[0]?.id === events[0]?.id;
  try {
    const folded = condemned && gaveUp ? withoutRows(condemned) : await fold(projecting, checkpoint, events);
    const moved = folded && (await write(projecting, checkpoint, cursor, folded));
    return moved ? { kind: 'moved', cursor, hasMore, gaveUp } : { kind: 'beaten' };
  } catch (error) {
    if (error instanceof ContinuityBreach || !blamesEvents(error)) throw error;
    throw new BatchFailure(events, error);
  }
}

/** Undefined where rows are no longer as they were at the checkpoint. */
async function fold(
  { db, projection, store, stateAt }: Projecting,
  { revision }: Checkpoint,
  events: readonly Recorded[],
): Promise<FoldedPage | undefined> {
  const streamIds = new Set(events.map((event) => event.streamId));
  const standings = await readStandings(db, projection, [...streamIds]);
  if (standings.revision !== revision) return undefined;
  return foldPage(projection, events, standings.byStream, {
    readStream: store.readStream,
    ...(stateAt && { stateAt }),
  });
}

const withoutRows = ({ failure, attempts }: Condemned): FoldedPage => ({
  rows: [],
  parked: failure.events.map((event): ParkedEvent => parkedFor(event, failure, attempts)),
});

function write(
  { db, projection }: Projecting,
  from: Checkpoint,
  to: FeedCursor,
  { rows, parked }: FoldedPage,
): Promise<boolean> {
  const { name } = projection;
  const parts: RawBuilder<unknown>[] = [];
  if (rows.length > 0) parts.push(sql`written as (${upsertion(projection, rows, sql`taken,`)})`);
  if (parked.length > 0) parts.push(sql`parked as (${parking(name, parked, sql`taken,`)})`);
  return moveCheckpointWith(db, name, from, to, parts);
}
