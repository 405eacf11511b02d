import 'reflect-metadata';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { Access, confinedTo } from '../../graphql/access.js';
import { orThrow } from '../../graphql/or-throw.js';
import { type ListOrder, type Page, PageArguments, pageRequestIn, toPage } from '../../graphql/pagination.js';
import { entityId, idArgument, validate } from '../../validation/index.js';
import { countCustomers, createCustomer, findCustomer, listCustomers, updateCustomer } from '../customers.js';
import { customerUpdate, newCustomer } from '../inputs.js';
import type { CustomersContext } from './context.js';
import { CreateCustomerInput, UpdateCustomerInput } from './customer-inputs.js';
import { CustomerConnection, CustomerType } from './customer-type.js';
import { ErasureResolver } from './erasure-resolver.js';

const byId: ListOrder<CustomerType, readonly [id: string]> = {
  name: 'customers',
  key: z.tuple([entityId]),
  keyOf: ({ id }) => [id],
};
const pageRequest = pageRequestIn(byId);

@Resolver()
class CustomerResolver {
  @Access('customer')
  @Query(() => CustomerType, {
    nullable: true,
    description: 'Null where there is no such customer, or the caller may not see it.',
  })
  async customer(
    @Arg('id', () => ID) id: string,
    @Ctx() { db, caller }: CustomersContext,
  ): Promise<CustomerType | null> {
    const asked = orThrow(validate(idArgument, { id }));
    if ((confinedTo(caller) ?? asked.id) !== asked.id) return null;
    const customer = await findCustomer(db, asked.id);
    return customer ? new CustomerType(customer) : null;
  }

  @Access('operator')
  @Query(() => CustomerConnection, {
    description:
      'All customers in the order of their ids, but for those who were erased; see erasures. Operators.',
  })
  async customers(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { db }: CustomersContext,
  ): Promise<Page<CustomerType>> {
    const request = orThrow(validate(pageRequest, page));
    const found = (await listCustomers(db, request)).map((customer) => new CustomerType(customer));
    return toPage(byId, request, found, () => countCustomers(db));
  }

  @Access('operator')
  @Mutation(() => CustomerType)
  async createCustomer(
    @Arg('input', () => CreateCustomerInput) input: CreateCustomerInput,
    @Ctx() context: CustomersContext,
  ): Promise<CustomerType> {
    const { id = uuidv7(), name, email } = orThrow(validate(newCustomer, input));
    return new CustomerType(orThrow(await createCustomer(context, { id, name, email, active: true })));
  }

  @Access('operator')
  @Mutation(() => CustomerType)
  async updateCustomer(
    @Arg('input', () => UpdateCustomerInput) input: UpdateCustomerInput,
    @Ctx() context: CustomersContext,
  ): Promise<CustomerType> {
    const { id, ...changes } = orThrow(validate(customerUpdate, input));
    return new CustomerType(orThrow(await updateCustomer(context, id, changes)));
  }
}

export const customerResolvers = [CustomerResolver, ErasureResolver] as const;
