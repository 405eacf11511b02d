import { setTimeout as delay } from 'node:timers/promises';
import { createBell } from '../processors/feed/bell.js';
import { trackCondition } from '../processors/projector/projector-condition.js';
import { LeaseLost, type LookOptions } from './look.js';
import { lookAt } from './look-at.js';
import { type Claim, claimDue, leaseSeconds } from './processes/claim.js';
import { failLook, releaseLease, renewLease } from './processes/leased.js';
import { pauseAfter } from './progress.js';

export interface WorkOptions extends LookOptions {
  /** Orders looked at at a time. */
  readonly concurrency: number;
  /** Milliseconds between two looks at what is due, where nothing wakes the workers. */
  readonly pollInterval: number;
}

export interface Work {
  /** Something is due. */
  wake(): void;
  /** Begins no look and no step any more; what is under way may go on for so many milliseconds. */
  stop(grace: number): Promise<void>;
}

/** Looks at orders that are due. Their rows are durable timers: what one process drops, any other picks up. */
export function startWork(options: WorkOptions): Work {
  const { db, concurrency, pollInterval, onTrouble } = options;
  const condition = trackCondition(onTrouble);
  const stopping = new AbortController();
  const { signal } = stopping;
  const looks = new Set<Promise<void>>();
  const bell = createBell();
  let woken = false;
  const wake = () => {
    woken = true;
    bell.ring();
  };

  async function takeDue(): Promise<void> {
    const free = concurrency - looks.size;
    const claims = free > 0 ? await claimDue(db, free) : [];
    for (const claim of claims) {
      const look = lookOnce(options, claim, signal).finally(() => {
        looks.delete(look);
        wake();
      });
      looks.add(look);
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      woken = false;
      let milliseconds = pollInterval;
      try {
        await takeDue();
        condition.worked();
      } catch (error) {
        if (signal.aborted) return;
        milliseconds = condition.failed(error);
      }
      if (!woken) await bell.wait({ milliseconds, signal });
    }
  }

  const running = run();
  return {
    wake,
    async stop(grace) {
      stopping.abort();
      await running;
      await Promise.race([Promise.all(looks), delay(grace)]);
    },
  };
}

const internalError = 'An internal error: the log has its reason';

/** Never throws. */
async function lookOnce(options: WorkOptions, claim: Claim, signal: AbortSignal): Promise<void> {
  const { db, retries, onTrouble } = options;
  // Where it cannot be renewed the lease runs out, and somebody else goes on.
  const renewing = setInterval(() => renewLease(db, claim).catch(() => {}), (leaseSeconds * 1_000) / 3);
  try {
    await lookAt(options, claim, signal);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    if (signal.aborted) return void (await releaseLease(db, claim).catch(() => {}));
    if (claim.faults === 0) onTrouble('cannot go on with an order; trying again', error, claim.orderId);
    // Where this fails too, the lease runs out.
    await failLook(db, claim, internalError, pauseAfter(claim.faults + 1, retries)).catch(() => {});
  } finally {
    clearInterval(renewing);
  }
}
