import { Ctx, Field, ID, Int, InterfaceType } from 'type-graphql';
import type { Recorded } from '../../event-sourcing/event.js';
import { type RollbackMark, skippedBy } from '../../event-sourcing/lineage.js';
import { DateTimeScalar, JsonScalar } from '../../graphql/scalars.js';
import type { OrdersContext } from './context.js';
import { withMaskedTokens } from './payment-token.js';

@InterfaceType('OrderEvent', {
  description: 'One recorded fact. Concrete types add typed fields; these are common to all.',
})
export abstract class OrderEventType<D = unknown> {
  constructor(
    readonly recorded: Recorded,
    private readonly rollbacks?: readonly RollbackMark[],
  ) {}

  protected get payload(): D {
    return this.recorded.data as D;
  }

  @Field(() => ID)
  get id(): string {
    return this.recorded.id;
  }

  @Field(() => ID)
  get orderId(): string {
    return this.recorded.streamId;
  }

  @Field(() => Int, { description: 'Place among the order’s events: 1, 2, 3 … without a gap.' })
  get version(): number {
    return this.recorded.version;
  }

  @Field(() => String, { description: 'The name of the fact, such as OrderItemAdded.' })
  get type(): string {
    return this.recorded.type;
  }

  @Field(() => DateTimeScalar, {
    description: 'When it was recorded; it never runs backwards along the feed.',
  })
  get timestamp(): Date {
    return new Date(this.recorded.recordedAt);
  }

  @Field(() => String, { description: 'Who caused it.' })
  get actor(): string {
    return this.recorded.actor;
  }

  @Field(() => ID, { description: 'Shared by all that one request set going.' })
  get correlationId(): string {
    return this.recorded.correlationId;
  }

  @Field(() => ID, { nullable: true, description: 'The event that led to this one, if any.' })
  get causationId(): string | null {
    return this.recorded.causationId;
  }

  @Field(() => Int, { nullable: true, description: 'Version of the rollback that undid this event, if any.' })
  async skippedBy(@Ctx() { orders }: OrdersContext): Promise<number | null> {
    const rollbacks = this.rollbacks ?? (await orders.load(this.orderId)).rollbacks;
    return skippedBy(this.version, rollbacks);
  }

  @Field(() => JsonScalar, {
    description: 'All that the event says, in its newest shape; payment tokens are masked.',
  })
  get data(): unknown {
    return withMaskedTokens(this.recorded.data ?? {}); // another build may have stored nothing
  }
}
