import { Ctx, Field, ID, InputType, ObjectType } from 'type-graphql';
import { z } from 'zod';
import type { FeedFilter } from '../../event-sourcing/event-store.js';
import { orThrow } from '../../graphql/or-throw.js';
import { CursorScalar } from '../../graphql/scalars.js';
import { entityId, listOf, optional, text, uuid, validate } from '../../validation/index.js';
import type { OrdersContext } from './context.js';
import { OrderEventType } from './order-event-type.js';
import { OrderType } from './order-type.js';

@InputType({ description: 'Events that satisfy all of it.' })
export class EventFilter {
  @Field(() => [ID], { nullable: true, description: 'At most 1,000.' })
  orderIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Names of event types, such as OrderCreated; at most 100.',
  })
  types?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Events of this customer’s orders.' })
  customerId?: string | null;
}

const filterInput = z.object({
  orderId: optional(uuid),
  filter: optional(
    z.object({
      orderIds: optional(listOf(uuid, 1_000, 'orderIds')),
      types: optional(listOf(text(100), 100, 'types')),
      customerId: optional(entityId),
    }),
  ),
});

/** What the arguments of a feed or a subscription ask of an event. */
export function feedFilter(input: {
  readonly orderId?: string | null;
  readonly filter?: EventFilter | null;
}): FeedFilter {
  const { orderId, filter } = orThrow(validate(filterInput, input));
  const { orderIds, types, customerId } = filter ?? {};
  const one = orderId === undefined ? undefined : [orderId];
  const streamIds = one && orderIds ? one.filter((id) => orderIds.includes(id)) : (one ?? orderIds);
  return {
    ...(streamIds && { streamIds }),
    ...(types && { types }),
    ...(customerId && { subject: customerId }),
  };
}

@ObjectType({ description: 'An event and its place in the feed.' })
class FeedItem {
  @Field(() => CursorScalar, { description: 'The place after this event: resume here.' })
  readonly cursor!: string;

  @Field(() => OrderEventType)
  readonly event!: OrderEventType;
}

@ObjectType({ description: 'The next events of all orders, in the order in which they were committed.' })
export class EventFeedPage {
  @Field(() => [FeedItem])
  readonly items!: readonly FeedItem[];

  @Field(() => CursorScalar, {
    nullable: true,
    description: 'Where the next page begins, also where this one is empty: later events come after it.',
  })
  readonly endCursor!: string | null;

  @Field(() => Boolean, { description: 'Whether there are more events by now.' })
  readonly hasMore!: boolean;
}

@ObjectType({ description: 'An event as a subscription tells it.' })
export class OrderEventMessage {
  @Field(() => CursorScalar, { description: 'The place after this event: resume here.' })
  readonly cursor!: string;

  @Field(() => OrderEventType)
  readonly event!: OrderEventType;

  @Field(() => Boolean, {
    description: 'False while history is sent, true from the first message that is not history.',
  })
  readonly caughtUp!: boolean;

  @Field(() => OrderType, { description: 'The order as this event left it.' })
  async order(@Ctx() { orders }: OrdersContext): Promise<OrderType> {
    return new OrderType({ order: await orders.after(this.event.recorded) });
  }
}
