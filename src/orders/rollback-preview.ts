import { uuidv7 } from 'uuidv7';
import { isRejection, type Rejection } from '../event-sourcing/errors.js';
import type { Metadata, Recorded } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { type RollbackMark, skippedBy } from '../event-sourcing/lineage.js';
import { validate } from '../validation/index.js';
import { decide } from './domain/decide.js';
import type { OrderEvent, OrderRolledBack } from './domain/events.js';
import { consequences } from './domain/fulfilment/consequences.js';
import { orderFacts } from './domain/fulfilment/order-facts.js';
import { orderNotFound } from './domain/rules.js';
import type { OrderSnapshot } from './domain/state.js';
import { changeInputs } from './inputs.js';
import type { Orders } from './orders.js';
import { readRollback } from './read-command.js';

export interface RollbackPreview {
  readonly before: OrderSnapshot;
  readonly outcome: Rejection | PlannedRollback;
}

interface PlannedRollback {
  readonly after: OrderSnapshot;
  /** The rollback as it would be recorded. */
  readonly planned: Recorded<OrderRolledBack>;
  readonly undone: readonly Recorded[];
  /** What would happen to money and goods then, in words and amounts. */
  readonly consequences: readonly string[];
}

/** What rollbackOrder would do now with the same input, decided by the same function; NOT_FOUND without an order. */
export async function previewRollback(
  { orders, store }: { readonly orders: Orders; readonly store: EventStore },
  orderId: string,
  input: unknown,
  metadata: Metadata,
): Promise<RollbackPreview | Rejection> {
  const parsed = validate(changeInputs.rollbackOrder, input);
  if (isRejection(parsed)) return parsed;
  const command = await readRollback(parsed, store, orderId);
  const before = await orders.load(orderId);
  if (before.state === null) return orderNotFound;
  const decision = isRejection(command) ? command : decide(command, before);
  if (isRejection(decision)) return { before, outcome: decision };

  const planned = recordNow(decision[0] as OrderRolledBack, before, metadata);
  const { version, recordedAt } = planned;
  const mark = { version, toVersion: planned.data.toVersion };
  const [target, undone] = await Promise.all([
    orders.loadAt(orderId, mark.toVersion),
    eventsUndoneBy(store, mark, before),
  ]);
  // What the target wanted, in the world as it is today.
  const state = orderFacts.into(target.state, orderFacts.observe(orderFacts.of(before.state), planned));
  const after = { ...target, state, version, recordedAt, rollbacks: [...before.rollbacks, mark] };
  return { before, outcome: { after, planned, undone, consequences: state ? consequences(state) : [] } };
}

const recordNow = (
  rollback: OrderRolledBack,
  { streamId, version, lane, position, recordedAt, state }: OrderSnapshot,
  metadata: Metadata,
): Recorded<OrderRolledBack> => ({
  causationId: null,
  requestId: null,
  source: null,
  ...metadata,
  ...rollback,
  id: uuidv7(),
  streamId,
  version: version + 1,
  lane,
  position: position + 1,
  schemaVersion: 1,
  recordedAt: Math.max(Date.now(), recordedAt),
  subject: state?.customerId ?? null,
});

/** The events that were live until this rollback, oldest first. */
export async function eventsUndoneBy(
  store: Pick<EventStore, 'readStream'>,
  mark: RollbackMark,
  before: OrderSnapshot,
): Promise<readonly Recorded<OrderEvent>[]> {
  const events = await store.readStream(before.streamId, mark.toVersion, mark.version - 1);
  return events.filter(
    (event) => skippedBy(event.version, before.rollbacks) === null,
  ) as Recorded<OrderEvent>[];
}
