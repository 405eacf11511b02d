/**
 * All places between two statements, of the database or of the gateway, where the process may die: what comes after
 * must be the same as if it had not.
 */
export const crashPoints = [
  'page read',
  'page noticed',
  'order claimed',
  'order read',
  'reservation read',
  'reservation changed',
  'reservation recorded',
  'shortage found',
  'shortage recorded',
  'confirmation recorded',
  'operation kept',
  'operation answered',
  'operation undecided',
  'operation failed',
  'payment recorded',
  'pause recorded',
  'look finished',
  'fact received',
  'fact recorded',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

/** Told where the process is, which waits there for as long as it is asked to. */
export type OnPoint = (point: CrashPoint) => void | Promise<void>;
