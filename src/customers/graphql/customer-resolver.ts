import 'reflect-metadata';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import type { Db } from '../../database/database.js';
import type { RequestContext } from '../../graphql/context.js';
import { orThrow } from '../../graphql/or-throw.js';
import { type ListOrder, type Page, PageArguments, pageRequestIn, toPage } from '../../graphql/pagination.js';
import { entityId, idArgument, validate } from '../../validation/index.js';
import type { Customer } from '../customer.js';
import { countCustomers, createCustomer, findCustomer, listCustomers, updateCustomer } from '../customers.js';
import { customerUpdate, newCustomer } from '../inputs.js';
import { CreateCustomerInput, UpdateCustomerInput } from './customer-inputs.js';
import { CustomerConnection, CustomerType } from './customer-type.js';

export interface CustomersContext extends RequestContext {
  readonly db: Db;
}

const byId: ListOrder<Customer, readonly [id: string]> = {
  name: 'customers',
  key: z.tuple([entityId]),
  keyOf: ({ id }) => [id],
};
const pageRequest = pageRequestIn(byId);

@Resolver()
class CustomerResolver {
  @Query(() => CustomerType, { nullable: true, description: 'Null where there is no such customer.' })
  async customer(@Arg('id', () => ID) id: string, @Ctx() { db }: CustomersContext): Promise<Customer | null> {
    const asked = orThrow(validate(idArgument, { id }));
    return (await findCustomer(db, asked.id)) ?? null;
  }

  @Query(() => CustomerConnection, { description: 'All customers in the order of their ids.' })
  async customers(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { db }: CustomersContext,
  ): Promise<Page<Customer>> {
    const request = orThrow(validate(pageRequest, page));
    return toPage(byId, request, await listCustomers(db, request), () => countCustomers(db));
  }

  @Mutation(() => CustomerType)
  async createCustomer(
    @Arg('input', () => CreateCustomerInput) input: CreateCustomerInput,
    @Ctx() { db }: CustomersContext,
  ): Promise<Customer> {
    const { id = uuidv7(), name, email } = orThrow(validate(newCustomer, input));
    return orThrow(await createCustomer(db, { id, name, email, active: true }));
  }

  @Mutation(() => CustomerType)
  async updateCustomer(
    @Arg('input', () => UpdateCustomerInput) input: UpdateCustomerInput,
    @Ctx() { db }: CustomersContext,
  ): Promise<Customer> {
    const { id, ...changes } = orThrow(validate(customerUpdate, input));
    return orThrow(await updateCustomer(db, id, changes));
  }
}

export const customerResolvers = [CustomerResolver] as const;
