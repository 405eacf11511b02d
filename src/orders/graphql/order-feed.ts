import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { z } from 'zod';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import { cursorAfter, feedStart } from '../../event-sourcing/feed-cursor.js';
import { Access } from '../../graphql/access.js';
import { apiError } from '../../graphql/errors.js';
import { readFeedCursor } from '../../graphql/feed-cursor.js';
import { PageSizeByDefault } from '../../graphql/limits/page-size.js';
import { orThrow } from '../../graphql/or-throw.js';
import { CursorScalar } from '../../graphql/scalars.js';
import { tellingSlowConsumers } from '../../graphql/slow-consumer.js';
import type { LiveEvent } from '../../processors/live/live-event.js';
import { liveEvents } from '../../processors/live/live-events.js';
import { optional, pageSize, uuid, validate } from '../../validation/index.js';
import type { LiveOrder } from '../live-orders.js';
import type { OrdersContext } from './context.js';
import { EventFeedPage, EventFilter, feedFilter, OrderEventMessage } from './feed-types.js';
import { toOrderEvent } from './order-event-types.js';
import { OrderType } from './order-type.js';
import { eventsForCaller, maySee, statesForCaller } from './own-orders.js';
import { toOrder } from './payloads.js';

const after = 'Begin after this place. Null: ';

@ArgsType()
class OrderEventsArguments {
  @Field(() => ID, { nullable: true })
  orderId?: string | null;

  @Field(() => EventFilter, { nullable: true })
  filter?: EventFilter | null;

  @Field(() => CursorScalar, { nullable: true, description: `${after}from now on.` })
  after?: string | null;
}

interface Subscribing<Arguments> {
  readonly args: Arguments;
  readonly context: OrdersContext;
}

@Resolver()
export class OrderFeed {
  @Access('operator')
  @PageSizeByDefault(100)
  @Query(() => EventFeedPage, {
    description: 'The global feed, oldest first, after a place in it. Operators.',
  })
  async eventFeed(
    @Arg('after', () => CursorScalar, { nullable: true, description: `${after}the very first event.` })
    place: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, description: '1 to 100, else 100.' }) first: number | null,
    @Arg('filter', () => EventFilter, { nullable: true }) filter: EventFilter | null,
    @Ctx() { store, feed }: OrdersContext,
  ): Promise<EventFeedPage> {
    const { first: size = 100 } = orThrow(validate(feedPage, { first }));
    const wanted = feedFilter({ filter });
    let cursor = place == null ? feedStart(feed.head.length) : orThrow(await readFeedCursor(store, place));
    const page = await store.readFeed(cursor, size, wanted);
    const items = page.events.map((event) => {
      cursor = cursorAfter(cursor, event);
      return { cursor: store.sealCursor(cursor), event: toOrderEvent(event) };
    });
    return { items, endCursor: store.sealCursor(page.cursor), hasMore: page.hasMore };
  }

  @Access('customer')
  @Subscription(() => OrderEventMessage, {
    description:
      '`after` null: from now on. `after` a cursor: all that came after it, then live, without a gap and without a duplicate.',
    subscribe: subscribeToEvents,
  })
  orderEvents(
    @Root() { cursor, event, caughtUp }: LiveEvent,
    @Args(() => OrderEventsArguments) _: OrderEventsArguments,
    @Ctx() { store }: OrdersContext,
  ): Omit<OrderEventMessage, 'order'> {
    return { cursor: store.sealCursor(cursor), event: toOrderEvent(event), caughtUp };
  }

  @Access('customer')
  @Subscription(() => OrderType, {
    description: 'The order’s current state at once, and again after each change.',
    subscribe: subscribeToOrder,
  })
  orderChanged(@Root() { order }: LiveOrder, @Arg('id', () => ID) _id: string): OrderType {
    return toOrder(order);
  }
}

const feedPage = z.object({ first: optional(pageSize) });
const idInput = z.object({ id: uuid });

async function subscribeToEvents({ args, context }: Subscribing<OrderEventsArguments>) {
  const filter = feedFilter(args);
  const place: FeedCursor | undefined =
    args.after == null ? undefined : orThrow(await readFeedCursor(context.store, args.after));
  const events = eventsForCaller(filter, context, (allowed) => liveEvents(context, place, allowed));
  return tellingSlowConsumers(events, context.store);
}

async function subscribeToOrder({ args, context }: Subscribing<{ id: string }>) {
  const { id } = orThrow(validate(idInput, args));
  const changes = (await maySee(id, context)) ? await context.liveOrders.watch(id) : undefined;
  if (!changes) throw apiError('NOT_FOUND', 'Order not found');
  return tellingSlowConsumers(statesForCaller(changes, context), context.store);
}
