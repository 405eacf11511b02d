import { ReplayError } from './errors.js';
import type { DomainEvent, EventRecord, Instant, Recorded } from './event.js';
import { UnreadableData } from './event-schema.js';
import { lineage, type RollbackMark } from './lineage.js';

/** How events become state. Pure; a type that `evolve` does not know leaves the state as it is. */
export interface Fold<State, Event extends DomainEvent> {
  readonly initialState: State;
  evolve(state: State, event: Recorded<Event>): State;
  /** The target version where the event is a rollback. */
  rollbackTarget(event: Recorded<Event>): number | undefined;
}

/** A stream's state at a version, and what is needed to go on from there. */
export interface Snapshot<State> {
  readonly streamId: string;
  /** 0: no stream yet. */
  readonly version: number;
  readonly state: State;
  /** When the last event was recorded; 0 while there is none. */
  readonly recordedAt: Instant;
  /** Id of the last event: a log that has another one at this version is not where the state comes from. */
  readonly eventId: string | null;
  /** Lane and position of the last event. */
  readonly lane: number;
  readonly position: number;
  /** All rollbacks up to this version, oldest first. */
  readonly rollbacks: readonly RollbackMark[];
}

export const emptySnapshot = <State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  streamId: string,
): Snapshot<State> => ({
  streamId,
  version: 0,
  state: fold.initialState,
  recordedAt: 0,
  eventId: null,
  lane: 0,
  position: 0,
  rollbacks: [],
});

export interface ReplayOptions<State, Event extends DomainEvent> {
  /** The state at `rollbackBelow`, from which the fold goes on. */
  readonly restored?: State;
  /** Told of each event that counts, with the state after it: the state when its version was current. */
  passing?(event: Recorded<Event>, state: State): void;
}

/**
 * The state after `tail`, which must follow `base` without a gap, oldest first. Events that a later
 * rollback skipped are not folded. Undefined where a rollback in the tail goes back to before `base` and no
 * restored state is given. Throws a ReplayError where an event is missing or cannot be applied.
 */
export function replay<State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  base: Snapshot<State>,
  tail: readonly Recorded<Event>[],
  { restored, passing }: ReplayOptions<State, Event> = {},
): Snapshot<State> | undefined {
  const last = tail.at(-1);
  if (!last) return base;
  const marks = marksIn(fold, base, tail);
  const counted = lineage(last.version, marks, base.version);
  const jumps = counted.base < base.version;
  if (jumps && restored === undefined) return undefined;

  let state = jumps ? (restored as State) : base.state;
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
    passing?.(event, state);
  }
  return snapshotAt(last, state, marks.length > 0 ? [...base.rollbacks, ...marks] : base.rollbacks);
}

/** The version before `base` whose state the fold of `tail` begins with, where a rollback goes back so far. */
export function rollbackBelow<State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  base: Snapshot<State>,
  tail: readonly Recorded<Event>[],
): number | undefined {
  const version = tail.at(-1)?.version ?? base.version;
  const below = lineage(version, marksIn(fold, base, tail), base.version).base;
  return below < base.version ? below : undefined;
}

/** The state that an event left; `rollbacks` are all up to it. */
export const snapshotAt = <State>(
  { streamId, version, recordedAt, id, lane, position }: EventRecord,
  state: State,
  rollbacks: readonly RollbackMark[],
): Snapshot<State> => ({
  streamId,
  version,
  state,
  recordedAt,
  eventId: id,
  lane,
  position,
  rollbacks,
});

const marksIn = <State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  base: Snapshot<State>,
  tail: readonly Recorded<Event>[],
): RollbackMark[] => tail.flatMap((event) => markOf(fold, event, base.version));

function markOf<State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  event: Recorded<Event>,
  reached: number,
): RollbackMark[] {
  try {
    const toVersion = fold.rollbackTarget(event);
    if (toVersion === undefined) return [];
    // Only a forged history has it, and the walk back would never end.
    if (!(Number.isInteger(toVersion) && toVersion > 0 && toVersion < event.version))
      throw new Error(`version ${toVersion} is no target of a rollback`);
    return [{ version: event.version, toVersion }];
  } catch (cause) {
    throw new ReplayError(event.streamId, event.version, event.type, reached, cause);
  }
}
