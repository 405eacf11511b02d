import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { Access } from '../../graphql/access.js';
import { orThrow } from '../../graphql/or-throw.js';
import { type ListOrder, type Page, pageRequestIn, toPage } from '../../graphql/pagination.js';
import { uuid, validate } from '../../validation/index.js';
import { changeOrder } from './change-order.js';
import type { OrdersContext } from './context.js';
import * as inputs from './fulfilment-inputs.js';
import { FulfilmentArguments, FulfilmentConnection, FulfilmentType } from './fulfilment-type.js';
import { OrderPayload } from './payloads.js';

const byOrder: ListOrder<FulfilmentType, readonly [orderId: string]> = {
  name: 'fulfilments',
  key: z.tuple([uuid]),
  keyOf: ({ orderId }) => [orderId],
};
const pageRequest = pageRequestIn(byOrder);

@Resolver()
export class FulfilmentResolver {
  @Access('operator')
  @Query(() => FulfilmentConnection, {
    description:
      'Orders that are, or were, fulfilled by themselves, the oldest order first. WAITING: what operators have to see to. Operators.',
  })
  async fulfilments(
    @Args(() => FulfilmentArguments) { state, ...page }: FulfilmentArguments,
    @Ctx() { fulfilments }: OrdersContext,
  ): Promise<Page<FulfilmentType>> {
    const request = orThrow(validate(pageRequest, page));
    const wanted = state ?? undefined;
    const found = (await fulfilments.list(wanted, request)).map((it) => new FulfilmentType(it));
    return toPage(byOrder, request, found, () => fulfilments.count(wanted));
  }

  @Access('customer')
  @Mutation(() => OrderPayload, {
    description:
      'Pays with a token, and has the order fulfilled by itself from now on: goods are reserved, the total is authorised, a PENDING order is CONFIRMED; once it is SHIPPED, the total is captured. A decline, or missing stock, cancels the order while that can be done. The answer waits for none of it: watch orderChanged.',
  })
  payOrder(
    @Arg('input', () => inputs.PayOrderInput) input: inputs.PayOrderInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('payOrder', input, context);
  }

  @Access('operator')
  @Mutation(() => OrderPayload, {
    description:
      'Has a step that waits for somebody, or was let be, tried again. What the gateway has done already is not done again. Operators.',
  })
  retryFulfilment(
    @Arg('input', () => inputs.RetryFulfilmentInput) input: inputs.RetryFulfilmentInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('retryFulfilment', input, context);
  }

  @Access('operator')
  @Mutation(() => OrderPayload, {
    description:
      'Says what became of a step that waits. DONE: the money moved as it was asked for, and the process goes on from there. NOT_DONE: it will not be done. Without a payment or the goods the order is cancelled while that can be done, and what it holds is given back; any other step is left as it is until the order changes. Operators.',
  })
  settleFulfilment(
    @Arg('input', () => inputs.SettleFulfilmentInput) input: inputs.SettleFulfilmentInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('settleFulfilment', input, context);
  }
}
