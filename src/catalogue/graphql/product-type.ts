import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../graphql/pagination.js';
import { MoneyType } from '../../money/graphql/money-type.js';
import type { Product } from '../product.js';

@ObjectType('Product')
export class ProductType implements Product {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly sku!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => MoneyType, {
    description: 'What a new order line costs. Lines that exist already keep their own price.',
  })
  readonly price!: MoneyType;

  @Field(() => Boolean, { description: 'Whether it may be ordered.' })
  readonly available!: boolean;

  @Field(() => Int, { description: 'How many there are, those reserved included.' })
  readonly stockLevel!: number;

  @Field(() => Int, {
    description: 'How many of them are promised to orders; the rest can still be ordered.',
  })
  readonly reserved!: number;
}

export const ProductConnection = connectionType(ProductType, 'Product');
