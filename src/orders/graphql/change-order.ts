import { isRejection, type Rejection } from '../../event-sourcing/errors.js';
import { orThrow } from '../../graphql/or-throw.js';
import type { ChangeName } from '../inputs.js';
import type { HandledOrder } from '../orders.js';
import { metadataOf, type OrdersContext } from './context.js';
import { type OrderPayload, orderPayload } from './payloads.js';
import { withMaskedTokens } from './payment-token.js';

/** Carries out a mutation on behalf of the caller. What refuses it may tell of events, but of no token. */
export async function carryOut(
  name: ChangeName,
  input: object,
  context: OrdersContext,
): Promise<HandledOrder> {
  const outcome = await context.orders.change(name, input, metadataOf(context));
  return orThrow(isRejection(outcome) ? (withMaskedTokens(outcome) as Rejection) : outcome);
}

export const changeOrder = async (
  name: ChangeName,
  input: object,
  context: OrdersContext,
): Promise<OrderPayload> => orderPayload(await carryOut(name, input, context), context);
