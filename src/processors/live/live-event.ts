import type { Recorded } from '../../event-sourcing/event.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import type { Told } from './live-stream.js';

/** An event as it is told to a consumer. */
export interface LiveEvent extends Told {
  readonly event: Recorded;
  /** Whether the event is newer than the consumer. */
  readonly caughtUp: boolean;
}

/** `began`: the store's head when the consumer came. */
export function liveEvent(event: Recorded, cursor: FeedCursor, began: FeedCursor): LiveEvent {
  const { lane, position } = event;
  const caughtUp = position > (began[lane] ?? 0);
  return { event, cursor, caughtUp, key: `${lane}:${cursor.join()}:${caughtUp}`, since: began };
}
