import type { Instant, NewEvent } from '../../event-sourcing/event.js';
import type { StreamPlace } from '../../event-sourcing/event-archive.js';

/** An event of a file and its place in its stream. */
export interface PlacedEvent extends StreamPlace {
  readonly line: number;
  /** The order by the name that the file knows it by. */
  readonly order: string;
  readonly event: NewEvent & { readonly recordedAt: Instant };
  readonly claim: string | undefined;
}

/** Events in the order in which the feed is to have them; can be read again from the start. */
export type EventSource = () => Iterable<PlacedEvent> | AsyncIterable<PlacedEvent>;
