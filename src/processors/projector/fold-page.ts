import type { Recorded } from '../../event-sourcing/event.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { emptySnapshot, replay, rollbackBelow, type Snapshot } from '../../event-sourcing/replay.js';
import { assertVersions, ContinuityBreach } from './continuity.js';
import { type ParkedEvent, parkedBehind } from './parked-events.js';
import { fullRow, type ReadModelRow } from './read-model.js';
import type { Standing } from './standing.js';

/** Where a fold finds what the page does not hold. */
export interface History extends Pick<EventStore, 'readStream'> {
  /** The state at a version, found sooner than by folding all before it. */
  stateAt?(streamId: string, version: number): Promise<Snapshot<unknown>>;
}

export interface FoldedPage {
  readonly rows: readonly ReadModelRow[];
  readonly parked: readonly ParkedEvent[];
}

/**
 * What a page of the feed makes of a projection: the rows of the streams that it touches, and the events that
 * wait behind parked ones. Throws a ContinuityBreach, or a ReplayError where an event cannot be applied.
 */
export async function foldPage(
  projection: Projection,
  events: readonly Recorded[],
  standings: ReadonlyMap<string, Standing>,
  history: History,
): Promise<FoldedPage> {
  const rows: ReadModelRow[] = [];
  const parked: ParkedEvent[] = [];
  for (const [streamId, tail] of byStream(events)) {
    const standing = standings.get(streamId);
    if (standing?.parked) {
      const { first, last } = standing.parked;
      assertVersions(streamId, last, tail);
      parked.push(...tail.map((event) => parkedBehind(event, first)));
    } else {
      const base = await baseOf(projection, standing, streamId, tail[0]?.version ?? 1, history);
      assertVersions(streamId, base.version, tail);
      const row = fullRow(projection, await advance(projection, base, tail, history));
      if (row) rows.push(row);
    }
  }
  return { rows, parked };
}

export function byStream(events: readonly Recorded[]): Map<string, Recorded[]> {
  const streams = new Map<string, Recorded[]>();
  for (const event of events) {
    const stream = streams.get(event.streamId);
    if (stream) stream.push(event);
    else streams.set(event.streamId, [event]);
  }
  return streams;
}

/** Where a rollback goes back to before the base, the fold goes on from the state that it made current again. */
export async function advance(
  projection: Projection,
  base: Snapshot<unknown>,
  tail: readonly Recorded[],
  history: History,
): Promise<Snapshot<unknown>> {
  const { fold } = projection;
  const { streamId } = base;
  const below = rollbackBelow(fold, base, tail);
  if (below === undefined) return replay(fold, base, tail) as Snapshot<unknown>;
  const { state: restored } = history.stateAt
    ? await history.stateAt(streamId, below)
    : await readAll(projection, streamId, below, history);
  return replay(fold, base, tail, { restored }) as Snapshot<unknown>;
}

/** The state before a version. A stream without a row has none yet, or none that the projection shows. */
export async function baseOf(
  projection: Projection,
  standing: Standing | undefined,
  streamId: string,
  version: number,
  history: History,
): Promise<Snapshot<unknown>> {
  if (standing?.snapshot) return standing.snapshot;
  const before = await readAll(projection, streamId, version - 1, history);
  if (!projection.rowOf(before)) return before;
  throw new ContinuityBreach(`${streamId} has no row, and comes to version ${version}`);
}

async function readAll(
  projection: Projection,
  streamId: string,
  upTo: number,
  history: History,
): Promise<Snapshot<unknown>> {
  const empty = emptySnapshot(projection.fold, streamId);
  if (upTo === 0) return empty;
  const events = await history.readStream(streamId, 0, upTo);
  assertVersions(streamId, 0, events);
  if (events.length < upTo)
    throw new ContinuityBreach(`${streamId} ends at version ${events.length}, before ${upTo}`);
  return replay(projection.fold, empty, events) ?? empty;
}
