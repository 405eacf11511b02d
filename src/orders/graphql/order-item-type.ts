import { Field, ID, Int, ObjectType } from 'type-graphql';
import { MoneyType } from '../../money/graphql/money-type.js';
import type { Money } from '../../money/index.js';
import { lineTotal, type OrderLine } from '../domain/order-line.js';

@ObjectType('OrderItem', { description: 'A line of an order: so many of one product.' })
export class OrderItemType implements OrderLine {
  @Field(() => ID)
  readonly productId!: string;

  @Field(() => String, { description: 'The product’s name when the line was made.' })
  readonly name!: string;

  @Field(() => Int)
  readonly quantity!: number;

  @Field(() => MoneyType, {
    description: 'As it was when the line was made; it never changes with the catalogue.',
  })
  readonly unitPrice!: Money;

  @Field(() => MoneyType, { description: 'The quantity times the unit price.' })
  lineTotal(): Money {
    return lineTotal(this);
  }
}
