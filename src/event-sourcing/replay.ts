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
  /** Absent where streams tell only of what a rollback can undo. */
  readonly outside?: OutsideFold<State, Event>;
}

/**
 * What a state knows of the world outside (money, goods): facts, which no rollback can undo. They are folded from
 * every event, skipped or not, in the order of their versions; `evolve` leaves them alone. Pure.
 */
export interface OutsideFold<State, Event extends DomainEvent, Facts = unknown> {
  of(state: State): Facts;
  /** The same facts, not a copy, where the event tells of none. */
  observe(facts: Facts, event: Recorded<Event>): Facts;
  into(state: State, facts: Facts): State;
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
  /** The state at `rollbackBelow`, from which the fold goes on; its facts are those of the base. */
  readonly restored?: State;
  /** Told of each event that counts, with the state after it: the state when its version was current. */
  passing?(event: Recorded<Event>, state: State): void;
}

/**
 * The state after `tail`, which must follow `base` without a gap, oldest first. Of events that a later rollback
 * skipped only facts of the outside are folded. Undefined where a rollback in the tail goes back to before `base` and
 * no restored state is given. Throws a ReplayError where an event is missing or cannot be applied.
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

  const { outside } = fold;
  const ahead = counted.versions; // newest first
  let state = jumps ? (restored as State) : base.state;
  let facts = outside?.of(base.state);
  for (const [i, event] of tail.entries()) {
    const version = base.version + 1 + i;
    const counts = ahead.at(-1) === version;
    if (event.version !== version)
      throw failure(base, version, 'missing', new Error('an event is missing before it'));
    try {
      if (counts) state = evolve(fold, state, event);
      if (outside) facts = observe(outside, facts, event);
      if (outside && counts) state = outside.into(state, facts);
    } catch (cause) {
      const why = event.data instanceof UnreadableData ? event.data.cause : cause;
      throw failure(base, version, event.type, why);
    }
    if (!counts) continue;
    ahead.pop();
    passing?.(event, state);
  }
  return snapshotAt(last, state, marks.length > 0 ? [...base.rollbacks, ...marks] : base.rollbacks);
}

const failure = ({ streamId }: Snapshot<unknown>, version: number, type: string, cause: unknown) =>
  new ReplayError(streamId, version, type, version - 1, cause);

function evolve<State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  state: State,
  event: Recorded<Event>,
): State {
  if (event.data instanceof UnreadableData) throw event.data.cause;
  return fold.evolve(state, event);
}

/** A skipped event that cannot be read does no harm, unless it tells of facts. */
function observe<State, Event extends DomainEvent>(
  outside: OutsideFold<State, Event>,
  facts: unknown,
  event: Recorded<Event>,
): unknown {
  const observed = outside.observe(facts, event);
  if (observed !== facts && event.data instanceof UnreadableData) throw event.data.cause;
  return observed;
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
