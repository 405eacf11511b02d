import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreError } from '../event-sourcing/errors.js';

/**
 * Classes of SQLSTATE: lost connections (08), too little of something (53), a time-out, shutdown, crash or
 * start (57), the disk or network under Postgres (58).
 */
const transientClass = /^(08|53|57|58)/;
const transientStates = new Set([
  '25006', // read_only_sql_transaction: a failover
  '25P03', // idle_in_transaction_session_timeout
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
]);
const transientSystemErrors = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT', // the socket of a Postgres that is not running
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);
const lostConnection =
  /connection terminated|not queryable|timeout exceeded|timeout expired|read timeout|establishing an SSL/i;

const longestPause = 400;

/** Whether the same statement may succeed later: the connection was lost, or Postgres was busy or restarting. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return lostConnection.test(error.message);
  return transientClass.test(code) || transientStates.has(code) || transientSystemErrors.has(code);
}

/**
 * Tries work again, with jittered back-off, while it fails for a passing reason and the deadline
 * (milliseconds from now) has not come. Only for work that is safe to repeat. After the deadline it throws
 * an EventStoreError; other errors pass through at once. Ends with the last try, which begins before the
 * deadline: `until`, which the work is told, by the clock of `performance.now()`.
 */
export async function withRetries<T>(work: (until: number) => Promise<T>, deadline = 5_000): Promise<T> {
  const until = performance.now() + deadline;
  for (let longest = 20; ; longest = Math.min(2 * longest, longestPause)) {
    const pause = Math.random() * longest;
    try {
      return await work(until);
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (performance.now() + pause >= until) {
        throw new EventStoreError('The event store cannot be reached', { cause: error });
      }
    }
    await delay(pause);
  }
}
