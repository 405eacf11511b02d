import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AskedOperation } from './asked-operation.js';
import { refuseOther } from './book.js';

export interface UndecidedOptions {
  readonly laterMs: number;
  readonly decide: (asked: AskedOperation) => Promise<unknown>;
  readonly log: Logger;
  /** Nothing is decided any more. */
  readonly signal: AbortSignal;
}

/** Remembers an operation and decides it later; throws a 409 where its key waits for another one. */
export function undecidedOperations({ laterMs, decide, log, signal }: UndecidedOptions) {
  const waiting = new Map<string, AskedOperation>();

  async function decideLater(asked: AskedOperation): Promise<void> {
    try {
      await delay(laterMs, undefined, { signal });
      await decide(asked);
    } catch (error) {
      if (!signal.aborted) log.error({ reason: String(error) }, 'a payment could not be decided');
    } finally {
      waiting.delete(asked.key);
    }
  }

  return (asked: AskedOperation): void => {
    const before = waiting.get(asked.key);
    if (before !== undefined) refuseOther(before, asked);
    else {
      waiting.set(asked.key, asked);
      void decideLater(asked);
    }
  };
}
