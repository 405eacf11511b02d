import type { GraphQLError } from 'graphql';

/**
 * The status of an answer. A client that reads application/json alone takes any but 200 for a word of something that
 * is no GraphQL server, so it gets 200 for what is wrong with the document or its variables too, as GraphQL over
 * HTTP says; others see there that nothing was executed.
 */
export function statusFor(
  accept: string | undefined,
  status: number,
  errors?: readonly GraphQLError[],
): number {
  const code = errors?.[0]?.extensions.code;
  const isAboutOperation = errors !== undefined && (code === undefined || aboutOperation.has(code));
  return status === 400 && isAboutOperation && readsJsonAlone(accept) ? 200 : status;
}

/** Errors of graphql-js itself have no code. */
const aboutOperation = new Set<unknown>([
  'VALIDATION_ERROR',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

const readsJsonAlone = (accept = ''): boolean =>
  /\bapplication\/json\b/i.test(accept) && !/graphql-response\+json|\*\/\*|application\/\*/i.test(accept);
