import type { EventStore, FeedCursor } from '../event-sourcing/event-store.js';
import type { Projector } from './projector.js';

export interface ProjectionLag {
  readonly cursor: FeedCursor;
  readonly lagEvents: number;
  /** Age of the oldest event not applied yet. */
  readonly lagSeconds: number;
}

/** How far a projection's rows are behind what is committed. */
export async function projectionLag(projector: Projector, store: EventStore): Promise<ProjectionLag> {
  const { cursor } = await projector.checkpoint();
  const [head, next] = await Promise.all([store.head(), store.readFeed(cursor, 1)]);
  const oldest = next.events[0]?.recordedAt;
  return {
    cursor,
    lagEvents: head.reduce((sum, position, lane) => sum + Math.max(0, position - (cursor[lane] ?? 0)), 0),
    lagSeconds: oldest === undefined ? 0 : Math.max(0, Date.now() - oldest) / 1_000,
  };
}
