import type { Db } from '../../database/database.js';
import { withRetries } from '../../database/transient.js';
import type { EventStore, FeedCursor } from '../../event-sourcing/event-store.js';
import { countParked } from './parked-events.js';
import type { Projector } from './projector.js';
import type { ProjectorState } from './projector-condition.js';

export interface ProjectionHealth {
  readonly name: string;
  readonly state: ProjectorState;
  readonly lastError: string | null;
  readonly cursor: FeedCursor;
  /** Committed events that it has not applied yet. */
  readonly lagEvents: number;
  /** Age of the oldest of them; 0 where there is none. */
  readonly lagSeconds: number;
  /** For how long the checkpoint has stood still although there were newer events. */
  readonly stalledSeconds: number;
  readonly parked: number;
}

/** How a projection is: its rows as committed by whichever process, its state in this one. */
export async function projectionHealth(
  { db, store }: { readonly db: Db; readonly store: EventStore },
  projector: Projector,
): Promise<ProjectionHealth> {
  const { name } = projector.projection;
  const { cursor, age } = await projector.checkpoint();
  const [head, next, parked] = await Promise.all([
    store.head(),
    store.readFeed(cursor, 1),
    withRetries(() => countParked(db, name)),
  ]);
  const oldest = next.events[0]?.recordedAt;
  const lagSeconds = oldest === undefined ? 0 : Math.max(0, Date.now() - oldest) / 1_000;
  return {
    name,
    state: projector.state,
    lastError: projector.lastError,
    cursor,
    lagEvents: head.reduce((sum, position, lane) => sum + Math.max(0, position - (cursor[lane] ?? 0)), 0),
    lagSeconds,
    // It may have had nothing to do for longer than there are newer events.
    stalledSeconds: Math.min(lagSeconds, age / 1_000),
    parked,
  };
}
