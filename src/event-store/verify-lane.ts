import type { HistoryFault, VerifiedPlace } from '../event-sourcing/feed-verifier.js';
import type { ChainedEvent } from './read-chained.js';
import { linkCheck } from './verify-links.js';

/** Walks along a lane's events, and looks at each. */
export interface LaneWalk {
  step(event: ChainedEvent): HistoryFault | undefined;
  place(): VerifiedPlace;
}

export function laneWalk(lane: number, from: VerifiedPlace): LaneWalk {
  let { position, recordedAt } = from;
  let root: Buffer = Buffer.from(from.root, 'hex');
  const links = linkCheck(root);

  function* faultsOf(event: ChainedEvent): Generator<string, void> {
    if (event.position <= position) return yield 'it stands where no event can';
    if (event.position > position + 1) {
      yield missing(position + 1, event.position - 1);
      links.lose();
    }
    yield* versionFaults(event);
    if (event.recordedAt < (recordedAt ?? Number.NEGATIVE_INFINITY))
      yield 'it was recorded before the event before it';
    if (Number.isSafeInteger(event.recordedAt)) {
      const fault = links.next(event);
      if (fault !== undefined) yield fault;
    } else {
      yield 'its instant is not one of whole milliseconds';
      links.lose();
    }
  }

  return {
    step(event) {
      const faults = [...faultsOf(event)];
      if (event.position > position) {
        ({ position, root } = event);
        recordedAt = Math.floor(event.recordedAt); // else a forged instant is told of the next event too
      }
      if (faults.length === 0) return undefined;
      const { streamId, version, type } = event;
      return {
        lane,
        position: event.position,
        what: `${type}, version ${version} of ${streamId}: ${faults.join('; ')}`,
      };
    },
    place: () => ({ position, root: root.toString('hex'), recordedAt }),
  };
}

const missing = (first: number, last: number): string =>
  first === last
    ? `the event at ${first}, before it, is missing`
    : `the events from ${first} to ${last}, before it, are missing`;

function* versionFaults({ version, previousPosition, position }: ChainedEvent): Generator<string, void> {
  if (version < 1) yield 'it has no version';
  if (version > 1 && previousPosition === null) yield `version ${version - 1} is missing`;
  if (previousPosition !== null && previousPosition > position)
    yield `version ${version - 1} stands behind it`;
}
