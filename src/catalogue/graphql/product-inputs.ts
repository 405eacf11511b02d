import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { MoneyInputType } from '../../money/graphql/money-type.js';

const id = '1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-".';

@InputType()
export class CreateProductInput {
  @Field(() => ID, { nullable: true, description: `${id} Made by the server where it is absent.` })
  readonly id?: string | null;

  @Field(() => String, { description: 'Unique, at most 64 characters.' })
  readonly sku!: string;

  @Field(() => String, { description: 'At most 200 characters.' })
  readonly name!: string;

  @Field(() => MoneyInputType)
  readonly price!: MoneyInputType;

  @Field(() => Int)
  readonly stockLevel!: number;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: 'Whether it may be ordered.' })
  readonly available?: boolean | null;
}

@InputType({ description: 'What is absent or null stays as it is. Stock is changed by adjustStock.' })
export class UpdateProductInput {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'At most 200 characters.' })
  readonly name?: string | null;

  @Field(() => MoneyInputType, { nullable: true })
  readonly price?: MoneyInputType | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it may be ordered.' })
  readonly available?: boolean | null;
}

@ArgsType()
export class StockAdjustment {
  @Field(() => ID)
  readonly productId!: string;

  @Field(() => Int, { description: 'Negative to take away.' })
  readonly delta!: number;

  @Field(() => String, { nullable: true, description: 'Goes into the log.' })
  readonly reason?: string | null;
}
