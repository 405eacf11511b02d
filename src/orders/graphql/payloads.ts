import { Field, ObjectType } from 'type-graphql';
import type { Recorded } from '../../event-sourcing/event.js';
import { CursorScalar } from '../../graphql/scalars.js';
import type { OrderSnapshot } from '../domain/state.js';
import type { HandledOrder } from '../orders.js';
import { viewOf } from '../read-order.js';
import { eventsUndoneBy } from '../rollback-preview.js';
import type { OrdersContext } from './context.js';
import { OrderEventType } from './order-event-type.js';
import { toOrderEvent } from './order-event-types.js';
import { OrderType } from './order-type.js';
import { RollbackType } from './rollback-type.js';

const cursor = {
  description: 'Place of the last event written: pass it as `minCursor` to read your own write.',
};

@ObjectType({ description: 'What a mutation did to an order.' })
export class OrderPayload {
  @Field(() => OrderType, { description: 'The order as it is after it.' })
  readonly order!: OrderType;

  @Field(() => [OrderEventType], {
    description: 'The events written; none where the command changed nothing.',
  })
  readonly events!: readonly OrderEventType[];

  @Field(() => CursorScalar, cursor)
  readonly cursor!: string;
}

@ObjectType({ description: 'What a rollback did to an order.' })
export class RollbackPayload extends OrderPayload {
  @Field(() => OrderType, { description: 'The order as it was until then.' })
  readonly before!: OrderType;

  @Field(() => OrderType, { description: 'The same as `order`.' })
  readonly after!: OrderType;

  @Field(() => RollbackType)
  readonly rollback!: RollbackType;

  @Field(() => [OrderEventType], { description: 'Those that were live until then, oldest first.' })
  readonly undoneEvents!: readonly OrderEventType[];
}

export const toOrder = (order: OrderSnapshot): OrderType => new OrderType(viewOf(order));

export const toEvents = (events: readonly Recorded[], { rollbacks }: OrderSnapshot): OrderEventType[] =>
  events.map((event) => toOrderEvent(event, rollbacks));

export function orderPayload({ after, events }: HandledOrder, { feed, store }: OrdersContext): OrderPayload {
  const place = feed.head.with(after.lane, after.position);
  return { order: toOrder(after), events: toEvents(events, after), cursor: store.sealCursor(place) };
}

export async function rollbackPayload(
  handled: HandledOrder,
  context: OrdersContext,
): Promise<RollbackPayload> {
  const { before, after, events } = handled;
  const [rollback] = events;
  const mark = after.rollbacks.at(-1);
  if (rollback?.type !== 'OrderRolledBack' || !mark) throw new Error('A rollback wrote no rollback');
  const undone = await eventsUndoneBy(context.store, mark, before);
  const payload = orderPayload(handled, context);
  return {
    ...payload,
    before: toOrder(before),
    after: payload.order,
    rollback: new RollbackType(rollback),
    undoneEvents: toEvents(undone, after),
  };
}
