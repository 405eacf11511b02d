import type { Recorded } from '../../event-sourcing/event.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import { includes } from '../../event-sourcing/feed-cursor.js';

/** A fault: events are missing, repeated or out of order. Nothing can be derived from them until it is mended. */
export class ContinuityBreach extends Error {
  override readonly name = 'ContinuityBreach';
}

/**
 * Throws a ContinuityBreach where events that were read after `cursor` do not hold each position of their lanes
 * in turn, or end before `atLeast`.
 */
export function assertPagePositions(
  cursor: FeedCursor,
  events: readonly Recorded[],
  atLeast: FeedCursor,
): void {
  const reached = [...cursor];
  for (const { lane, position, streamId, version } of events) {
    const expected = (reached[lane] ?? 0) + 1;
    if (position !== expected) {
      throw new ContinuityBreach(
        `Lane ${lane} of the feed has version ${version} of ${streamId} at position ${position}, where position ${expected} should be`,
      );
    }
    reached[lane] = position;
  }
  if (!includes(reached, atLeast)) {
    throw new ContinuityBreach(
      `The feed ends at ${reached}, although events up to ${atLeast} were committed`,
    );
  }
  if (events.length === 0 && !includes(atLeast, cursor)) {
    throw new ContinuityBreach(`The checkpoint stands at ${cursor}, although events end at ${atLeast}`);
  }
}

/** Throws a ContinuityBreach where events of one stream do not follow a version one by one. */
export function assertVersions(streamId: string, after: number, events: readonly Recorded[]): void {
  for (const [i, { version, lane, position }] of events.entries()) {
    const expected = after + 1 + i;
    if (version === expected) continue;
    throw new ContinuityBreach(
      `Version ${version} of ${streamId}, at position ${position} of lane ${lane}, stands where version ${expected} should be`,
    );
  }
}
