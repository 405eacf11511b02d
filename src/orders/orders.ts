import { LRUCache } from 'lru-cache';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database/database.js';
import { type Aggregates, aggregates, type SharedSnapshots } from '../event-sourcing/aggregate.js';
import { commandHandler, type Handled } from '../event-sourcing/command-handler.js';
import { isRejection, type Rejection } from '../event-sourcing/errors.js';
import type { Metadata } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { createPersonalData } from '../personal-data/index.js';
import { validate } from '../validation/index.js';
import { orderEventSchemas } from './domain/event-schemas.js';
import type { OrderEvent } from './domain/events.js';
import type { FulfilmentCommand } from './domain/fulfilment/commands.js';
import { orderDecider, referenceClaim } from './domain/order-decider.js';
import type { OrderSnapshot, OrderState } from './domain/state.js';
import { fingerprint } from './fingerprint.js';
import { foldFingerprint } from './fold-fingerprint.js';
import { type ChangeInput, type ChangeName, type MutationInput, mutationInputs } from './inputs.js';
import { lookups } from './lookups.js';
import { type OrderTrail, orderTrail } from './order-trail.js';
import { type IsOrderOf, notOwn, orderOwnership } from './ownership.js';
import { readCommand, unrecognisable } from './read-command.js';
import { textsOf } from './seal-texts.js';

export type HandledOrder = Handled<OrderState | null, OrderEvent>;

export interface Orders extends Aggregates<OrderState | null> {
  /**
   * Carries out a mutation: its input as the client sent it, on behalf of whom the metadata names. `onlyFor`: a
   * customer, who can do it to their own orders alone.
   */
  change(
    name: ChangeName,
    input: unknown,
    metadata: Metadata,
    onlyFor?: string,
  ): Promise<HandledOrder | Rejection>;
  /** Records what happened outside, or what follows from it. A fact that the order knows is not written again. */
  record(orderId: string, command: FulfilmentCommand, metadata: Metadata): Promise<HandledOrder | Rejection>;
  readonly isOrderOf: IsOrderOf;
  readonly after: OrderTrail;
  /** Whether orders can be paid. */
  readonly takesPayments: boolean;
}

export interface OrdersOptions {
  readonly store: EventStore;
  readonly db: Db;
  /** Bytes, about, that cached orders may take. */
  readonly cacheSize?: number;
  readonly shared?: SharedSnapshots<OrderState | null> | undefined;
  /** Whether orders can be paid. */
  readonly takesPayments?: boolean;
}

/** Commands and reads of single orders. */
export function createOrders(options: OrdersOptions): Orders {
  const { store, db, cacheSize = 64 * 1024 * 1024, shared, takesPayments = false } = options;
  const limits = { maxSize: cacheSize / 2, sizeCalculation: approximateSize };
  const cache = new LRUCache<string, OrderSnapshot>(limits);
  const reads = aggregates({ store, fold: orderDecider, fingerprint: foldFingerprint(), cache, shared });
  const handle = commandHandler({
    store,
    aggregates: reads,
    decider: orderDecider,
    schemas: orderEventSchemas,
    newId: uuidv7,
  });
  const personalData = createPersonalData(db);
  const asked = lookups(db, {
    ...personalData,
    takesPayments,
    versionAt: (orderId, instant) => store.versionAt(orderId, instant),
    customerOf: async (orderId) => (reads.recall(orderId) ?? (await reads.load(orderId))).state?.customerId,
  });
  const isOrderOf = orderOwnership(store);

  return {
    ...reads,
    takesPayments,
    isOrderOf,
    after: orderTrail(reads, limits),
    record: (streamId, command, metadata) => handle({ streamId, command, metadata }),
    async change(name, input, metadata, onlyFor) {
      const parsed = validate(mutationInputs[name], input);
      if (isRejection(parsed)) return parsed;
      const refusal = onlyFor === undefined ? undefined : await notOwn(parsed, onlyFor, isOrderOf);
      if (refusal) return refusal;
      const { orderId, expectedVersion, idempotencyKey, ...change } = parsed;
      const streamId = orderId ?? store.newStreamId(guardOf(parsed));
      const command = await readCommand(name, change as ChangeInput<typeof name>, asked, streamId);
      if (isRejection(command)) return command;
      const key = idempotencyKey && {
        actor: metadata.actor,
        key: idempotencyKey,
        fingerprint: fingerprint(name, { orderId, expectedVersion, ...change, ...textsOf(command) }),
      };
      const handled = await handle({
        streamId,
        isNew: orderId === undefined,
        command,
        metadata,
        expectedVersion,
        ...(key ? { idempotencyKey: key } : {}),
      });
      if (!isRejection(handled) || handled.code !== 'IDEMPOTENCY_CONFLICT') return handled;
      return (await unrecognisable(command, { ...asked, ...personalData }, streamId)) ?? handled;
    },
  };
}

/** What makes a new order unique is guarded in the order's own lane. */
function guardOf(input: MutationInput): string | undefined {
  if ('reference' in input && input.reference !== undefined) return referenceClaim(input.reference);
  return input.idempotencyKey;
}

const approximateSize = ({ state, rollbacks }: OrderSnapshot): number =>
  400 + 200 * (state?.lines.length ?? 0) + 50 * rollbacks.length;
