import { isRejection, type Rejection } from '../../event-sourcing/errors.js';
import { confinedTo, requireRole } from '../../graphql/access.js';
import { orThrow } from '../../graphql/or-throw.js';
import { openedJson } from '../../personal-data/graphql/opened-text.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { ChangeName } from '../inputs.js';
import type { HandledOrder } from '../orders.js';
import { metadataOf, type OrdersContext } from './context.js';
import { statusesForCustomers } from './own-orders.js';
import { type OrderPayload, orderPayload } from './payloads.js';
import { withMaskedTokens } from './payment-token.js';

/** What the inputs of mutations have in common; those of new orders name none. */
interface ChangeInput {
  readonly orderId?: string;
  readonly idempotencyKey?: string | null;
}

/** The statuses that a mutation's input may ask for. */
interface AskedStatus {
  readonly status?: OrderStatus | null;
  readonly newStatus?: OrderStatus | null;
}

/** Carries out a mutation on behalf of the caller. What refuses it may tell of events, but of no token. */
export async function carryOut(
  name: ChangeName,
  input: ChangeInput & AskedStatus,
  context: OrdersContext,
): Promise<HandledOrder> {
  const { caller, orders } = context;
  const status = input.status ?? input.newStatus;
  if (status && !statusesForCustomers.includes(status))
    requireRole('operator', caller, `OrderStatus.${status}`);
  const outcome = await orders.change(name, input, await metadataOf(context), confinedTo(caller));
  return orThrow(isRejection(outcome) ? await shown(outcome, input, context) : outcome);
}

/** A refusal as the caller may see it: of a stale version it tells the events since. */
async function shown(refusal: Rejection, input: ChangeInput, context: OrdersContext): Promise<Rejection> {
  const { orderId } = input;
  if (refusal.code !== 'CONCURRENCY_ERROR' || orderId === undefined) return refusal;
  const { state } = await context.orders.load(orderId.toLowerCase());
  return withMaskedTokens(await openedJson(state?.customerId ?? null, refusal, context)) as Rejection;
}

export const changeOrder = async (
  name: ChangeName,
  input: ChangeInput,
  context: OrdersContext,
): Promise<OrderPayload> => orderPayload(await carryOut(name, input, context), context);
