import { closeSync, openSync, writeSync } from 'node:fs';
import type { EventFilter, Input, Outcome, Place, Sight } from '../checker/history.js';

/** Microseconds of a clock that all processes of this machine share and that never goes back. */
export const now = (): number => Number(process.hrtime.bigint() / 1_000n);

/** A line of a ledger. */
export type Entry =
  | {
      readonly asks: string;
      readonly at: number;
      readonly session: string;
      readonly server: number;
      readonly name: string;
      readonly input: Input;
    }
  | { readonly answers: string; readonly at: number; readonly outcome: Outcome }
  | { readonly follows: string; readonly filter: EventFilter; readonly after: Place }
  | { readonly tells: string; readonly at: number; readonly event: Place; readonly order: Sight };

export interface Ledger {
  /** Is with the kernel when it returns, and so outlives this process. */
  write(entry: Entry): void;
  close(): void;
}

/** Invocations are written before they are sent, answers after they came. */
export function openLedger(file: string): Ledger {
  const descriptor = openSync(file, 'a');
  return {
    write: (entry) => void writeSync(descriptor, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(descriptor),
  };
}
