import { setTimeout as delay } from 'node:timers/promises';
import type { EventFilter, Outcome, Place } from '../checker/history.js';
import { type Random, seeded } from '../random.js';
import { customers } from '../stage/shop.js';
import { createBoard } from './board.js';
import type { Command } from './choose.js';
import { type Follower, follow } from './follower.js';
import { httpClient } from './http.js';
import { openLedger } from './ledger.js';
import { live } from './live.js';
import type { Session } from './session.js';

export interface LoadOptions {
  readonly name: string;
  readonly urls: readonly string[];
  readonly ledger: string;
  readonly seed: number;
  readonly sessions: number;
  /** Milliseconds that an answer may take. */
  readonly timeout: number;
  /** Whether orders are paid. */
  readonly payments: boolean;
}

export interface LoadCounts {
  /** Operations asked, by what became of them. */
  readonly operations: Readonly<Record<Outcome['is'], number>>;
  readonly told: number;
  readonly resumed: number;
}

/** What one client process does. */
export interface Load {
  readonly counts: LoadCounts;
  /** Lets all requests under way be answered, and sends no more. */
  quiet(): Promise<void>;
  /** Followers go on until they were told the last event that is for them, by customer. */
  finish(last: Readonly<Record<string, Place>>): Promise<void>;
}

export function startLoad(options: LoadOptions): Load {
  const { name, urls, sessions, timeout } = options;
  const random = seeded(options.seed);
  const ledger = openLedger(options.ledger);
  const desk = { name, urls, ledger, http: httpClient(timeout) };
  const operations = { unknown: 0, refused: 0, written: 0, seen: 0, previewed: 0, listed: 0, read: 0 };
  const board = createBoard();
  const sent: Command[] = [];
  let running = true;
  const all = Array.from({ length: sessions }, (_, i): Session => {
    const shared = { desk, board, sent, payments: options.payments, random: seeded(random.below(2 ** 31)) };
    return { ...shared, name: `${name}.${i}` };
  });
  const lives = all.map((session) =>
    live(
      session,
      () => running,
      (outcomes) => {
        for (const { is } of outcomes) operations[is] += 1;
      },
    ),
  );
  const following = startFollowers(all, { ...options, random, running: () => running });
  return {
    get counts() {
      const followers = following.all;
      const sum = (count: (it: Follower) => number) => followers.reduce((total, it) => total + count(it), 0);
      return { operations, told: sum((it) => it.told), resumed: sum((it) => it.resumed) };
    },
    async quiet() {
      running = false;
      await Promise.all(lives);
    },
    async finish(last) {
      await following.started;
      await Promise.all(following.all.map((it) => it.until(lastFor(it.filter, last))));
      desk.http.close();
      ledger.close();
    },
  };
}

const lastFor = ({ customerId }: EventFilter, last: Readonly<Record<string, Place>>): Place =>
  last[customerId ?? (customers.at(-1) as string)] as Place;

/** Of everything, of one customer, and of some types; they begin after some write. */
function startFollowers(
  sessions: readonly Session[],
  options: LoadOptions & { readonly random: Random; running(): boolean },
) {
  const all: (Follower & { readonly filter: EventFilter })[] = [];
  const { name, urls, random } = options;
  const filters: EventFilter[] = [
    {},
    { customerId: random.one(customers) },
    { types: ['OrderItemAdded', 'OrderRolledBack', 'StockReserved'] },
  ];

  async function start(): Promise<void> {
    while (options.running()) {
      const begin = sessions.find(({ written }) => written)?.written;
      if (begin) {
        const { ledger } = (sessions[0] as Session).desk;
        for (const [i, filter] of filters.entries()) {
          const follower = follow({ id: `${name}/${i}`, urls, ledger, random, filter, begin });
          all.push(Object.assign(follower, { filter }));
        }
        return;
      }
      await delay(10);
    }
  }

  return { all, started: start() };
}
