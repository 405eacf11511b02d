import { execute } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { FeedCursor } from '../event-sourcing/event-store.js';
import { includes } from '../event-sourcing/feed-cursor.js';
import type { Told } from '../processors/live/live-stream.js';
import { nowhere, type RequestContext, traceOperation } from './context.js';
import type { Pipeline } from './pipeline.js';
import type { Selection } from './selection.js';

/** What a subscription answers to what it is told: the `payload` of its message, as JSON. */
export type PayloadOf = (selection: Selection, told: Told) => string | Promise<string>;

interface Payload {
  /** Everything up to here was known when it was made. */
  readonly since: FeedCursor;
  readonly json: string | Promise<string>;
}

/**
 * Makes each payload once for all subscriptions that select the same of the same. It keeps them, to about so many
 * bytes, for those that come to it later; but none for a subscription that may know more than its maker did.
 */
export function sharedPayloads<Context extends RequestContext>(
  pipeline: Pipeline<Context>,
  log: Logger,
  bytes = 16 * 1024 * 1024,
): PayloadOf {
  const made = new LRUCache<string, Payload & { readonly json: string }>({
    maxSize: bytes,
    sizeCalculation: ({ json }, key) => json.length + key.length + 100,
  });
  const underWay = new Map<string, Payload>();

  async function make(key: string, { args, audience }: Selection, told: Told): Promise<string> {
    const { since } = told;
    const trace = traceOperation(nowhere, log);
    const notes = { isForgettable: false };
    const contextValue = { ...pipeline.createContext(trace, audience), notes };
    try {
      const result = await execute({ ...args, contextValue, rootValue: told });
      const json = JSON.stringify(pipeline.present(result, trace));
      // Of errors, others may have better luck.
      if (!result.errors && !notes.isForgettable) made.set(key, { since, json });
      return json;
    } finally {
      underWay.delete(key);
    }
  }

  return (selection, told) => {
    const key = `${selection.key} ${told.key}`;
    const known = made.get(key) ?? underWay.get(key);
    if (known && includes(known.since, told.since)) return known.json;
    const json = make(key, selection, told);
    underWay.set(key, { since: told.since, json });
    return json;
  };
}
