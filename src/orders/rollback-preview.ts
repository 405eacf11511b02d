import { isRejection, type Rejection, reject } from '../event-sourcing/errors.js';
import type { EventRecord, Recorded } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { type RollbackMark, skippedBy } from '../event-sourcing/lineage.js';
import { validate } from '../validation/index.js';
import type { OrderEvent } from './domain/events.js';
import { decideRollback } from './domain/rollback.js';
import type { OrderSnapshot } from './domain/state.js';
import { changeInputs } from './inputs.js';
import type { Lookups } from './lookups.js';
import type { Orders } from './orders.js';
import { readCommand } from './read-command.js';

export interface RollbackPreview {
  readonly before: OrderSnapshot;
  readonly outcome:
    | Rejection
    | { readonly after: OrderSnapshot; readonly mark: RollbackMark; readonly undone: readonly Recorded[] };
}

export interface PreviewOptions {
  readonly orders: Orders;
  readonly store: EventStore;
  /** What the rollback would be recorded with. */
  readonly record: Pick<EventRecord, 'id' | 'actor' | 'correlationId' | 'requestId' | 'recordedAt'>;
}

/** What rollbackOrder would do now with the same input, decided by the same function; NOT_FOUND without an order. */
export async function previewRollback(
  { orders, store, record }: PreviewOptions,
  orderId: string,
  input: unknown,
): Promise<RollbackPreview | Rejection> {
  const parsed = validate(changeInputs.rollbackOrder, input);
  if (isRejection(parsed)) return parsed;
  const versionAt: Lookups['versionAt'] = (id, instant) => store.versionAt(id, instant);
  const command = await readCommand('rollbackOrder', parsed, { versionAt } as Lookups, orderId);
  const before = await orders.load(orderId);
  if (before.state === null) return reject('NOT_FOUND', 'Order not found');
  if (isRejection(command)) return { before, outcome: command };
  const decided = decideRollback((command as { toVersion: number }).toVersion, before);
  if (isRejection(decided)) return { before, outcome: decided };

  const mark = { version: before.version + 1, toVersion: decided.toVersion };
  const [target, undone] = await Promise.all([
    orders.loadAt(orderId, decided.toVersion),
    eventsUndoneBy(store, mark, before),
  ]);
  const event = { ...record, ...mark, streamId: orderId, type: 'OrderRolledBack', data: decided };
  const rollbacks = [...before.rollbacks, event as unknown as OrderSnapshot['rollbacks'][number]];
  const after = { ...target, version: mark.version, recordedAt: record.recordedAt, rollbacks };
  return { before, outcome: { after, mark, undone } };
}

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
