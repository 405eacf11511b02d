import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../graphql/access.js';
import * as inputs from './change-inputs.js';
import { carryOut, changeOrder } from './change-order.js';
import type { OrdersContext } from './context.js';
import { OrderPayload, RollbackPayload, rollbackPayload } from './payloads.js';

@Resolver()
export class OrderMutations {
  @Access('customer')
  @Mutation(() => OrderPayload, {
    description: 'Needs an active customer, and products that are available and in stock.',
  })
  createOrder(
    @Arg('input', () => inputs.CreateOrderInput) input: inputs.CreateOrderInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('createOrder', input, context);
  }

  @Access('customer')
  @Mutation(() => OrderPayload, { description: 'To one of those that OrderStatus allows.' })
  updateOrderStatus(
    @Arg('input', () => inputs.UpdateOrderStatusInput) input: inputs.UpdateOrderStatusInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('updateOrderStatus', input, context);
  }

  @Access('customer')
  @Mutation(() => OrderPayload, { description: 'While the order is PENDING or CONFIRMED.' })
  addOrderItem(
    @Arg('input', () => inputs.AddOrderItemInput) input: inputs.AddOrderItemInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('addOrderItem', input, context);
  }

  @Access('customer')
  @Mutation(() => OrderPayload, {
    description: 'While the order is PENDING or CONFIRMED. The last item cannot be removed.',
  })
  removeOrderItem(
    @Arg('input', () => inputs.RemoveOrderItemInput) input: inputs.RemoveOrderItemInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('removeOrderItem', input, context);
  }

  @Access('customer')
  @Mutation(() => OrderPayload, { description: 'While the order is PENDING or CONFIRMED.' })
  changeOrderItemQuantity(
    @Arg('input', () => inputs.ChangeOrderItemQuantityInput) input: inputs.ChangeOrderItemQuantityInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('changeOrderItemQuantity', input, context);
  }

  @Access('customer')
  @Mutation(() => OrderPayload, { description: 'Several changes as one: all of them, or none.' })
  updateOrder(
    @Arg('input', () => inputs.UpdateOrderInput) input: inputs.UpdateOrderInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('updateOrder', input, context);
  }

  @Access('customer')
  @Mutation(() => OrderPayload, { description: 'Until the order is SHIPPED.' })
  cancelOrder(
    @Arg('input', () => inputs.CancelOrderInput) input: inputs.CancelOrderInput,
    @Ctx() context: OrdersContext,
  ): Promise<OrderPayload> {
    return changeOrder('cancelOrder', input, context);
  }

  @Access('operator')
  @Mutation(() => RollbackPayload, {
    description:
      'Makes the order again as it was at an older version. History stays: this appends an event, and the versions between can never be a target again. See rollbackPreview.',
  })
  async rollbackOrder(
    @Arg('input', () => inputs.RollbackOrderInput) input: inputs.RollbackOrderInput,
    @Ctx() context: OrdersContext,
  ): Promise<RollbackPayload> {
    return rollbackPayload(await carryOut('rollbackOrder', input, context), context);
  }
}
