import type { GraphQLSchema } from 'graphql';
import { Field, ObjectType } from 'type-graphql';
import { accessOf, confinedTo, lackOf } from '../../graphql/access.js';
import type { Caller } from '../../graphql/context.js';
import { type AllowedCommand, allowedCommands } from '../domain/allowed-commands.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { OrderSnapshot } from '../domain/state.js';
import { OrderStatusEnum } from './order-status-type.js';
import { statusesForCustomers } from './own-orders.js';

@ObjectType('AllowedCommand', {
  description: 'Whether there is an input with which a mutation would change the order.',
})
export class AllowedCommandType implements AllowedCommand {
  @Field(() => String, { description: 'Name of the mutation.' })
  readonly name!: string;

  @Field(() => Boolean)
  readonly allowed!: boolean;

  @Field(() => String, { nullable: true, description: 'Why not: what the mutation would answer.' })
  readonly reason!: string | null;

  @Field(() => [OrderStatusEnum], {
    nullable: true,
    description: 'Of updateOrderStatus: the statuses it may set.',
  })
  readonly statuses?: readonly OrderStatus[];
}

/** What the caller may do next with an order, less what is not for their role. */
export function commandsFor(
  caller: Caller,
  order: OrderSnapshot,
  schema: GraphQLSchema,
): readonly AllowedCommandType[] {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const settable = confinedTo(caller) === undefined ? undefined : statusesForCustomers;
  return allowedCommands(order, settable).map((command) => {
    const { name } = command;
    const lack = lackOf(accessOf(mutations[name]?.extensions ?? {}), caller, `Mutation.${name}`);
    return lack === undefined ? command : { name, allowed: false, reason: lack };
  });
}
