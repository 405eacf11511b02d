import { Arg, Args, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { Access } from '../../graphql/access.js';
import { orThrow } from '../../graphql/or-throw.js';
import type { Page } from '../../graphql/pagination.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import { uuid, validate } from '../../validation/index.js';
import { readOrder, readOrderAt } from '../read-order.js';
import { previewRollback } from '../rollback-preview.js';
import { metadataOf, type OrdersContext } from './context.js';
import { listPage } from './list-page.js';
import { OrderListArguments } from './order-list-arguments.js';
import { OrderConnection, OrderType } from './order-type.js';
import { maySee } from './own-orders.js';
import { RollbackPreviewType, toRollbackPreview } from './rollback-preview-type.js';

const idInput = z.object({ id: uuid });
const readId = (id: string): string => orThrow(validate(idInput, { id })).id;

const current = 'The version that was current then.';

@Resolver()
export class OrderQueries {
  @Access('customer')
  @Query(() => OrderType, {
    nullable: true,
    description: 'Null where there is no such order, or the caller may not see it.',
  })
  async order(@Arg('id', () => ID) id: string, @Ctx() context: OrdersContext): Promise<OrderType | null> {
    const orderId = readId(id);
    if (!(await maySee(orderId, context))) return null;
    const view = await readOrder(context.orders, orderId);
    return view && new OrderType(view);
  }

  @Access('customer')
  @Query(() => OrderType, {
    nullable: true,
    description: 'The order exactly as it was: at that version, or at that instant. Exactly one of the two.',
  })
  async orderAt(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int, { nullable: true }) version: number | null,
    @Arg('timestamp', () => DateTimeScalar, { nullable: true, description: current }) timestamp: Date | null,
    @Ctx() context: OrdersContext,
  ): Promise<OrderType | null> {
    const orderId = readId(id);
    if (!(await maySee(orderId, context))) return null;
    const point = { version, timestamp: timestamp?.getTime() };
    const view = orThrow(await readOrderAt(context.orders, context.store, orderId, point));
    return view && new OrderType(view);
  }

  @Access('customer')
  @Query(() => OrderConnection, {
    description:
      'Keyset pagination. `minCursor` waits, for a bounded time, until the answer contains that place in the feed.',
  })
  orders(
    @Args(() => OrderListArguments) list: OrderListArguments,
    @Ctx() context: OrdersContext,
  ): Promise<Page<OrderType>> {
    return listPage(list, context);
  }

  @Access('operator')
  @Query(() => RollbackPreviewType, { description: 'What a rollback would do, without doing it.' })
  async rollbackPreview(
    @Arg('id', () => ID) id: string,
    @Arg('toVersion', () => Int, { nullable: true }) toVersion: number | null,
    @Arg('toTimestamp', () => DateTimeScalar, { nullable: true, description: current })
    toTimestamp: Date | null,
    @Ctx() context: OrdersContext,
  ): Promise<RollbackPreviewType> {
    const point = { toVersion, toTimestamp };
    const preview = await previewRollback(context, readId(id), point, await metadataOf(context));
    return toRollbackPreview(orThrow(preview));
  }
}
