/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** What a decider emits: a fact in the past tense and its data, as JSON. */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}

/** What the store knows of an event beyond the fact itself. */
export interface EventRecord {
  /** UUID, unique over all streams. */
  readonly id: string;
  readonly streamId: string;
  /** Place in the stream: 1, 2, 3 … without a gap. */
  readonly version: number;
  readonly lane: number;
  /** Place in the lane's feed: 1, 2, 3 … without a gap, in commit order. */
  readonly position: number;
  /** Shape in which the event was stored; `data` has been upcast to today's. */
  readonly schemaVersion: number;
  /** Never runs backwards along the feed of a lane. */
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly requestId: string | null;
  /** Where the request came from: the client's address, sealed where it is a customer's. */
  readonly source: string | null;
  /** Whom the stream is about (an order's customer), so that readers can filter without folding. */
  readonly subject: string | null;
}

export type Recorded<Event extends DomainEvent = DomainEvent> = Event & EventRecord;

/** Who causes events, and in answer to what. */
export interface Metadata {
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId?: string | null;
  readonly requestId?: string | null;
  readonly source?: string | null;
}

/** An event on its way into the store. */
export interface NewEvent extends Metadata {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** JSON text, stored byte for byte. */
  readonly json: string;
  readonly subject?: string | null;
  /** Set by imports only: history keeps its own instants. */
  readonly recordedAt?: Instant;
}
