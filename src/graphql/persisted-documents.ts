import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { apiError, badRequest } from './errors.js';

/** What a client sends to have an operation run, as it came. */
export interface OperationRequest {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
  readonly documentId?: unknown;
}

/** Texts by their SHA-256, in lower-case hexadecimal. */
export type TrustedDocuments = ReadonlyMap<string, string>;

export interface PersistedSettings {
  readonly trusted?: TrustedDocuments;
  /** Nothing but trusted documents runs. */
  readonly trustedOnly?: boolean;
}

export interface PersistedDocuments {
  /** The text that a request is about. Throws a refusal. */
  textOf(request: OperationRequest): string;
  /** Keeps a valid text for requests that have only its hash, where this one asked for that. */
  keep(request: OperationRequest, text: string): void;
}

/**
 * Texts by hash: those that are trusted, and, unless only they may run, those that clients have asked to remember
 * (automatic persisted queries, latest used, about 4 MB in this process). A request has the hash as `documentId` or
 * as `extensions.persistedQuery.sha256Hash`.
 */
export function persistedDocuments({
  trusted = new Map(),
  trustedOnly = false,
}: PersistedSettings): PersistedDocuments {
  const remembered = new LRUCache<string, string>({
    maxSize: 4_000_000,
    sizeCalculation: (text, hash) => text.length + hash.length,
  });

  return {
    textOf(request) {
      const text = textIn(request);
      const hash = hashIn(request);
      if (trustedOnly) return trusted.get(hash ?? hashOf(text ?? '')) ?? refuseUntrusted();
      if (hash === undefined) return text ?? askForQuery();
      if (text === undefined) return trusted.get(hash) ?? remembered.get(hash) ?? askForText();
      if (hashOf(text) !== hash) throw badRequest(400, 'The SHA-256 that was sent is not that of the query.');
      return text;
    },
    keep(request, text) {
      const hash = trustedOnly ? undefined : hashIn(request);
      if (hash !== undefined && !trusted.has(hash)) remembered.set(hash, text);
    },
  };
}

/** Empty is absent: messages of graphql-transport-ws must have a query. */
function textIn({ query }: OperationRequest): string | undefined {
  if (query === undefined || query === null || query === '') return undefined;
  if (typeof query === 'string') return query;
  throw badRequest(400, 'GraphQL queries must be strings.');
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A document's id may say how it was made. */
function hashIn({ documentId, extensions }: OperationRequest): string | undefined {
  if (typeof documentId === 'string') return documentId.replace(/^sha256:/, '');
  const { persistedQuery } = (extensions ?? {}) as {
    persistedQuery?: { version?: unknown; sha256Hash?: unknown };
  };
  if (typeof persistedQuery !== 'object' || persistedQuery === null) return undefined;
  if (persistedQuery.version !== 1) throw badRequest(400, 'persistedQuery must have the version 1.');
  if (typeof persistedQuery.sha256Hash === 'string') return persistedQuery.sha256Hash;
  throw badRequest(400, 'persistedQuery must have a sha256Hash.');
}

function askForQuery(): never {
  throw badRequest(400, 'An operation must have a non-empty `query`, or the hash of one.');
}

/** Clients wait for these very words, and then send the text too. */
function askForText(): never {
  throw apiError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
}

function refuseUntrusted(): never {
  throw apiError(
    'FORBIDDEN',
    'Only trusted documents run here (PERSISTED_ONLY): this one is not in the manifest. Have it added there (TRUSTED_DOCUMENTS).',
    { setting: 'PERSISTED_ONLY' },
  );
}
