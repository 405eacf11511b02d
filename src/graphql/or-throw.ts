import { isRejection, type Rejection } from '../event-sourcing/errors.js';
import { apiError } from './errors.js';

/** The value, or the rejection as an error for the client. */
export function orThrow<T>(outcome: T | Rejection): T {
  if (isRejection(outcome)) throw apiError(outcome.code, outcome.message, outcome.details);
  return outcome;
}
