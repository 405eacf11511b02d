import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { FormattedError } from '../graphql/errors.js';
import type { TypedDocumentString } from './generated/graphql.js';

/** What the server answered instead of data. `code` and `details` are those of the first error. */
export class AnsweredWithErrors extends Error {
  override readonly name = 'AnsweredWithErrors';
  readonly code: FormattedError['extensions']['code'] | undefined;
  readonly details: unknown;

  constructor(readonly errors: readonly FormattedError[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.code = errors[0]?.extensions.code;
    this.details = errors[0]?.extensions.details;
  }
}

/** The variables of an operation, which may be left out where none is required, then the caller's headers. */
type Asked<Variables> =
  Record<never, never> extends Variables
    ? [variables?: Variables, headers?: Record<string, string>]
    : [variables: Variables, headers?: Record<string, string>];

interface Answer<Result> {
  readonly data?: Result | null | undefined;
  readonly errors?: readonly unknown[] | undefined;
}

function dataOf<Result>({ data, errors }: Answer<Result>): Result {
  if (errors || !data) throw new AnsweredWithErrors((errors ?? []) as readonly FormattedError[]);
  return data;
}

/** The data that an operation of schema/operations answers over HTTP. Throws AnsweredWithErrors. */
export async function execute<Result, Variables>(
  url: string,
  document: TypedDocumentString<Result, Variables>,
  ...[variables, headers]: Asked<Variables>
): Promise<Result> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: `${document}`, variables }),
  });
  return dataOf((await response.json()) as Answer<Result>);
}

/**
 * Subscribes at once, over a WebSocket of its own, and gives each answer; ends the subscription when the
 * caller stops reading (`return()`). Throws AnsweredWithErrors. Headers go along as connection parameters.
 */
export function subscribe<Result, Variables>(
  url: string,
  document: TypedDocumentString<Result, Variables>,
  ...[variables, headers]: Asked<Variables>
): AsyncGenerator<Result, void> {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(headers ? { connectionParams: headers } : {}),
  });
  const answers = client.iterate<Result>({
    query: `${document}`,
    variables: variables as Record<string, unknown>,
  });
  return read(answers, () => client.dispose());
}

async function* read<Result>(
  answers: AsyncIterable<Answer<Result>>,
  close: () => void | Promise<void>,
): AsyncGenerator<Result, void> {
  try {
    for await (const answer of answers) yield dataOf(answer);
  } catch (error) {
    throw Array.isArray(error) ? new AnsweredWithErrors(error) : error;
  } finally {
    await close();
  }
}
