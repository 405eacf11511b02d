import { expect } from 'vitest';
import type { FormattedError } from '../graphql/errors.js';
import { ask, listen } from './graphql-client.js';

export const transports = ['HTTP', 'WebSocket'] as const;
export type Transport = (typeof transports)[number];

/** The errors of one operation, whichever transport brought it. */
export async function errorsOver(
  transport: Transport,
  url: string,
  query: string,
  variables: object,
): Promise<readonly FormattedError[]> {
  if (transport === 'HTTP') return (await ask(url, query, variables)).errors ?? [];
  const [message] = await listen(url, query, variables);
  return message?.type === 'error' ? message.payload : (message?.payload.errors ?? []);
}

export interface Refusal {
  readonly message: RegExp;
  /** VALIDATION_ERROR unless said otherwise. */
  readonly code?: FormattedError['extensions']['code'];
  /** Of the only one of the details; absent: any or no details. */
  readonly path?: string;
}

const statusCodes: Readonly<Record<string, number>> = {
  VALIDATION_ERROR: 400,
  NOT_FOUND: 404,
  BUSINESS_RULE_ERROR: 422,
};
const innards =
  /event_store|read_model|master_data|stream_id|node_modules|\.[jt]s\b|\n\s+at |syntax error at|\bselect\b.*\bfrom\b/i;

/** One refusal, in the client's own words: complete, short, and silent about what is behind it. */
export function expectRefusal(
  errors: readonly FormattedError[],
  { code = 'VALIDATION_ERROR', message, path }: Refusal,
): void {
  const statusCode = statusCodes[code];
  const requestId = expect.any(String);
  expect(errors).toMatchObject([{ extensions: { code, statusCode, retryable: false, requestId } }]);
  expect(errors[0]?.message).toMatch(message);
  const details = errors[0]?.extensions.details;
  if (path !== undefined)
    expect(details).toEqual([expect.objectContaining({ path, message: expect.any(String) })]);
  const sent = JSON.stringify(errors);
  expect(sent.length).toBeLessThan(2_000);
  expect(sent).not.toMatch(innards);
}
