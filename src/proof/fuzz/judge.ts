import type { FormattedError } from '../../graphql/errors.js';

type Code = FormattedError['extensions']['code'];

/** Every code of the table, and whether nothing that a client sends may lead to it. */
const codes: Readonly<Record<Code, 'answer' | 'fault'>> = {
  VALIDATION_ERROR: 'answer',
  UNAUTHENTICATED: 'answer',
  FORBIDDEN: 'answer',
  NOT_FOUND: 'answer',
  CONCURRENCY_ERROR: 'answer',
  ERASED: 'answer',
  KEY_MISSING: 'fault',
  BUSINESS_RULE_ERROR: 'answer',
  IDEMPOTENCY_CONFLICT: 'answer',
  RATE_LIMITED: 'answer',
  SLOW_CONSUMER: 'answer',
  PERSISTED_QUERY_NOT_FOUND: 'answer',
  PERSISTED_QUERY_NOT_SUPPORTED: 'answer',
  REQUEST_TIMEOUT: 'answer',
  EVENT_STORE_ERROR: 'answer', // a cursor far in the future is waited for in vain
  INTERNAL_ERROR: 'fault',
};

/** What no answer may hold: stacks, places of the machine, and the words of Postgres. */
const leaks =
  /node_modules|\.[jt]s:\d+|\n\s+at |\/(work|usr|home|root|tmp)\/|\b(event_store|read_model|personal_data|audit)\.|SQLSTATE|violates|syntax error at or near|relation \\?"|cannot be reached or/;

export interface Verdict {
  /** OK, or of each error the code. */
  readonly codes: readonly string[];
  /** What is wrong with the answer, if anything is. */
  readonly problem?: string;
  readonly data?: unknown;
}

/** Judges what GraphQL answered: over HTTP a body, over WebSocket the payload of a message. */
export function judge(text: string): Verdict {
  const leak = leaks.exec(text);
  if (leak) return { codes: ['leak'], problem: `It tells "${leak[0]}"` };
  try {
    return judgeResult(JSON.parse(text));
  } catch {
    return { codes: ['no JSON'], problem: 'It is not JSON' };
  }
}

function judgeResult(result: unknown): Verdict {
  const { data, errors } = (Array.isArray(result) ? { errors: result } : (result ?? {})) as Record<
    string,
    unknown
  >;
  if (errors === undefined) {
    return typeof data === 'object' && data !== null
      ? { codes: ['OK'], data }
      : problem('It has no data and no errors');
  }
  if (!Array.isArray(errors) || errors.length === 0)
    return problem('Its errors are no list, or an empty one');
  const met = errors.map((error) => String(error?.extensions?.code));
  const wrong = errors.map(wrongWith).find((it) => it !== undefined);
  return { codes: met, data, ...(wrong !== undefined && { problem: wrong }) };
}

const problem = (what: string): Verdict => ({ codes: ['malformed'], problem: what });

function wrongWith(error: FormattedError | null): string | undefined {
  const { message, extensions } = error ?? {};
  const { code, statusCode, retryable, requestId } = (extensions ?? {}) as Partial<
    FormattedError['extensions']
  >;
  if (typeof message !== 'string' || message === '') return 'An error has no message';
  if (code === undefined || !Object.hasOwn(codes, code)) return `No such code: ${code}`;
  if (codes[code] === 'fault') return code;
  const isWhole =
    typeof statusCode === 'number' && typeof retryable === 'boolean' && typeof requestId === 'string';
  return isWhole ? undefined : 'An error lacks one of statusCode, retryable and requestId';
}
