import type { WebSocket } from 'ws';
import type { Caller, Origin } from './context.js';
import type { OperationIds } from './operation-ids.js';

/** A socket that speaks graphql-transport-ws. Of its origin's headers, those of the handshake that matter later. */
export interface Connection extends Origin {
  readonly socket: WebSocket;
  readonly ids: OperationIds;
  caller?: Caller;
  /** When the message that came last may be handled: none overtakes another. */
  taken: Promise<void>;
  /** Messages being handled; one that starts an operation until that has ended. */
  handling: number;
  /** How many of those are subscriptions, which nobody waits for. */
  subscriptions: number;
  /** Of those together, and of their texts. */
  subscribedCost: number;
}
