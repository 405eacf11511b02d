import type { IncomingMessage } from 'node:http';
import type { OperationRequest } from './persisted-documents.js';
import { readJsonObject } from './request-body.js';
import { pathOf } from './routes.js';

/** What a GET or POST asks for, and how it said so. */
export interface SentRequest {
  readonly method: string;
  readonly request: OperationRequest;
  /** Of the URL, with its question mark. */
  readonly search: string;
  /** Of a POST. */
  readonly body: Record<string, unknown> | undefined;
}

/** Throws a refusal where the body cannot be read as a JSON object of at most so many bytes. */
export async function readRequest(incoming: IncomingMessage, maxBodyBytes: number): Promise<SentRequest> {
  const { method = '', url = '' } = incoming;
  const search = url.slice(pathOf(incoming).length);
  if (method !== 'POST') return { method, request: fromSearch(search), search, body: undefined };
  const body = await readJsonObject(incoming, maxBodyBytes);
  return { method, request: body, search, body };
}

function fromSearch(search: string): OperationRequest {
  const { variables, extensions, ...rest } = Object.fromEntries(new URLSearchParams(search));
  return { ...rest, variables: jsonIn(variables), extensions: jsonIn(extensions) };
}

/** Apollo says what is wrong with it. */
function jsonIn(text: string | undefined): unknown {
  try {
    return text && JSON.parse(text);
  } catch {
    return text;
  }
}

/** The request as Apollo wants it: with the text, where a hash was sent. */
export function withText(sent: SentRequest, text: string): Pick<SentRequest, 'method' | 'search' | 'body'> {
  const { method, request, search, body } = sent;
  const { extensions, ...rest } = body ?? {};
  if (request.query === text && !hasHash(request)) return { method, search, body };
  if (body) return { method, search, body: { ...rest, query: text } };
  const parameters = new URLSearchParams(search);
  parameters.set('query', text);
  parameters.delete('extensions');
  return { method, search: `?${parameters}`, body };
}

const hasHash = ({ extensions }: OperationRequest): boolean =>
  typeof extensions === 'object' && extensions !== null && 'persistedQuery' in extensions;
