import { ArgsType, Ctx, Field, ID, ObjectType } from 'type-graphql';
import { connectionType, PageArguments } from '../../graphql/pagination.js';
import type { ProcessState } from '../domain/fulfilment/views.js';
import type { Fulfilment } from '../fulfilments.js';
import { readOrder } from '../read-order.js';
import type { OrdersContext } from './context.js';
import { FulfilmentStateEnum } from './fulfilment-enums.js';
import { FulfilmentProcessType } from './order-fulfilment-types.js';
import { OrderType } from './order-type.js';

@ObjectType('Fulfilment', { description: 'An order on the work list.' })
export class FulfilmentType extends FulfilmentProcessType {
  constructor(private readonly fulfilment: Fulfilment) {
    const { orderId } = fulfilment;
    super(fulfilment, async ({ orders }) => (await orders.load(orderId)).state?.customerId ?? null);
  }

  @Field(() => ID)
  get orderId(): string {
    return this.fulfilment.orderId;
  }

  @Field(() => OrderType)
  async order(@Ctx() { orders }: OrdersContext): Promise<OrderType> {
    const view = await readOrder(orders, this.orderId);
    if (!view) throw new Error(`The work list has an order that does not exist: ${this.orderId}`);
    return new OrderType(view);
  }
}

export const FulfilmentConnection = connectionType(FulfilmentType, 'Fulfilment');

@ArgsType()
export class FulfilmentArguments extends PageArguments {
  @Field(() => FulfilmentStateEnum, { nullable: true })
  state?: ProcessState | null;
}
