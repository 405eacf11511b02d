import type { Recorded } from '../../event-sourcing/event.js';
import type { FeedFilter } from '../../event-sourcing/event-store.js';
import { matches } from '../../event-sourcing/feed-cursor.js';

export interface SubscriptionIndex<Subscription> {
  /** Answers how to take it out again. */
  add(filter: FeedFilter, subscription: Subscription): () => void;
  /** Those whose filter an event satisfies, each once. Asks only those that an index entry of the event leads to. */
  matching(event: Recorded): Iterable<Subscription>;
}

interface Entry<Subscription> {
  readonly subscription: Subscription;
  /** What the entry's place in the index does not say already. */
  readonly rest: FeedFilter;
}

/**
 * Subscriptions by what they wait for. One with several conditions stands under its most selective: stream,
 * then subject, then type. One without any is asked for each event.
 */
export function subscriptionIndex<Subscription>(): SubscriptionIndex<Subscription> {
  const byStream = listing<Entry<Subscription>>();
  const bySubject = listing<Entry<Subscription>>();
  const byType = listing<Entry<Subscription>>();
  const ofAll = new Set<Entry<Subscription>>();

  return {
    add(filter, subscription) {
      const { streamIds, ...beyondStream } = filter;
      if (streamIds) return byStream.add(streamIds, { subscription, rest: beyondStream });
      const { subject, ...beyondSubject } = beyondStream;
      if (subject !== undefined) return bySubject.add([subject], { subscription, rest: beyondSubject });
      const { types, ...rest } = beyondSubject;
      const entry = { subscription, rest };
      if (types) return byType.add(types, entry);
      ofAll.add(entry);
      return () => ofAll.delete(entry);
    },
    *matching(event) {
      const { streamId, subject, type } = event;
      const listed = [byStream.at(streamId), bySubject.at(subject), byType.at(type), ofAll];
      for (const entries of listed) {
        if (!entries) continue;
        for (const { subscription, rest } of entries) if (matches(rest, event)) yield subscription;
      }
    },
  };
}

function listing<Entry>() {
  const lists = new Map<string, Set<Entry>>();
  return {
    at: (key: string | null) => (key === null ? undefined : lists.get(key)),
    /** Under each of the keys; an event has one key only, so it finds the entry once. */
    add(keys: readonly string[], entry: Entry): () => void {
      for (const key of keys) {
        const list = lists.get(key);
        if (list) list.add(entry);
        else lists.set(key, new Set([entry]));
      }
      return () => {
        for (const key of keys) {
          const list = lists.get(key);
          list?.delete(entry);
          if (list?.size === 0) lists.delete(key);
        }
      };
    },
  };
}
