import type { Db } from '../database/database.js';
import type { Rejection } from '../event-sourcing/errors.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import type { Fulfilments, Orders } from '../orders/index.js';
import type { PaymentFact, PaymentGateway } from '../payments/index.js';
import { createPersonalData } from '../personal-data/index.js';
import type { Feed } from '../processors/feed/feed.js';
import type { CrashPoint, OnPoint } from './crash-points.js';
import { followOrders } from './follow-orders.js';
import { countProcesses, type ProcessCount } from './processes/counts.js';
import { listProcesses } from './processes/list.js';
import { type RetryPolicy, retryPolicy } from './progress.js';
import { recordFact } from './record-fact.js';
import { createStepCounts, type StepCount } from './step-counts.js';
import { startWork } from './work.js';

export interface FulfilmentOptions {
  readonly db: Db;
  readonly store: Pick<EventStore, 'head' | 'readFeed'> & { readonly lanes: number };
  readonly feed: Feed;
  readonly orders: Orders;
  /** Undefined: an order that needs one waits until somebody has set one up. */
  readonly gateway: PaymentGateway | undefined;
  /** For how long stock is reserved without a payment; 15 unless said otherwise. */
  readonly reservationMinutes?: number;
  readonly retries?: Partial<RetryPolicy>;
  /** Orders that this process works at at a time; 8 unless said otherwise. */
  readonly concurrency?: number;
  /** Milliseconds between two looks at what is due. */
  readonly pollInterval?: number;
  /** Told what happened, as a predicate of the fulfilment: "fails; trying again". */
  onTrouble(what: string, error: unknown, orderId?: string): void;
  readonly onPoint?: OnPoint | undefined;
}

export interface RunningFulfilment {
  /** Records what the gateway says; see recordFact. */
  record(fact: PaymentFact): Promise<Rejection | undefined>;
  readonly fulfilments: Fulfilments;
  /** In all processes, as the database has it. */
  countProcesses(): Promise<readonly ProcessCount[]>;
  /** Of this process. */
  stepCounts(): readonly StepCount[];
  /** Within 3 s. What it drops, another process goes on with, or this one when it is back. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const grace = 2_000;

/** Follows all orders with a payment, and moves stock and money as they need it. */
export async function startFulfilment(options: FulfilmentOptions): Promise<RunningFulfilment> {
  const { db, store, feed, orders, gateway, onTrouble, onPoint } = options;
  const { reservationMinutes = 15, concurrency = 8, pollInterval = 1_000 } = options;
  const reached = async (point: CrashPoint) => {
    if (onPoint) await onPoint(point);
  };
  const steps = createStepCounts();
  const shared = { db, orders, reached, onTrouble };
  const work = startWork({
    ...shared,
    gateway,
    personalData: createPersonalData(db),
    concurrency,
    pollInterval,
    reservationMs: reservationMinutes * 60_000,
    retries: { ...retryPolicy, ...options.retries },
    onStep: steps.add,
  });
  const following = await followOrders({ ...shared, feed, store, lanes: store.lanes, onDue: work.wake });

  return {
    record: (fact) => recordFact(shared, fact),
    fulfilments: listProcesses(db),
    countProcesses: () => countProcesses(db),
    stepCounts: steps.read,
    async stop() {
      await Promise.all([following.stop(), work.stop(grace)]);
    },
  };
}
