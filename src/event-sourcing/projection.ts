import type { DomainEvent } from './event.js';
import type { Fold, Snapshot } from './replay.js';

/**
 * A read model: one row for each stream, derived from that stream's events alone. Kept by a checkpointed
 * processor; can always be dropped and made anew from the feed.
 */
export interface Projection<
  State = unknown,
  Event extends DomainEvent = DomainEvent,
  Row extends object = object,
> {
  readonly name: string;
  /** Schema and name of the table. Besides a row's columns it has those of `StreamColumns`. */
  readonly table: readonly [schema: string, table: string];
  /** The column that holds the stream's id, its primary key. */
  readonly key: string;
  readonly fold: Fold<State, Event>;
  /** The row that shows a state, by column, without key and `StreamColumns`; undefined: this stream has none. Pure. */
  rowOf(snapshot: Snapshot<State>): Row | undefined;
}

/** What every row says of the state that it shows, so that a processor can go on from it. */
export interface StreamColumns {
  readonly lane: number;
  readonly version: number;
  readonly position: number;
  /** All of it, as JSON. */
  readonly snapshot: Snapshot<unknown>;
}
