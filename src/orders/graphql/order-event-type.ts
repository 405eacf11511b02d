import { Ctx, Field, ID, Int, InterfaceType } from 'type-graphql';
import type { Recorded } from '../../event-sourcing/event.js';
import { type RollbackMark, skippedBy } from '../../event-sourcing/lineage.js';
import { confinedTo } from '../../graphql/access.js';
import { DateTimeScalar, JsonScalar } from '../../graphql/scalars.js';
import { shownSource } from '../../graphql/source.js';
import { ErasureType, toErasureType } from '../../personal-data/graphql/erasure-type.js';
import { opened, openedJson } from '../../personal-data/graphql/opened-text.js';
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

  /** All that the event says, which may be sealed. */
  protected get said(): unknown {
    return this.recorded.data ?? {}; // another build may have stored nothing
  }

  /** A text of the event as it may be shown. */
  protected opened(text: string | null, context: OrdersContext): Promise<string | null> {
    return opened(this.recorded.subject, text, context);
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

  @Field(() => String, {
    nullable: true,
    description:
      'The address of the client who caused it. Null for processes and imports, where it is forgotten, and to customers.',
  })
  async source(@Ctx() context: OrdersContext): Promise<string | null> {
    const { actor, source } = this.recorded;
    return confinedTo(context.caller) === undefined ? shownSource(context, actor, source) : null;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'SHA-256, as hex, over the event as it is stored and over the hash of the event before it in its order. Null where it is only planned, and to customers.',
  })
  async hash(@Ctx() { caller, store }: OrdersContext): Promise<string | null> {
    return confinedTo(caller) === undefined ? ((await store.findHash(this.recorded)) ?? null) : null;
  }

  @Field(() => Int, { nullable: true, description: 'Version of the rollback that undid this event, if any.' })
  async skippedBy(@Ctx() { orders }: OrdersContext): Promise<number | null> {
    const rollbacks = this.rollbacks ?? (await orders.load(this.orderId)).rollbacks;
    return skippedBy(this.version, rollbacks);
  }

  @Field(() => JsonScalar, {
    description:
      'All that the event says, in its newest shape; payment tokens are masked. Of a customer who was erased, texts are null.',
  })
  async data(@Ctx() context: OrdersContext): Promise<unknown> {
    return withMaskedTokens(await openedJson(this.recorded.subject, this.said, context));
  }

  @Field(() => ErasureType, {
    nullable: true,
    description: 'Why its texts are null: the customer was erased. Null where they were not.',
  })
  async erasure(@Ctx() { personalData }: OrdersContext): Promise<ErasureType | null> {
    const { subject } = this.recorded;
    const erasure = subject === null ? null : await personalData.erasureOf(subject);
    return erasure && toErasureType(erasure);
  }
}
