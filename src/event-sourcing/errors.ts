/** A fault: the store cannot be reached or does not answer in time. Retryable. */
export class EventStoreError extends Error {
  override readonly name = 'EventStoreError';
}

/** A fault: a read model does not show a place in the feed in time. Its message is for whoever asked. */
export class ReadModelLag extends EventStoreError {}

/** A fault of an import: its events' own instants do not follow what the store has, or each other, or lie in the future. */
export class TimeOrderError extends Error {
  override readonly name = 'TimeOrderError';

  /** @param newest When the store's newest event was recorded; -Infinity where there is none. */
  constructor(
    readonly streamId: string,
    readonly newest: number,
  ) {
    const since = Number.isFinite(newest) ? new Date(newest).toISOString() : 'the beginning';
    super(
      `The events of ${streamId} cannot keep their own instants: time would run backwards. ` +
        `They must lie between ${since} and now, in order`,
    );
  }
}

/** A fault: a stored event could not be applied. Says how far replay had come. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';

  constructor(
    readonly streamId: string,
    readonly version: number,
    readonly type: string,
    readonly reached: number,
    cause: unknown,
  ) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`Replay of ${streamId} failed at version ${version} (${type}), after version ${reached}: ${why}`, {
      cause,
    });
  }
}

export type RejectionCode =
  | 'VALIDATION_ERROR'
  | 'NOT_FOUND'
  | 'CONCURRENCY_ERROR'
  | 'ERASED'
  | 'BUSINESS_RULE_ERROR'
  | 'IDEMPOTENCY_CONFLICT';

/** One thing wrong with an input: where, such as `items[0].quantity`, and what. A VALIDATION_ERROR's details list them. */
export interface Problem extends ProblemLimit {
  readonly path: string;
  readonly message: string;
}

/** The limit, by its name, that an input is beyond. */
export interface ProblemLimit {
  readonly limit?: string;
  readonly max?: number;
}

/** A rule said no. A value, not an exception. */
export interface Rejection {
  readonly rejected: true;
  readonly code: RejectionCode;
  readonly message: string;
  readonly details?: unknown;
}

export const reject = (code: RejectionCode, message: string, details?: unknown): Rejection =>
  details === undefined ? { rejected: true, code, message } : { rejected: true, code, message, details };

export const isRejection = (value: unknown): value is Rejection =>
  typeof value === 'object' && value !== null && (value as Rejection).rejected === true;
