import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readHistory } from '../aftermath/read-history.js';
import { check } from '../checker/check.js';
import type { History, Violation } from '../checker/history.js';
import { type Follower, follow } from '../clients/follower.js';
import { httpClient } from '../clients/http.js';
import { openLedger } from '../clients/ledger.js';
import type { Desk } from '../clients/perform.js';
import { type Random, seeded } from '../random.js';
import { customers } from '../stage/shop.js';
import type { Stage } from '../stage/stage.js';
import { type HostileTransactions, startHostileTransactions } from './hostile-transactions.js';
import { readOn } from './pager.js';
import { startWriters, type Writers } from './writers.js';

export interface FeedOptions {
  readonly stage: Stage;
  readonly seed: number;
  /** How many are written, about. */
  readonly events: number;
  /** Transactions that are open beside them. */
  readonly hostile: number;
  onProgress(written: number, hostile: HostileTransactions, told: readonly number[]): void;
}

export interface FeedReport {
  readonly history: History;
  readonly violations: readonly Violation[];
  readonly hostile: HostileTransactions;
}

/** Events that are written under hostile transactions, and followed by subscribers and readers of pages meanwhile. */
export async function runFeedCampaign(options: FeedOptions): Promise<FeedReport> {
  const { stage, events } = options;
  const random = seeded(options.seed);
  const ledgerFile = join(stage.folder, 'feed.jsonl');
  const urls = stage.servers.map(({ url }) => url);
  const desk = { name: 'f', urls, ledger: openLedger(ledgerFile), http: httpClient(60_000) };
  const hostile = await startHostileTransactions(stage.connection, options.hostile, random);
  const writers = await startWriters(desk, 40);
  const followers = startFollowers(desk, writers, random);
  const written = () => writers.written;
  const pagers = [0, 1].map((server) => readOn(desk, server, writers.first, 100, () => writers.last));
  const progress = () =>
    options.onProgress(
      written(),
      hostile,
      followers.map(({ told }) => told),
    );
  while (written() < events) {
    await delay(1_000);
    progress();
  }
  const last = await writers.stop();
  await hostile.stop();
  await Promise.all([...pagers, ...followers.map((follower) => follower.until(last))]);
  progress();
  desk.http.close();
  desk.ledger.close();
  const history = await readHistory(stage.client, [ledgerFile]);
  return { history, violations: check(history), hostile };
}

/** All are told the last event, which is of the first customer and of a type that is wanted. */
function startFollowers(desk: Desk, { first }: Writers, random: Random): readonly Follower[] {
  const filters = [{}, {}, { customerId: customers[0] }, { types: ['OrderItemAdded'] }];
  return filters.map((filter, i) =>
    follow({ ...desk, id: `f/${i}`, random, filter, begin: first, shown: false }),
  );
}
