import type { Instant } from '../../event-sourcing/event.js';

export const day = 24 * 3_600_000;
const days = 730;

/** Two years that are over, whenever this runs. */
export const opening: Instant = Date.UTC(2023, 0, 1);
export const closing: Instant = opening + days * day;

/** When such a share (0 to 1, exclusive) of all orders has come: business grows, and is busiest at noon. */
export function instantOf(share: number): Instant {
  const elapsed = days * share ** 0.7;
  const time = elapsed % 1;
  const wave = (0.6 / (2 * Math.PI)) * Math.sin(2 * Math.PI * time);
  return opening + Math.floor((elapsed + wave) * day);
}
