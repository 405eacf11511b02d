import { z } from 'zod';
import { moneyInput } from '../money/index.js';
import {
  entityId,
  gatewayId,
  integer,
  largestInt,
  optional,
  text,
  textOfLines,
  uuid,
} from '../validation/index.js';
import { SETTLEMENT_OUTCOMES } from './domain/fulfilment/events.js';
import { grouped, MAX_LINES, MAX_QUANTITY } from './domain/limits.js';
import { ORDER_STATUSES } from './domain/order-status.js';

const instant = z.union([z.date(), z.iso.datetime({ offset: true }).transform((value) => new Date(value))], {
  error: 'must be an ISO 8601 instant with zone',
});

const quantity = integer(1, MAX_QUANTITY);
const item = z.strictObject({ productId: entityId, quantity, unitPrice: optional(moneyInput) });
const items = z.array(item).max(MAX_LINES, { error: `must have at most ${grouped(MAX_LINES)} lines` });
const products = z
  .array(entityId)
  .max(MAX_LINES, { error: `must name at most ${grouped(MAX_LINES)} products` });
const status = z.enum(ORDER_STATUSES);
const reason = textOfLines(1_000);
const paymentToken = text(255);

export type ItemInput = z.output<typeof item>;

/** The inputs of the mutations, less the order's id and what all of them share. */
export const changeInputs = {
  createOrder: z.object({
    customerId: entityId,
    items: items.min(1, { error: 'must have at least one line' }),
    reference: optional(text(100)),
    paymentToken: optional(paymentToken),
  }),
  updateOrderStatus: z.object({ status }),
  addOrderItem: z.object({ item }),
  removeOrderItem: z.object({ productId: entityId }),
  changeOrderItemQuantity: z.object({ productId: entityId, quantity }),
  updateOrder: z.object({
    removeItems: optional(products),
    addItems: optional(items),
    newStatus: optional(status),
  }),
  cancelOrder: z.object({ reason }),
  rollbackOrder: z.object({
    // Any Int: a version that cannot be gets the rollback's own words.
    toVersion: optional(z.int()),
    toTimestamp: optional(instant),
    reason: optional(reason),
  }),
  payOrder: z.object({ paymentToken }),
  retryFulfilment: z.object({ reason }),
  settleFulfilment: z.object({
    outcome: z.enum(SETTLEMENT_OUTCOMES),
    reference: optional(gatewayId),
    reason,
  }),
};

export type ChangeName = keyof typeof changeInputs;
export type ChangeInput<Name extends ChangeName> = z.output<(typeof changeInputs)[Name]>;

const idempotencyKey = optional(text(255));
const expectedVersion = optional(integer(0, largestInt));
const common = { orderId: uuid, expectedVersion, idempotencyKey };

/** Each mutation's whole input: what it changes, and how it is to be carried out. */
export const mutationInputs = Object.fromEntries(
  Object.entries(changeInputs).map(([name, input]) => [
    name,
    input.extend(name === 'createOrder' ? { idempotencyKey } : common),
  ]),
) as unknown as Readonly<Record<ChangeName, z.ZodType<MutationInput>>>;

export type MutationInput = ChangeInput<ChangeName> & {
  /** Absent where the order is being created. */
  readonly orderId?: string;
  readonly expectedVersion?: number | undefined;
  readonly idempotencyKey?: string | undefined;
};
