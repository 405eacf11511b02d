import { Field, ObjectType } from 'type-graphql';
import type { AllowedCommand } from '../domain/allowed-commands.js';
import type { OrderStatus } from '../domain/order-status.js';
import { OrderStatusEnum } from './order-status-type.js';

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
