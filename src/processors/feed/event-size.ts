import type { Recorded } from '../../event-sourcing/event.js';

/** Bytes, about, that an event takes in memory. */
export const eventSize = ({ data }: Recorded): number => 600 + 2 * (JSON.stringify(data)?.length ?? 0);
