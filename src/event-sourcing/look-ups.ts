/** How often a level of caches was asked for a state, and had one. */
export interface LookUp {
  hits: number;
  misses: number;
}

/** From the nearest level to the farthest; each is asked where the one before had nothing. */
export interface LookUps {
  readonly memory: LookUp;
  readonly shared: LookUp;
  readonly snapshots: LookUp;
}

export const noLookUps = (): LookUps => ({
  memory: { hits: 0, misses: 0 },
  shared: { hits: 0, misses: 0 },
  snapshots: { hits: 0, misses: 0 },
});

/** Counts what was found, and passes it on. */
export function counted<Found>(level: LookUp, found: Found | undefined): Found | undefined {
  if (found === undefined) level.misses += 1;
  else level.hits += 1;
  return found;
}
