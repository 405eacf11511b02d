import { Field, ID, InputType, Int } from 'type-graphql';
import { Access } from '../../graphql/access.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import { MoneyInputType } from '../../money/graphql/money-type.js';
import type { OrderStatus } from '../domain/order-status.js';
import { OrderStatusEnum } from './order-status-type.js';

// What these fields may hold is checked by `../inputs.ts`, for every way into the system.

const idempotencyKey = {
  nullable: true,
  description: 'Up to 255 characters. The same key and input answer as at first and write nothing.',
} as const;

export const reason = { description: 'Up to 1,000 characters, in several lines where need be.' } as const;

@InputType()
export abstract class OrderChangeInput {
  @Field(() => ID)
  orderId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Refuse with CONCURRENCY_ERROR where the order is at another version. Without it conflicts are retried.',
  })
  expectedVersion?: number | null;

  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@InputType({ description: 'Prices come from the catalogue. `unitPrice` overrides it, for operators only.' })
class OrderItemInput {
  @Field(() => ID)
  productId!: string;

  @Field(() => Int, { description: '1 to 1,000,000.' })
  quantity!: number;

  @Access('operator')
  @Field(() => MoneyInputType, { nullable: true })
  unitPrice?: MoneyInputType | null;
}

@InputType()
export class CreateOrderInput {
  @Field(() => ID)
  customerId!: string;

  @Field(() => [OrderItemInput], { description: '1 to 2,000. Several of one product become one line.' })
  items!: OrderItemInput[];

  @Access('operator') // one that is taken would tell a customer of another's order
  @Field(() => String, {
    nullable: true,
    description: 'Order number of the outside world, unique where it is given. For operators only.',
  })
  reference?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A secret of the payment gateway, up to 255 characters: it starts the fulfilment that payOrder tells of. Without it the order waits in PENDING.',
  })
  paymentToken?: string | null;

  @Field(() => String, idempotencyKey)
  idempotencyKey?: string | null;
}

@InputType()
export class UpdateOrderStatusInput extends OrderChangeInput {
  @Field(() => OrderStatusEnum)
  status!: OrderStatus;
}

@InputType()
export class AddOrderItemInput extends OrderChangeInput {
  @Field(() => OrderItemInput, {
    description: 'Of a product that is there already it raises the quantity, at the line’s own price.',
  })
  item!: OrderItemInput;
}

@InputType()
export class RemoveOrderItemInput extends OrderChangeInput {
  @Field(() => ID)
  productId!: string;
}

@InputType()
export class ChangeOrderItemQuantityInput extends OrderChangeInput {
  @Field(() => ID)
  productId!: string;

  @Field(() => Int, { description: 'The line’s new quantity, 1 to 1,000,000.' })
  quantity!: number;
}

@InputType({
  description: 'Several changes as one: removals, then additions, then the status. All of them, or none.',
})
export class UpdateOrderInput extends OrderChangeInput {
  @Field(() => [ID], { nullable: true })
  removeItems?: string[] | null;

  @Field(() => [OrderItemInput], { nullable: true })
  addItems?: OrderItemInput[] | null;

  @Field(() => OrderStatusEnum, { nullable: true })
  newStatus?: OrderStatus | null;
}

@InputType()
export class CancelOrderInput extends OrderChangeInput {
  @Field(() => String, reason)
  reason!: string;
}

@InputType({ description: 'Exactly one of toVersion and toTimestamp.' })
export class RollbackOrderInput extends OrderChangeInput {
  @Field(() => Int, { nullable: true })
  toVersion?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The version that was current then.' })
  toTimestamp?: Date | null;

  @Field(() => String, { nullable: true, ...reason })
  reason?: string | null;
}
