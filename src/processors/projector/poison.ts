import pg from 'pg';
import { isTransient } from '../../database/transient.js';
import { EventStoreError } from '../../event-sourcing/errors.js';
import type { Recorded } from '../../event-sourcing/event.js';

/** A fault: these events, or one of them, cannot be applied. */
export class BatchFailure extends Error {
  override readonly name = 'BatchFailure';

  constructor(
    readonly events: readonly Recorded[],
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/**
 * Classes of SQLSTATE that are about the rows written: data that does not fit (22), a constraint (23), a
 * trigger that refuses (P0), a limit such as an index entry's size (54). Others are about the database.
 */
const aboutRows = /^(22|23|54|P0)/;

/** Whether an error may be the fault of the events that were applied, and would come again with them. */
export function blamesEvents(error: unknown): boolean {
  if (error instanceof EventStoreError || isTransient(error)) return false;
  return error instanceof pg.DatabaseError ? aboutRows.test(error.code ?? '') : true;
}

/** An event that has been tried often enough, alone. To be parked. */
export interface Condemned {
  readonly failure: BatchFailure;
  readonly attempts: number;
}

/** What to try next. */
export interface Trial {
  /** Events at the most. */
  readonly limit: number;
  readonly condemned?: Condemned;
}

export interface Isolation {
  readonly next: Trial;
  /** Answers whether to try again at once, with fewer events or without the condemned one; else after a pause. */
  failed(failure: BatchFailure): boolean;
  succeeded(): void;
}

export const allowedAttempts = 3;

/**
 * Finds the event at fault: half as many are tried after a failure, twice as many after a success. One that
 * fails alone, as often as is allowed, is condemned.
 */
export function isolation(batch: number): Isolation {
  let next: Trial = { limit: batch };
  let suspect: string | undefined;
  let attempts = 0;
  return {
    get next() {
      return next;
    },
    failed(failure) {
      const { events } = failure;
      next = { limit: Math.ceil(events.length / 2) };
      if (events.length > 1) return true;
      const eventId = events[0]?.id;
      attempts = eventId === suspect ? attempts + 1 : 1;
      suspect = eventId;
      if (attempts < allowedAttempts) return false;
      next = { limit: 1, condemned: { failure, attempts } };
      return true;
    },
    succeeded() {
      next = { limit: Math.min(2 * next.limit, batch) };
      suspect = undefined;
    },
  };
}
