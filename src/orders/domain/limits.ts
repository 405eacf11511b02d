export const MAX_QUANTITY = 1_000_000;
export const MAX_LINES = 2_000;

/** A limit as messages show it: 1,000,000. */
export const grouped = (limit: number): string => limit.toLocaleString('en-US');
