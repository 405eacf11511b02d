// What the checker judges: what clients asked and were answered, and what the log holds in the end.

/** An order as an answer showed it. Version 0: there was none. */
export interface Sight {
  readonly orderId: string;
  readonly version: number;
  /** As `contentOf` writes it; absent where the answer told the version only. */
  readonly content?: string;
  /** Version of the rollback that undid this version, as the answer had it. */
  readonly skippedBy?: number | null;
}

/** An event by its order and version. */
export type Place = readonly [orderId: string, version: number];

export interface RollbackSight {
  readonly before: Sight;
  readonly after: Sight;
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly skippedVersions: readonly number[];
  readonly undone: readonly number[];
}

/** What an operation was answered. */
export type Outcome =
  /** Nobody knows what became of it. */
  | { readonly is: 'unknown'; readonly why: string }
  | {
      readonly is: 'refused';
      readonly code: string;
      readonly message: string;
      /** Of a CONCURRENCY_ERROR. */
      readonly currentVersion?: number;
    }
  /** A mutation. `events` are those it says that it wrote. */
  | {
      readonly is: 'written';
      readonly order: Sight;
      readonly events: readonly (readonly [id: string, version: number])[];
      readonly rollback?: RollbackSight;
    }
  /** A read of one order. */
  | { readonly is: 'seen'; readonly order: Sight }
  | { readonly is: 'previewed'; readonly allowed: boolean; readonly rollback: RollbackSight }
  /** A list of orders, the latest changed first. */
  | { readonly is: 'listed'; readonly orders: readonly Sight[] }
  /** A page of the feed. */
  | { readonly is: 'read'; readonly events: readonly Place[]; readonly hasMore: boolean };

// biome-ignore lint/suspicious/noExplicitAny: inputs of all operations
export type Input = Readonly<Record<string, any>>;

/** One root field that a client asked for. Instants are of one clock that never goes back. */
export interface Operation {
  readonly id: string;
  /** Does one thing after the other. */
  readonly session: string;
  /** Which server was asked. */
  readonly server: number;
  readonly name: string;
  readonly input: Input;
  readonly start: number;
  /** Infinity where no answer came. */
  readonly end: number;
  readonly outcome: Outcome;
}

/** What a subscriber was told, over all connections that it made, which went on at its last cursor. */
export interface Following {
  readonly id: string;
  readonly filter: EventFilter;
  /** The event after which it began. */
  readonly after: Place;
  readonly messages: readonly Message[];
}

export interface EventFilter {
  readonly types?: readonly string[];
  readonly customerId?: string;
}

export interface Message {
  readonly at: number;
  readonly event: Place;
  /** The order as the message showed it. */
  readonly order: Sight;
}

/** An event as the log holds it. */
export interface LoggedEvent {
  readonly position: number;
  readonly id: string;
  readonly orderId: string;
  readonly version: number;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: data of all types
  readonly data: any;
  /** Of the request that wrote it: an operation's id, unless the server did by itself. */
  readonly requestId: string | null;
  /** In milliseconds. */
  readonly recordedAt: number;
}

export interface History {
  /** By position. */
  readonly log: readonly LoggedEvent[];
  readonly operations: readonly Operation[];
  readonly followings: readonly Following[];
}

export interface Violation {
  readonly anomaly: string;
  /** What happened, with ids and versions. */
  readonly story: string;
}
