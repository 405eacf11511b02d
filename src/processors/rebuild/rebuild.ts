import { setTimeout as delay } from 'node:timers/promises';
import { withRetries } from '../../database/transient.js';
import { beginOrJoin } from './begin-or-join.js';
import { type RebuildRecord, readRebuild } from './rebuild-record.js';
import type { Rebuilding } from './rebuilding.js';
import { rebuildSteps } from './steps.js';

/** Milliseconds for which a step is tried again where the database fails. */
const patience = 30_000;

/**
 * Makes a projection's table anew beside the live one, which goes on, and swaps it in; resolves when that is done.
 * Joins a rebuild that is under way, in whichever process, and goes on with one that was cut off: each step is a
 * transaction that holds the rebuild's record, so none is taken twice. Throws a ContinuityBreach where the log has
 * a hole, an EventStoreError where the database fails for half a minute, and the signal's reason.
 */
export async function rebuild(rebuilding: Rebuilding, signal: AbortSignal): Promise<RebuildRecord> {
  const { bulk, projection } = rebuilding;
  const { id, purpose } = await withRetries(() => beginOrJoin(rebuilding), patience);
  const takeStep = rebuildSteps(rebuilding, id);
  for (;;) {
    signal.throwIfAborted();
    const pause = await withRetries(takeStep, patience);
    const record = pause === 0 ? undefined : await withRetries(() => readRebuild(bulk, projection.name));
    if (pause === 0) continue;
    // Nobody begins another one for the same purpose before the one that is under way is done.
    if (record?.id !== id && record?.purpose === purpose) return rebuild(rebuilding, signal);
    if (record?.id !== id) throw new Error(`The rebuild of ${projection.name} was given up for another one`);
    if (record.phase === 'DONE') return record;
    await delay(pause, undefined, { signal });
  }
}
