import type { EventRecord, Instant, NewEvent, Recorded } from './event.js';
import type { Snapshot } from './replay.js';

/** A place in the feed: the last position seen in each lane. */
export type FeedCursor = readonly number[];

/** Makes a retried command answer as it did at first. Keys are scoped to the actor. */
export interface IdempotencyKey {
  readonly actor: string;
  readonly key: string;
  /** Digest of the command's input: the same key with another digest is refused. */
  readonly fingerprint: string;
}

export interface Append {
  readonly streamId: string;
  /** The version the writer saw (0: no stream yet), or 'any'. */
  readonly expectedVersion: number | 'any';
  /** Written together or not at all. May be empty where there is a key to record. */
  readonly events: readonly NewEvent[];
  readonly idempotencyKey?: IdempotencyKey;
  /** A name that one stream only may hold, such as an order's reference. */
  readonly claim?: string;
}

/** What an earlier command with the same key wrote. */
export interface KeyRecord {
  readonly streamId: string;
  readonly fingerprint: string;
  readonly firstVersion: number;
  /** `firstVersion - 1` where the command changed nothing. */
  readonly lastVersion: number;
}

export type AppendOutcome =
  | { readonly kind: 'appended'; readonly events: readonly Recorded[] }
  /** The key was recorded before, with this or (see the fingerprint) another input. Nothing was written. */
  | { readonly kind: 'repeated'; readonly record: KeyRecord }
  /** The stream is not at the expected version. Nothing was written. */
  | { readonly kind: 'conflict'; readonly currentVersion: number }
  /** The claim is held by another stream. Nothing was written. */
  | { readonly kind: 'claimed'; readonly holder: string };

/** Why an append wrote nothing. */
export type AppendRefusal = Exclude<AppendOutcome, { readonly kind: 'appended' }>;

export interface FeedFilter {
  readonly streamIds?: readonly string[];
  readonly types?: readonly string[];
  readonly subject?: string;
}

export interface FeedPage<Event = Recorded> {
  readonly events: readonly Event[];
  /** Where the next page begins. */
  readonly cursor: FeedCursor;
  /** Whether there was more than the limit. */
  readonly hasMore: boolean;
}

export interface TailRequest {
  readonly streamId: string;
  /** Fingerprint of the fold: snapshots that another fold made are not used. */
  readonly fold: string;
  /** The newest version that is wanted; the newest there is. */
  readonly upTo?: number | undefined;
  /** A state that is known; without it the read begins at the newest snapshot at or before `upTo`. */
  readonly base?: Pick<Snapshot<unknown>, 'version' | 'eventId'> | undefined;
}

export interface StreamTail {
  /** The snapshot that the events follow; undefined where that is the request's base, or the stream's beginning. */
  readonly snapshot: Snapshot<unknown> | undefined;
  /** Without a gap, oldest first. */
  readonly events: readonly Recorded[];
}

/** What all events up to a place hash to: whoever keeps it can tell later whether history is still the same. */
export interface FeedRoot {
  readonly cursor: FeedCursor;
  /** Of each lane, as hex. */
  readonly roots: readonly string[];
  /** When the newest of these events was recorded; undefined where there is none. */
  readonly recordedAt: Instant | undefined;
}

/**
 * The log of all events. Every answer is made of committed events only.
 * Any method throws an EventStoreError where the store cannot be reached within its deadline.
 */
export interface EventStore {
  /** Atomic, exactly once, durable when it answers; positions are gapless and in commit order. */
  append(append: Append): Promise<AppendOutcome>;
  /**
   * For imports: appends that follow each other along the feed in this order, each judged on its own. Answers
   * for each why it was refused, undefined where it is written. Not atomic as a whole. Throws a TimeOrderError
   * where instants of their own cannot follow what the store has.
   */
  appendInOrder(appends: readonly Append[]): Promise<readonly (AppendRefusal | undefined)[]>;
  /** Events `after < version <= upTo`, oldest first. */
  readStream(streamId: string, after?: number, upTo?: number): Promise<readonly Recorded[]>;
  /**
   * What a fold needs to come to a version, in one round trip: a state to begin with, and the events after it.
   * Undefined where the log has another event than the base's at its version, or none.
   */
  readTail(request: TailRequest): Promise<StreamTail | undefined>;
  /**
   * Keeps states for later reads. Returns at once: they are written behind the caller's back, or not at all.
   * Snapshots can be deleted at any time; they make reads shorter and no answer different.
   */
  keepSnapshots(fold: string, snapshots: readonly Snapshot<unknown>[]): void;
  /** Events after a place in the feed, in commit order within each lane. */
  readFeed(after: FeedCursor, limit: number, filter?: FeedFilter): Promise<FeedPage>;
  /** The last version recorded at or before the instant; 0 where the stream did not exist. */
  versionAt(streamId: string, instant: Instant): Promise<number>;
  findKey(actor: string, key: string, streamId: string): Promise<KeyRecord | undefined>;
  /**
   * Whether there is such a stream, and its first event is about this subject. Of a stream about another subject it
   * takes and tells as little as of none.
   */
  isAbout(streamId: string, subject: string): Promise<boolean>;
  /** The stream that holds a claim. */
  findClaim(claim: string): Promise<string | undefined>;
  /** The place of the newest committed event. */
  head(): Promise<FeedCursor>;
  /**
   * A place as clients may have it, who are not to know how many events there are: a text that tells nothing of it,
   * and that nobody can make or change. It stays the same, in all processes and wherever the store is moved.
   */
  sealCursor(cursor: FeedCursor): string;
  /** Undefined where this store did not seal the text. Whether the feed has come to the place is not asked. */
  openCursor(text: string): FeedCursor | undefined;
  /** The hash of an event, which covers it and its stream before it, as hex; undefined where it is not in the log. */
  findHash(event: Pick<EventRecord, 'streamId' | 'version' | 'id'>): Promise<string | undefined>;
  /** The feed's root at a place that the feed has reached; at its newest event. */
  rootAt(place?: FeedCursor): Promise<FeedRoot>;
  /** A new stream's id, made so that the claim or key it starts with is guarded in its own lane. */
  newStreamId(guardedBy?: string): string;
  /**
   * Calls the listener soon after events were committed, by this process or another. A hint only: it may
   * come late, twice or, from other processes, not at all. Answers how to stop listening.
   */
  onAppended(listener: () => void): () => void;
}
