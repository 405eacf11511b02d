import type { Db } from '../database/database.js';
import { systemActors } from '../event-sourcing/actors.js';
import { EventStoreError, isRejection, type Rejection } from '../event-sourcing/errors.js';
import type { Orders } from '../orders/index.js';
import type { PaymentFact } from '../payments/index.js';
import type { CrashPoint } from './crash-points.js';
import { recordMoney } from './payment-fact.js';
import { findPending } from './processes/find-pending.js';

export interface RecordOptions {
  readonly db: Db;
  readonly orders: Pick<Orders, 'record'>;
  reached(point: CrashPoint): Promise<void>;
}

/**
 * Records what the gateway says by itself: once, however often it does. Resolves when it is durable, or with why it
 * can never be recorded. Throws an EventStoreError where it may be later.
 */
export async function recordFact(
  { db, orders, reached }: RecordOptions,
  fact: PaymentFact,
): Promise<Rejection | undefined> {
  const { orderId } = fact;
  const pending = await findPending(db, orderId);
  await reached('fact received');
  const metadata = { actor: systemActors.paymentGateway, correlationId: orderId };
  const outcome = await orders.record(orderId, recordMoney(fact, pending), metadata);
  await reached('fact recorded');
  if (!isRejection(outcome)) return undefined;
  if (outcome.code === 'CONCURRENCY_ERROR') throw new EventStoreError(outcome.message);
  return outcome;
}
