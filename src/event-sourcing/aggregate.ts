import type { DomainEvent, Recorded } from './event.js';
import type { EventStore } from './event-store.js';
import type { RollbackMark } from './lineage.js';
import { counted, type LookUps, noLookUps } from './look-ups.js';
import { emptySnapshot, type Fold, replay, rollbackBelow, type Snapshot, snapshotAt } from './replay.js';

/**
 * Where folded states are kept between reads. What it forgets costs a longer read. The log is asked whether it has
 * the last event of what it answers; beyond that it is believed, so it may hold only what was set here.
 */
export interface SnapshotCache<State> {
  get(streamId: string): Snapshot<State> | undefined;
  set(streamId: string, snapshot: Snapshot<State>): void;
  delete(streamId: string): void;
}

/** States that other processes left. Never rejects; undefined where it has none, is slow, or cannot be trusted. */
export interface SharedSnapshots<State> {
  get(streamId: string): Promise<Snapshot<State> | undefined>;
  /** Returns at once; may be dropped. */
  offer(snapshot: Snapshot<State>): void;
}

export interface AggregateOptions<State, Event extends DomainEvent> {
  readonly store: Pick<EventStore, 'readTail' | 'keepSnapshots'>;
  readonly fold: Fold<State, Event>;
  /** Changes with the fold's code, so that states which other code made are not taken for this one's. */
  readonly fingerprint: string;
  readonly cache: SnapshotCache<State>;
  readonly shared?: SharedSnapshots<State> | undefined;
}

export interface Aggregates<State> {
  /**
   * The stream's current state, version 0 where there is none. Linearizable: a cached state only shortens
   * the read of what came after it, which the store is asked for each time.
   */
  load(streamId: string): Promise<Snapshot<State>>;
  /** A state that was current a while ago, without asking the store; undefined where none is at hand. */
  recall(streamId: string): Snapshot<State> | undefined;
  /** The state when `version` was current; the version must exist. */
  loadAt(streamId: string, version: number): Promise<Snapshot<State>>;
  /** The state after events that follow `base`, one by one as they came. */
  advance(base: Snapshot<State>, events: readonly Recorded[]): Promise<Snapshot<State>>;
  /** Of `load`, since the process began. */
  readonly lookUps: LookUps;
}

/** Reads states by replaying events. Throws a ReplayError where a stored event cannot be applied. */
export function aggregates<State, Event extends DomainEvent>({
  store,
  fold,
  fingerprint,
  cache,
  shared,
}: AggregateOptions<State, Event>): Aggregates<State> {
  type Known = Snapshot<State>;
  const lookUps = noLookUps();

  function keep(snapshot: Known): Known {
    const known = cache.get(snapshot.streamId);
    if (snapshot.version > (known?.version ?? 0)) cache.set(snapshot.streamId, snapshot);
    return snapshot;
  }

  /** The state at a version, or the newest, from a base that is known or from the nearest snapshot. */
  async function read(streamId: string, upTo?: number, base?: Known): Promise<Known> {
    const tail = await store.readTail({ streamId, fold: fingerprint, upTo, base });
    if (!tail) {
      cache.delete(streamId);
      return read(streamId, upTo);
    }
    const from = base ?? counted(lookUps.snapshots, tail.snapshot as Known) ?? emptySnapshot(fold, streamId);
    return goOn(from, tail.events as readonly Recorded<Event>[]);
  }

  async function goOn(base: Known, events: readonly Recorded<Event>[]): Promise<Known> {
    let ladder = climb<State, Event>(base.version);
    let next = replay(fold, base, events, ladder);
    if (!next) {
      const below = await read(base.streamId, rollbackBelow(fold, base, events));
      // From there, so that the state after a far rollback is kept, and no later read needs to go back again.
      ladder = climb<State, Event>(below.version);
      next = replay(fold, base, events, { ...ladder, restored: below.state }) as Known;
    }
    if (ladder.steps.length > 0) {
      store.keepSnapshots(fingerprint, rungs(ladder.steps, next.rollbacks));
      shared?.offer(next);
    }
    return next;
  }

  return {
    lookUps,
    recall: (streamId) => cache.get(streamId),
    async load(streamId) {
      const cached = counted(lookUps.memory, cache.get(streamId));
      if (cached || !shared) return keep(await read(streamId, undefined, cached));
      const base = counted(lookUps.shared, await shared.get(streamId));
      const state = keep(await read(streamId, undefined, base));
      if (state !== base && state.version > 0) shared.offer(state);
      return state;
    },
    async loadAt(streamId, version) {
      const cached = cache.get(streamId);
      return cached?.version === version ? cached : read(streamId, version);
    },
    advance: async (base, events) => keep(await goOn(base, events as readonly Recorded<Event>[])),
  };
}

/** About how many versions lie between two snapshots of a stream: what a read far back folds at the most. */
const rungDistance = 50;

type Step<State, Event extends DomainEvent> = readonly [event: Recorded<Event>, state: State];

/** Picks the states worth keeping on the way up from a version: about one for every 50 versions. */
function climb<State, Event extends DomainEvent>(from: number) {
  const rungsBelow = (version: number) => Math.floor(version / rungDistance);
  let reached = rungsBelow(from);
  const steps: Step<State, Event>[] = [];
  return {
    steps,
    passing(event: Recorded<Event>, state: State): void {
      if (rungsBelow(event.version) === reached) return;
      reached = rungsBelow(event.version);
      steps.push([event, state]);
    },
  };
}

/** `rollbacks` are all up to the last step. */
const rungs = <State, Event extends DomainEvent>(
  steps: readonly Step<State, Event>[],
  rollbacks: readonly RollbackMark[],
): Snapshot<State>[] =>
  steps.map(([event, state]) => {
    const newer = rollbacks.findIndex((mark) => mark.version > event.version);
    return snapshotAt(event, state, newer === -1 ? rollbacks : rollbacks.slice(0, newer));
  });
