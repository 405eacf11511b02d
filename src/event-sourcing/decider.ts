import type { Rejection } from './errors.js';
import type { DomainEvent } from './event.js';
import type { Fold, Snapshot } from './replay.js';

/**
 * The pure core of an aggregate: no clock, no randomness, no I/O.
 * `decide` answers the events that a command causes (none: it changes nothing), or why it is refused.
 */
export interface Decider<State, Command, Event extends DomainEvent> extends Fold<State, Event> {
  decide(command: Command, current: Snapshot<State>): readonly Event[] | Rejection;
  /** Whom the stream is about (an order's customer), from its state or from its first events. */
  subjectOf(state: State, events: readonly Event[]): string | null;
  /** The name that the stream claims with these events, if any. */
  claimOf(events: readonly Event[]): string | undefined;
  claimRefused(claim: string, holder: string): Rejection;
}
