import type { Recorded } from './event.js';

/** Derived rows, kept by a checkpointed processor. Can always be dropped and rebuilt from the feed. */
export interface Projection<Connection> {
  readonly name: string;
  /** Applies events in feed order. Called in the transaction that also moves the checkpoint. */
  apply(connection: Connection, events: readonly Recorded[]): Promise<void>;
  /** Removes all rows, before a rebuild. */
  clear(connection: Connection): Promise<void>;
}
