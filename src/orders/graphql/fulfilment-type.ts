import { ArgsType, Ctx, Field, ID, ObjectType } from 'type-graphql';
import { connectionType, PageArguments } from '../../graphql/pagination.js';
import type { ProcessState } from '../domain/fulfilment/views.js';
import type { Fulfilment } from '../fulfilments.js';
import { readOrder } from '../read-order.js';
import type { OrdersContext } from './context.js';
import { FulfilmentStateEnum } from './fulfilment-enums.js';
import { FulfilmentProcessType, toProcess } from './order-fulfilment-types.js';
import { OrderType } from './order-type.js';

@ObjectType('Fulfilment', { description: 'An order on the work list.' })
export class FulfilmentType extends FulfilmentProcessType {
  @Field(() => ID)
  readonly orderId!: string;

  @Field(() => OrderType)
  async order(@Ctx() { orders }: OrdersContext): Promise<OrderType> {
    const view = await readOrder(orders, this.orderId);
    if (!view) throw new Error(`The work list has an order that does not exist: ${this.orderId}`);
    return new OrderType(view);
  }
}

export const toFulfilment = (fulfilment: Fulfilment): FulfilmentType =>
  Object.assign(new FulfilmentType(), fulfilment, toProcess(fulfilment));

export const FulfilmentConnection = connectionType(FulfilmentType, 'Fulfilment');

@ArgsType()
export class FulfilmentArguments extends PageArguments {
  @Field(() => FulfilmentStateEnum, { nullable: true })
  state?: ProcessState | null;
}
