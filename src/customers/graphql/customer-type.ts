import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import { connectionType } from '../../graphql/pagination.js';
import { ErasureType, toErasureType } from '../../personal-data/graphql/erasure-type.js';
import { openedOrThrow } from '../../personal-data/graphql/opened-text.js';
import type { Customer } from '../customer.js';
import type { CustomersContext } from './context.js';

@ObjectType('Customer')
export class CustomerType {
  constructor(private readonly customer: Customer) {}

  @Field(() => ID)
  get id(): string {
    return this.customer.id;
  }

  @Field(() => String, { description: 'Refused with ERASED where the customer was erased.' })
  name(@Ctx() context: CustomersContext): Promise<string> {
    return openedOrThrow(this.id, this.customer.name, context);
  }

  @Field(() => String, { description: 'Refused with ERASED where the customer was erased.' })
  email(@Ctx() context: CustomersContext): Promise<string> {
    return openedOrThrow(this.id, this.customer.email, context);
  }

  @Field(() => Boolean, { description: 'Whether it may place orders.' })
  get active(): boolean {
    return this.customer.active;
  }

  @Field(() => ErasureType, {
    nullable: true,
    description: 'Null where the customer was not erased.',
  })
  async erasure(@Ctx() { personalData }: CustomersContext): Promise<ErasureType | null> {
    const erasure = await personalData.erasureOf(this.id);
    return erasure && toErasureType(erasure);
  }
}

export const CustomerConnection = connectionType(CustomerType, 'Customer');
