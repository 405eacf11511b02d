import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';

/** The lane that holds a stream, a key or a claim. Fixed for a store's life: it decides where rows are. */
export function laneOf(name: string, lanes: number): number {
  if (lanes === 1) return 0;
  return createHash('sha256').update(name).digest().readUInt32BE(0) % lanes;
}

/** A new stream's id, in the lane of what guards it, so that one transaction covers both. */
export function newStreamId(lanes: number, guardedBy?: string, make = uuidv7): string {
  const wanted = guardedBy === undefined ? undefined : laneOf(guardedBy, lanes);
  for (;;) {
    const id = make();
    if (wanted === undefined || laneOf(id, lanes) === wanted) return id;
  }
}
