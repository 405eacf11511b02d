import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Recorded } from '../../event-sourcing/event.js';
import { isKnown, UnreadableData } from '../../event-sourcing/event-schema.js';
import { type RollbackMark, versionsUndone } from '../../event-sourcing/lineage.js';
import { MoneyType } from '../../money/graphql/money-type.js';
import type { Money } from '../../money/index.js';
import { orderEventSchemas } from '../domain/event-schemas.js';
import type * as facts from '../domain/events.js';
import { lineOf, type OrderLine } from '../domain/order-line.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { OrdersContext } from './context.js';
import { fulfilmentEventTypes } from './fulfilment-event-types.js';
import { OrderEventType } from './order-event-type.js';
import { OrderItemType } from './order-item-type.js';
import { OrderStatusEnum } from './order-status-type.js';
import { paymentEventTypes } from './payment-event-types.js';
import { maskedToken } from './payment-token.js';
import { storedMoney } from './stored-money.js';

@ObjectType('OrderCreated', {
  implements: OrderEventType,
  description: 'The order began, PENDING, with these lines.',
})
class OrderCreatedType extends OrderEventType<facts.OrderCreated['data']> {
  @Field(() => ID)
  get customerId(): string {
    return this.payload.customerId;
  }

  @Field(() => String, { nullable: true })
  get reference(): string | null {
    return this.payload.reference ?? null;
  }

  @Field(() => [OrderItemType])
  get items(): OrderLine[] {
    return this.payload.items.map(lineOf);
  }

  @Field(() => MoneyType)
  get totalAmount(): Money {
    return storedMoney(this.payload.totalAmount);
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Masked: its last four characters at the most. Null where no payment came with the order, or the customer was erased.',
  })
  async paymentToken(@Ctx() context: OrdersContext): Promise<string | null> {
    return maskedToken(await this.opened(this.payload.paymentToken ?? null, context));
  }
}

@ObjectType('OrderItemAdded', {
  implements: OrderEventType,
  description: 'A new line, or more of one that was there.',
})
class OrderItemAddedType extends OrderEventType<facts.OrderItemAdded['data']> {
  @Field(() => ID)
  get productId(): string {
    return this.payload.productId;
  }

  @Field(() => String)
  get name(): string {
    return this.payload.name;
  }

  @Field(() => Int, { description: 'How many were added, to those there before.' })
  get quantity(): number {
    return this.payload.quantity;
  }

  @Field(() => MoneyType, { description: 'The line’s own.' })
  get unitPrice(): Money {
    return storedMoney(this.payload.unitPrice);
  }
}

@ObjectType('OrderItemRemoved', { implements: OrderEventType, description: 'A whole line went.' })
class OrderItemRemovedType extends OrderEventType<facts.OrderItemRemoved['data']> {
  @Field(() => ID)
  get productId(): string {
    return this.payload.productId;
  }

  @Field(() => Int, { description: 'How many the line held.' })
  get quantity(): number {
    return this.payload.quantity;
  }
}

@ObjectType('OrderItemQuantityChanged', {
  implements: OrderEventType,
  description: 'A line’s quantity was set anew.',
})
class OrderItemQuantityChangedType extends OrderEventType<facts.OrderItemQuantityChanged['data']> {
  @Field(() => ID)
  get productId(): string {
    return this.payload.productId;
  }

  @Field(() => Int)
  get from(): number {
    return this.payload.from;
  }

  @Field(() => Int)
  get to(): number {
    return this.payload.to;
  }
}

@ObjectType('OrderStatusUpdated', {
  implements: OrderEventType,
  description: 'The order went on to another status. The step to CANCELLED is OrderCancelled.',
})
class OrderStatusUpdatedType extends OrderEventType<facts.OrderStatusUpdated['data']> {
  @Field(() => OrderStatusEnum)
  get from(): OrderStatus {
    return this.payload.from;
  }

  @Field(() => OrderStatusEnum)
  get to(): OrderStatus {
    return this.payload.to;
  }
}

@ObjectType('OrderCancelled', { implements: OrderEventType, description: 'The order was called off.' })
class OrderCancelledType extends OrderEventType<facts.OrderCancelled['data']> {
  @Field(() => OrderStatusEnum)
  get from(): OrderStatus {
    return this.payload.from;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Null where another mutation than cancelOrder did it, or the customer was erased.',
  })
  reason(@Ctx() context: OrdersContext): Promise<string | null> {
    return this.opened(this.payload.reason, context);
  }
}

@ObjectType('OrderRolledBack', {
  implements: OrderEventType,
  description: 'The order is again as it was at toVersion.',
})
class OrderRolledBackType extends OrderEventType<facts.OrderRolledBack['data']> {
  @Field(() => Int)
  get fromVersion(): number {
    return this.payload.fromVersion;
  }

  @Field(() => Int)
  get toVersion(): number {
    return this.payload.toVersion;
  }

  @Field(() => [Int], { description: 'The versions between the two, which can never be a target again.' })
  get skippedVersions(): number[] {
    return versionsUndone({ version: this.version, toVersion: this.toVersion });
  }

  @Field(() => String, { nullable: true })
  reason(@Ctx() context: OrdersContext): Promise<string | null> {
    return this.opened(this.payload.reason, context);
  }

  protected override get said(): unknown {
    return { ...this.payload, skippedVersions: this.skippedVersions };
  }
}

@ObjectType('UnknownOrderEvent', {
  implements: OrderEventType,
  description:
    'An event of a type or shape that this build cannot read, as it was stored. Replay skips an unknown type.',
})
class UnknownOrderEventType extends OrderEventType {}

const types: Readonly<Record<facts.OrderEvent['type'], new (...args: EventArguments) => OrderEventType>> = {
  OrderCreated: OrderCreatedType,
  OrderItemAdded: OrderItemAddedType,
  OrderItemRemoved: OrderItemRemovedType,
  OrderItemQuantityChanged: OrderItemQuantityChangedType,
  OrderStatusUpdated: OrderStatusUpdatedType,
  OrderCancelled: OrderCancelledType,
  OrderRolledBack: OrderRolledBackType,
  ...paymentEventTypes,
  ...fulfilmentEventTypes,
};

type EventArguments = [recorded: Recorded, rollbacks?: readonly RollbackMark[]];

/** Concrete types that the schema would not find by itself, since fields answer the interface. */
export const orderEventTypes = [...Object.values(types), UnknownOrderEventType];

/** `rollbacks`: those of the event's order, where they are at hand; else they are read when asked for. */
export function toOrderEvent(...[recorded, rollbacks]: EventArguments): OrderEventType {
  const { type, data } = recorded;
  if (data instanceof UnreadableData)
    return new UnknownOrderEventType({ ...recorded, data: data.stored }, rollbacks);
  const known = isKnown(orderEventSchemas, type)
    ? types[type as facts.OrderEvent['type']]
    : UnknownOrderEventType;
  return new known(recorded, rollbacks);
}
