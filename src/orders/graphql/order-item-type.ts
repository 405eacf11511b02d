import { Field, ID, Int, ObjectType } from 'type-graphql';
import { MoneyType } from '../../money/graphql/money-type.js';
import type { Money } from '../../money/index.js';
import { lineTotal, type OrderLine } from '../domain/order-line.js';

@ObjectType('OrderItem')
export class OrderItemType {
  constructor(private readonly line: OrderLine) {}

  @Field(() => ID)
  get productId(): string {
    return this.line.productId;
  }

  @Field(() => String)
  get name(): string {
    return this.line.name;
  }

  @Field(() => Int)
  get quantity(): number {
    return this.line.quantity;
  }

  @Field(() => MoneyType, {
    description: 'As it was when the line was made; it never changes with the catalogue.',
  })
  get unitPrice(): Money {
    return this.line.unitPrice;
  }

  @Field(() => MoneyType)
  get lineTotal(): Money {
    return lineTotal(this.line);
  }
}
