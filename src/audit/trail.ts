import type { Recorded } from '../event-sourcing/event.js';
import type { FeedCursor } from '../event-sourcing/event-store.js';
import type { Entry } from './entry.js';

/** Of one order, of one actor; of both where both are given, and everything where none is. */
export interface TrailFilter {
  readonly orderId?: string | undefined;
  readonly actor?: string | undefined;
}

/** How far a reader has come, newest first: entries older than the first two, events before a position in each lane. */
export type TrailPlace = readonly [at: number, entryId: string, ...positions: number[]];

/** An event or an entry, and the place after it. */
export interface TrailItem {
  readonly place: TrailPlace;
  readonly deed: Recorded | Entry;
}

export const isEvent = (deed: Recorded | Entry): deed is Recorded => 'recordedAt' in deed;

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The place before everything that there is now. */
export const trailStart = (head: FeedCursor): TrailPlace => [
  Date.UTC(9999, 11, 31),
  lastId,
  ...head.map((position) => position + 1),
];

/**
 * Merges what follows a place, each source newest first, into one list by time. Each item's place says how far each
 * source has been taken, so that a reader who resumes there misses nothing and repeats nothing, also where instants
 * are equal; what is recorded meanwhile is newer than all of it.
 */
export function mergeTrail(
  from: TrailPlace,
  entries: readonly Entry[],
  events: readonly (readonly Recorded[])[],
  limit: number,
): TrailItem[] {
  const newestFirst = [...entries, ...events.flat()].sort((a, b) => instantOf(b) - instantOf(a)); // stable
  let place = from;
  return newestFirst.slice(0, limit).map((deed) => {
    place = placeAfter(place, deed);
    return { place, deed };
  });
}

function placeAfter([at, entryId, ...positions]: TrailPlace, deed: Recorded | Entry): TrailPlace {
  if (!isEvent(deed)) return [deed.at, deed.id, ...positions];
  // Entries that are left are no newer than this event: later ones have no place behind it.
  const entry = deed.recordedAt < at ? ([deed.recordedAt, lastId] as const) : ([at, entryId] as const);
  return [...entry, ...positions.with(deed.lane, deed.position)];
}

const instantOf = (deed: Recorded | Entry): number => (isEvent(deed) ? deed.recordedAt : deed.at);
