import type { DomainEvent, Recorded } from './event.js';
import type { EventStore } from './event-store.js';
import { emptySnapshot, type Fold, replay, type Snapshot } from './replay.js';

/**
 * Where folded states are kept between reads. What it forgets costs a longer read. What it answers is believed:
 * it may hold only what was set here, for this store.
 */
export interface SnapshotCache<State, Event extends DomainEvent> {
  get(streamId: string): Snapshot<State, Event> | undefined;
  set(streamId: string, snapshot: Snapshot<State, Event>): void;
}

export interface Aggregates<State, Event extends DomainEvent> {
  /**
   * The stream's current state, version 0 where there is none. Linearizable: a cached state only shortens
   * the read of what came after it, which the store is asked for each time.
   */
  load(streamId: string): Promise<Snapshot<State, Event>>;
  /** The state when `version` was current; the version must exist. */
  loadAt(streamId: string, version: number): Promise<Snapshot<State, Event>>;
  /** The state after events that follow `base`, one by one as they came. */
  advance(base: Snapshot<State, Event>, events: readonly Recorded[]): Promise<Snapshot<State, Event>>;
}

/** Reads states by replaying events. Throws a ReplayError where a stored event cannot be applied. */
export function aggregates<State, Event extends DomainEvent>(
  store: Pick<EventStore, 'readStream'>,
  fold: Fold<State, Event>,
  cache: SnapshotCache<State, Event>,
): Aggregates<State, Event> {
  type Events = readonly Recorded<Event>[];
  const keep = (snapshot: Snapshot<State, Event>) => {
    const known = cache.get(snapshot.streamId);
    if (snapshot.version > (known?.version ?? 0)) cache.set(snapshot.streamId, snapshot);
    return snapshot;
  };

  async function fromStart(streamId: string, upTo?: number): Promise<Snapshot<State, Event>> {
    const events = (await store.readStream(streamId, 0, upTo)) as Events;
    const empty = emptySnapshot(fold, streamId);
    return replay(fold, empty, events) ?? empty;
  }

  async function load(streamId: string): Promise<Snapshot<State, Event>> {
    const base = cache.get(streamId);
    if (!base) return keep(await fromStart(streamId));
    const tail = (await store.readStream(streamId, base.version)) as Events;
    return keep(replay(fold, base, tail) ?? (await fromStart(streamId)));
  }

  return {
    load,
    async loadAt(streamId, version) {
      const cached = cache.get(streamId);
      return cached?.version === version ? cached : fromStart(streamId, version);
    },
    async advance(base, events) {
      const last = events.at(-1);
      if (!last) return base;
      return keep(replay(fold, base, events as Events) ?? (await fromStart(base.streamId, last.version)));
    },
  };
}
