import { beginning, digestOf, hashOf, rootOf } from './hash-chain.js';
import type { ChainedEvent } from './read-chained.js';

/** Makes the links of a lane's events again, and compares. */
export interface LinkCheck {
  /** What is wrong with an event's links, where they go on from those of the events before it. */
  next(event: ChainedEvent): string | undefined;
  /** Events are missing: nobody knows from which root the next one goes on. */
  lose(): void;
}

/**
 * After a fault it goes on from what is stored as well as from what should be, so that one fault is told once: it has
 * been told by then, whichever of the two fits.
 */
export function linkCheck(root: Buffer): LinkCheck {
  let roots = [root];
  /** What the hashes of events should be that have others. */
  const rightHashes = new Map<string, Buffer>();

  function hashesBefore({ streamId, version, previousHash }: ChainedEvent): Buffer[] {
    if (version === 1) return [beginning];
    return [previousHash, rightHashes.get(nameOf(streamId, version - 1))].flatMap((it) => it ?? []);
  }

  return {
    lose() {
      roots = [];
    },
    next(event) {
      const digest = digestOf(event);
      const hashes = hashesBefore(event).map((previous) => hashOf(previous, digest, event));
      const leadsOn = (hash: Buffer) => roots.some((previous) => rootOf(previous, hash).equals(event.root));
      const hashFits = hashes.length === 0 || hashes.some((it) => it.equals(event.hash));
      const rootFits = roots.length === 0 || leadsOn(event.hash);
      const right = hashes.find(leadsOn);
      if (!hashFits) rightHashes.set(nameOf(event.streamId, event.version), right ?? (hashes[0] as Buffer));
      roots = rootFits
        ? [event.root]
        : [event.root, ...roots.map((previous) => rootOf(previous, right ?? event.hash))];
      return faultOf(hashFits, rootFits, right !== undefined);
    },
  };
}

function faultOf(hashFits: boolean, rootFits: boolean, otherHashFits: boolean): string | undefined {
  if (hashFits && rootFits) return undefined;
  if (hashFits) return 'the root after it is another, or it was recorded elsewhere in the feed';
  if (rootFits) return 'what it says, or its place in its stream, is not what was recorded';
  return otherHashFits ? 'its hash is another' : 'it is not the event that was recorded here';
}

const nameOf = (streamId: string, version: number): string => `${streamId} ${version}`;
