import { Arg, Args, Ctx, Field, ID, InputType, Mutation, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { Access } from '../../graphql/access.js';
import { orThrow } from '../../graphql/or-throw.js';
import {
  connectionType,
  type ListOrder,
  type Page,
  PageArguments,
  pageRequestIn,
  toPage,
} from '../../graphql/pagination.js';
import { ErasureType, toErasureType } from '../../personal-data/graphql/erasure-type.js';
import { countErasures, listErasures } from '../../personal-data/index.js';
import { entityId, rowInstant, validate } from '../../validation/index.js';
import { eraseCustomer } from '../customers.js';
import { customerErasure } from '../inputs.js';
import type { CustomersContext } from './context.js';

@InputType()
class EraseCustomerInput {
  @Field(() => ID)
  readonly customerId!: string;

  @Field(() => String, {
    description: 'Up to 1,000 characters. It stays, so it must say nothing of the customer.',
  })
  readonly reason!: string;
}

const ErasureConnection = connectionType(ErasureType, 'Erasure');

const newestFirst: ListOrder<ErasureType, readonly [at: number, customerId: string]> = {
  name: 'erasures',
  key: z.tuple([rowInstant, entityId]),
  keyOf: ({ at, customerId }) => [at.getTime(), customerId],
};
const pageRequest = pageRequestIn(newestFirst);

@Resolver()
export class ErasureResolver {
  @Access('operator')
  @Query(() => ErasureConnection, {
    description: 'Customers that were erased, the last one first. Operators.',
  })
  async erasures(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { db }: CustomersContext,
  ): Promise<Page<ErasureType>> {
    const request = orThrow(validate(pageRequest, page));
    const erasures = await listErasures(db, request);
    return toPage(newestFirst, request, erasures.map(toErasureType), () => countErasures(db));
  }

  @Access('admin')
  @Mutation(() => ErasureType, {
    description:
      'Destroys the key of a customer: name, email, payment tokens and what people wrote about their orders can be read by nobody any more, in events, exports and backups too. It cannot be undone. The customer can place no orders; those that are there stay, with their amounts and their history. Of one who was erased already it answers how. Admins.',
  })
  async eraseCustomer(
    @Arg('input', () => EraseCustomerInput) input: EraseCustomerInput,
    @Ctx() { db, caller }: CustomersContext,
  ): Promise<ErasureType> {
    const erasure = orThrow(validate(customerErasure, input));
    return toErasureType(orThrow(await eraseCustomer(db, { ...erasure, actor: caller.actor })));
  }
}
