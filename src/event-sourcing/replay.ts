import { ReplayError } from './errors.js';
import type { DomainEvent, Instant, Recorded } from './event.js';
import { UnreadableData } from './event-schema.js';
import { lineage, type RollbackMark } from './lineage.js';

/** How events become state. Pure; a type that `evolve` does not know leaves the state as it is. */
export interface Fold<State, Event extends DomainEvent> {
  readonly initialState: State;
  evolve(state: State, event: Recorded<Event>): State;
  /** The target version where the event is a rollback. */
  rollbackTarget(event: Recorded<Event>): number | undefined;
}

export type RecordedRollback<Event extends DomainEvent = DomainEvent> = Recorded<Event> & RollbackMark;

/** A stream's state at a version, and what is needed to go on from there. */
export interface Snapshot<State, Event extends DomainEvent = DomainEvent> {
  readonly streamId: string;
  /** 0: no stream yet. */
  readonly version: number;
  readonly state: State;
  /** When the last event was recorded; 0 while there is none. */
  readonly recordedAt: Instant;
  /** Lane and position of the last event. */
  readonly lane: number;
  readonly position: number;
  /** All rollbacks up to this version, oldest first. */
  readonly rollbacks: readonly RecordedRollback<Event>[];
}

export const emptySnapshot = <State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  streamId: string,
): Snapshot<State, Event> => ({
  streamId,
  version: 0,
  state: fold.initialState,
  recordedAt: 0,
  lane: 0,
  position: 0,
  rollbacks: [],
});

/**
 * The state after `tail`, which must follow `base` without a gap, oldest first. Events that a later
 * rollback skipped are not folded. Undefined where a rollback in the tail goes back to before `base`:
 * replay again from an older base. Throws a ReplayError where an event is missing or cannot be applied.
 */
export function replay<State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  base: Snapshot<State, Event>,
  tail: readonly Recorded<Event>[],
): Snapshot<State, Event> | undefined {
  const last = tail.at(-1);
  if (!last) return base;
  const marks = tail.flatMap((event) => markOf(fold, event, base.version));
  const counted = lineage(last.version, marks, base.version);
  if (counted.base < base.version) return undefined;

  let state = base.state;
  let reached = base.version;
  for (const version of counted.versions.reverse()) {
    const event = tail[version - base.version - 1];
    try {
      if (event?.version !== version) throw new Error('an event is missing before it');
      if (event.data instanceof UnreadableData) throw event.data.cause;
      state = fold.evolve(state, event);
      reached = version;
    } catch (cause) {
      throw new ReplayError(base.streamId, version, event?.type ?? 'missing', reached, cause);
    }
  }
  return {
    streamId: base.streamId,
    version: last.version,
    state,
    recordedAt: last.recordedAt,
    lane: last.lane,
    position: last.position,
    rollbacks: marks.length > 0 ? [...base.rollbacks, ...marks] : base.rollbacks,
  };
}

function markOf<State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  event: Recorded<Event>,
  reached: number,
): RecordedRollback<Event>[] {
  try {
    const toVersion = fold.rollbackTarget(event);
    if (toVersion === undefined) return [];
    // Only a forged history has it, and the walk back would never end.
    if (!(Number.isInteger(toVersion) && toVersion > 0 && toVersion < event.version))
      throw new Error(`version ${toVersion} is no target of a rollback`);
    return [{ ...event, toVersion }];
  } catch (cause) {
    throw new ReplayError(event.streamId, event.version, event.type, reached, cause);
  }
}
