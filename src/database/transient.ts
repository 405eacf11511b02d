import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { EventStoreError } from '../event-sourcing/errors.js';

const transientStates = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '53300', // too_many_connections
  '55P03', // lock_not_available
  '57014', // query_canceled: a time-out
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up, recovering, shutting down
  '25006', // read_only_sql_transaction: a failover
]);
const transientSystemErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EAI_AGAIN',
]);
const lostConnection =
  /connection terminated|connection ended|not queryable|closed the connection|timeout exceeded|read timeout|socket hang up/i;

/** Whether the same statement may succeed later: the connection was lost, or Postgres was busy or restarting. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  if (typeof code !== 'string') return lostConnection.test(error.message);
  return code.startsWith('08') || transientStates.has(code) || transientSystemErrors.has(code);
}

/**
 * Tries work again, with jittered back-off, while it fails for a passing reason and the deadline
 * (milliseconds from now) allows. Only for work that is safe to repeat. When the time is over it throws
 * an EventStoreError; other errors pass through at once.
 */
export async function withRetries<T>(work: () => Promise<T>, deadline = 5_000): Promise<T> {
  const end = performance.now() + deadline;
  const policy = retry(
    handleWhen((error) => isTransient(error) && performance.now() < end),
    {
      maxAttempts: Number.POSITIVE_INFINITY,
      backoff: new ExponentialBackoff({ initialDelay: 20, maxDelay: 400 }),
    },
  );
  try {
    return await policy.execute(work);
  } catch (error) {
    if (!isTransient(error)) throw error;
    throw new EventStoreError('The event store cannot be reached', { cause: error });
  }
}
