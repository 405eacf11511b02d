import { ReplayError } from '../../event-sourcing/errors.js';
import type { Recorded } from '../../event-sourcing/event.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { emptySnapshot, replay } from '../../event-sourcing/replay.js';
import { assertVersions } from '../projector/continuity.js';
import { type ParkedEvent, parkedBehind, parkedFor } from '../projector/parked-events.js';
import { fullRow, type ReadModelRow } from '../projector/read-model.js';

/** What a projection makes of a stream. */
export interface FoldedStream {
  readonly streamId: string;
  /** All of them, from the first on. */
  readonly events: readonly Recorded[];
  /** Undefined where the projection shows none. */
  readonly row: ReadModelRow | undefined;
  /** The first event that cannot be applied, and all behind it. */
  readonly parked: readonly ParkedEvent[];
}

/** An event that must be parked, and why. */
export interface Refusal {
  readonly version: number;
  readonly error: unknown;
}

/**
 * Folds a stream's events, from the first on, as far as that can be done: up to a refused one at most. An event that
 * a rollback has skipped is not looked at. Throws a ContinuityBreach where one is missing.
 */
export function foldStream(
  projection: Projection,
  events: readonly Recorded[],
  refused?: Refusal,
): FoldedStream {
  const streamId = events[0]?.streamId ?? '';
  assertVersions(streamId, 0, events);
  let refusal = refused;
  for (;;) {
    const end = refusal ? refusal.version - 1 : events.length;
    try {
      const row = rowAfter(projection, streamId, events.slice(0, end));
      return { streamId, events, row, parked: refusal ? park(events.slice(end), refusal) : [] };
    } catch (error) {
      if (end === 0) throw error;
      refusal = { version: error instanceof ReplayError ? error.version : end, error };
    }
  }
}

function rowAfter(
  projection: Projection,
  streamId: string,
  events: readonly Recorded[],
): ReadModelRow | undefined {
  const empty = emptySnapshot(projection.fold, streamId);
  return fullRow(projection, replay(projection.fold, empty, events) ?? empty);
}

const park = ([first, ...behind]: readonly Recorded[], { error }: Refusal): ParkedEvent[] =>
  first ? [parkedFor(first, error, 1), ...behind.map((event) => parkedBehind(event, first.version))] : [];
