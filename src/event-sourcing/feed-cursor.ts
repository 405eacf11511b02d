import type { EventRecord, Recorded } from './event.js';
import type { FeedCursor, FeedFilter, FeedPage } from './event-store.js';

type Place = Pick<Recorded, 'lane' | 'position'>;

/** The place before the first event. */
export const feedStart = (lanes: number): FeedCursor => Array<number>(lanes).fill(0);

/** The cursor moved past one event. */
export const cursorAfter = (cursor: FeedCursor, { lane, position }: Place): FeedCursor =>
  cursor.with(lane, position);

/** Whether everything up to `place` lies at or before `cursor`. */
export const includes = (cursor: FeedCursor, place: FeedCursor): boolean =>
  place.every((position, lane) => position <= (cursor[lane] ?? 0));

export const matches = (
  filter: FeedFilter,
  event: Pick<Recorded, 'streamId' | 'type' | 'subject'>,
): boolean =>
  (filter.streamIds === undefined || filter.streamIds.includes(event.streamId)) &&
  (filter.types === undefined || filter.types.includes(event.type)) &&
  (filter.subject === undefined || filter.subject === event.subject);

/**
 * One page out of each lane's next events (each in order, up to limit + 1 of them). Lanes are merged by
 * time; within a lane the order stands. Where nothing was left out, the cursor moves to `scanned`.
 */
export function pageOf<Event extends EventRecord>(
  after: FeedCursor,
  lanes: readonly (readonly Event[])[],
  limit: number,
  scanned: FeedCursor = after,
): FeedPage<Event> {
  const all =
    lanes.length === 1 ? (lanes[0] ?? []) : lanes.flat().sort((a, b) => a.recordedAt - b.recordedAt);
  const events = all.slice(0, limit);
  const left = new Set(all.slice(limit).map((event) => event.lane));
  const cursor = after.map((position, lane) =>
    left.has(lane) ? position : Math.max(position, scanned[lane] ?? 0),
  );
  for (const event of events) {
    cursor[event.lane] = Math.max(cursor[event.lane] ?? 0, event.position);
  }
  return { events, cursor, hasMore: left.size > 0 };
}
