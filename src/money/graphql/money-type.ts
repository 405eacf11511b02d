import { Field, InputType, ObjectType } from 'type-graphql';
import { DecimalScalar } from '../../graphql/scalars.js';
import { formatMoney, type Money } from '../money.js';

const amount = { description: 'In the major unit, with exactly the currency’s digits: JPY 0, USD 2, BHD 3.' };
const currency = { description: 'ISO 4217 code.' };

@ObjectType('Money')
export class MoneyType implements Money {
  readonly minor!: number;

  @Field(() => DecimalScalar, amount)
  amount(): string {
    return formatMoney(this).amount;
  }

  @Field(() => String, currency)
  readonly currency!: string;
}

@InputType('MoneyInput')
export class MoneyInputType {
  @Field(() => DecimalScalar, {
    description: 'In the major unit, with no more digits than the currency has.',
  })
  readonly amount!: string;

  @Field(() => String, currency)
  readonly currency!: string;
}
