import type { FormattedError } from '../../../graphql/errors.js';
import type { Input, Outcome } from '../checker/history.js';
import type { HttpClient } from './http.js';
import { type Ledger, now } from './ledger.js';
import { failureOf } from './read-answer.js';

/** A root field of a document, as an operation of its own. */
export interface Part {
  readonly name: string;
  readonly input: Input;
  /** Under which the answer has it. */
  readonly field: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
  read(answer: any): Outcome;
}

export interface Request {
  readonly query: string;
  readonly variables: object;
  readonly parts: readonly Part[];
}

// biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
type Data = Record<string, any> | null | undefined;

export interface Performed {
  readonly outcomes: readonly Outcome[];
  readonly data: Data;
}

export interface Desk {
  readonly http: HttpClient;
  readonly ledger: Ledger;
  readonly urls: readonly string[];
  /** Unique among all clients. */
  readonly name: string;
}

let requests = 0;

/** Sends a request to a server, and writes down what was asked before, and what was answered after. */
export async function perform(
  desk: Desk,
  session: string,
  server: number,
  { query, variables, parts }: Request,
): Promise<Performed> {
  requests += 1;
  const requestId = `${desk.name}.${requests}`;
  const id = (i: number) => (i === 0 ? requestId : `${requestId}.${i}`);
  for (const [i, { name, input }] of parts.entries())
    desk.ledger.write({ asks: id(i), at: now(), session, server, name, input });
  const answer = await desk.http
    .post(desk.urls[server] as string, requestId, query, variables)
    .catch((error: Error) => error);
  const at = now();
  const outcomes = parts.map((part): Outcome => {
    if (answer instanceof Error) return { is: 'unknown', why: answer.message };
    const error = errorAt(answer.errors, part.field);
    return error ? failureOf(error) : part.read(answer.data?.[part.field]);
  });
  for (const [i, outcome] of outcomes.entries()) desk.ledger.write({ answers: id(i), at, outcome });
  return { outcomes, data: answer instanceof Error ? undefined : answer.data };
}

const errorAt = (errors: readonly FormattedError[] | undefined, field: string): FormattedError | undefined =>
  errors?.find(({ path }) => path === undefined || path[0] === field);
