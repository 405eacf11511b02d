import type { EventRecord, Instant } from './event.js';
import type { FeedCursor, KeyRecord } from './event-store.js';

/** An event as it is stored, of whatever type and schema version. */
export interface StoredEvent extends EventRecord {
  readonly type: string;
  /** JSON text, byte for byte as it was written. */
  readonly data: string;
}

/** An idempotency key as it is stored. */
export interface StoredKey extends KeyRecord {
  readonly actor: string;
  readonly key: string;
  readonly recordedAt: Instant;
}

export interface StreamPlace {
  readonly streamId: string;
  readonly version: number;
}

/** Of a store's streams, in the order of their lanes and ids. */
export interface StreamsRange {
  /** Later events are left out. */
  readonly upTo: FeedCursor;
  /** The stream to begin behind; the first one where it is absent. */
  readonly after?: { readonly lane: number; readonly streamId: string } | undefined;
}

/** What whole histories need on their way out of a store and into one, besides an EventStore. */
export interface EventArchive {
  /** How many events there are. */
  count(): Promise<number>;
  /** All events in feed order, a page in memory at a time. */
  events(): AsyncGenerator<StoredEvent, void>;
  /** All keys, in an order of their own, a page in memory at a time. */
  keys(): AsyncGenerator<StoredKey, void>;
  /** Records keys whose events are in the store. Answers how many were new, and which stand for something else. */
  addKeys(
    keys: readonly StoredKey[],
  ): Promise<{ readonly written: number; readonly taken: readonly StoredKey[] }>;
  /** The id of the event at each place, undefined where there is none. */
  findEventIds(places: readonly StreamPlace[]): Promise<readonly (string | undefined)[]>;
  /** The stream that holds each claim, undefined where it is free. */
  findClaimHolders(claims: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** What seals the cursors of the store's clients, as text. */
  cursorKey(): Promise<string>;
  /**
   * Goes on with the cursors of the store whose key this is, and no more with its own. Does nothing where there are
   * events. Stores that are open already do not hear of it.
   */
  takeCursorKey(key: string): Promise<void>;
  /** Before which instant nothing can be appended to a stream, as it stands now; -Infinity in an empty store. */
  newestInstants(): Promise<(streamId: string) => Instant>;
}
