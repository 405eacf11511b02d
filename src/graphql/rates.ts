import type { Caller } from './context.js';
import { apiError } from './errors.js';

/** Who spends points. */
export interface Spender {
  readonly address: string;
  /** Absent while it is not known who asks. */
  readonly caller?: Caller;
}

/** Of which rate too little is left, and when to come again. */
export interface Shortage {
  readonly setting: 'RATE_PER_CALLER' | 'RATE_PER_ADDRESS';
  /** Points a second. */
  readonly max: number;
  readonly retryAfterMs: number;
}

/** What callers and addresses may spend. */
export interface Rates {
  /** Answers where either has too little left. Never rejects. */
  spend(spender: Spender, points: number): Shortage | undefined | Promise<Shortage | undefined>;
}

/** In points, of which a field costs one. */
export const prices = {
  /** To be looked at at all. */
  request: 1,
  socket: 10,
  /** Of GraphiQL; some have a megabyte. */
  file: 50,
  /** On top, of what is refused before it runs: a token, a body, a document. */
  refusal: 50,
};

export const unlimited: Rates = { spend: () => undefined };

/** Throws RATE_LIMITED where too little is left. */
export async function charge(rates: Rates, spender: Spender, points: number): Promise<void> {
  const shortage = await rates.spend(spender, points);
  if (shortage === undefined) return;
  const { setting, max, retryAfterMs } = shortage;
  throw apiError(
    'RATE_LIMITED',
    `Too much in a short time: more than ${max} points a second (${setting}). Come again in ${retryAfterMs} ms.`,
    { limit: 'rate', max, setting, retryAfterMs },
  );
}
