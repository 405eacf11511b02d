import { z } from 'zod';
import { type Problem, type Rejection, reject } from '../event-sourcing/errors.js';

const shown = 5;

/** The value as the schema makes it, or a VALIDATION_ERROR whose `details` list all problems at once. */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T | Rejection {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }): Problem => ({
      path: z.core.toDotPath(path),
      message,
    }),
  );
  return reject('VALIDATION_ERROR', `Invalid input: ${summary(problems)}`, problems);
}

function summary(problems: readonly Problem[]): string {
  const first = problems.slice(0, shown).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const more = problems.length - first.length;
  return first.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
