import { z } from 'zod';
import { type Problem, type Rejection, reject } from '../event-sourcing/errors.js';

const shown = 5;
/** However long the list that is wrong from end to end. */
const mostDetails = 20;

/**
 * The value as the schema makes it, or a VALIDATION_ERROR whose `details` list the problems, up to 20 at once; its
 * message tells how many there are.
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T | Rejection {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const problems = issues.slice(0, mostDetails).map(problemOf);
  return reject('VALIDATION_ERROR', `Invalid input: ${summary(problems, issues.length)}`, problems);
}

const problemOf = ({ path, message, ...issue }: z.core.$ZodIssue): Problem => ({
  path: z.core.toDotPath(path),
  message,
  ...(issue.code === 'custom' && issue.params),
});

function summary(problems: readonly Problem[], count: number): string {
  const first = problems.slice(0, shown).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const more = count - first.length;
  return first.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
