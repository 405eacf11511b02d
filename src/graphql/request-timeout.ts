import { apiError } from './errors.js';

/**
 * What the work answers, or REQUEST_TIMEOUT after so many milliseconds; then the work goes on unheard, and what comes
 * of it too late is let go of.
 */
export function withinTime<T>(
  milliseconds: number,
  work: () => Promise<T>,
  letGo: (late: T) => unknown = () => {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(timeout(milliseconds));
    }, milliseconds);
    work()
      .then((answer) => (isLate ? letGo(answer) : resolve(answer)))
      .catch(reject)
      .finally(() => clearTimeout(timer));
  });
}

const timeout = (milliseconds: number): Error =>
  apiError(
    'REQUEST_TIMEOUT',
    `No answer within ${milliseconds} ms (REQUEST_TIMEOUT_MS). A mutation may have taken effect, or still may: repeat it with the same idempotencyKey.`,
    { limit: 'time', max: milliseconds, setting: 'REQUEST_TIMEOUT_MS' },
  );
