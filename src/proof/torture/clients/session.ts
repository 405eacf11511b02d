import type { EventFilter, Place } from '../checker/history.js';
import type { Random } from '../random.js';
import type { Board } from './board.js';
import type { Command } from './choose.js';
import type { Desk } from './perform.js';

/** A reader's place in the feed, which it goes on from. */
export interface FeedWalk {
  readonly filter: EventFilter;
  readonly after: Place;
  readonly cursor: string;
}

/** Somebody who does one thing after the other. */
export interface Session {
  readonly desk: Desk;
  readonly board: Board;
  readonly random: Random;
  readonly name: string;
  /** Whether orders are paid. */
  readonly payments: boolean;
  /** Commands with a key that were sent before, by any session of this process. */
  readonly sent: Command[];
  /** The last write whose cursor is known, and where this session is in the feed. */
  written?: { readonly place: Place; readonly cursor: string };
  walk?: FeedWalk;
  /** The server that did not answer the last time. */
  shunned?: number | undefined;
}
