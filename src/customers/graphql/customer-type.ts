import { Field, ID, ObjectType } from 'type-graphql';
import { connectionType } from '../../graphql/pagination.js';
import type { Customer } from '../customer.js';

@ObjectType('Customer')
export class CustomerType implements Customer {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly email!: string;

  @Field(() => Boolean, { description: 'Whether it may place orders.' })
  readonly active!: boolean;
}

export const CustomerConnection = connectionType(CustomerType, 'Customer');
