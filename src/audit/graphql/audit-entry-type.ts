import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Recorded } from '../../event-sourcing/event.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import { shownSource } from '../../graphql/source.js';
import type { Entry } from '../entry.js';
import { isEvent, type TrailItem, type TrailPlace } from '../trail.js';
import type { AuditContext } from './context.js';

/** All fields but the event itself, whose type is another slice's. */
@ObjectType()
export class AuditEntryFields {
  readonly place!: TrailPlace;
  readonly recorded!: Recorded | null;
  readonly keptSource!: string | null;

  @Field(() => ID)
  readonly id!: string;

  @Field(() => DateTimeScalar)
  readonly at!: Date;

  @Field(() => String, {
    description: 'Who did it, or tried: of a token its subject, of a command line cli:<user>.',
  })
  readonly actor!: string;

  @Field(() => [String], { nullable: true, description: 'The actor’s, at the time. Events do not say.' })
  readonly roles!: readonly string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The client’s address. Null for processes and imports, and of customers who were erased.',
  })
  source(@Ctx() context: AuditContext): Promise<string | null> {
    return shownSource(context, this.actor, this.keptSource);
  }

  @Field(() => String, { nullable: true, description: 'As the answer said it, in its errors or its header.' })
  readonly requestId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Shared by all that one request set going.' })
  readonly correlationId!: string | null;

  @Field(() => String, { description: 'The mutation or command line; of an event, its type.' })
  readonly action!: string;

  @Field(() => ID, { nullable: true })
  readonly orderId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The customer, product, projection or parked event that it was about; of an event, its customer.',
  })
  readonly subject!: string | null;

  @Field(() => String, { description: 'DONE, or the code of the error.' })
  readonly outcome!: string;

  @Field(() => String, { nullable: true, description: 'Of the error.' })
  readonly message!: string | null;

  @Field(() => Int, {
    description: 'More than 1: so many alike within a minute, of which the last one’s request is shown.',
  })
  readonly times!: number;
}

export function toAuditEntry({ deed, place }: TrailItem): Omit<AuditEntryFields, 'source'> {
  const { source, at, ...told } = isEvent(deed) ? toldBy(deed) : deed;
  const recorded = isEvent(deed) ? deed : null;
  return { ...told, at: new Date(at), place, recorded, keptSource: source };
}

const toldBy = (event: Recorded): Omit<Entry, 'roles'> & { readonly roles: null } => ({
  id: event.id,
  at: event.recordedAt,
  actor: event.actor,
  roles: null,
  source: event.source,
  requestId: event.requestId,
  correlationId: event.correlationId,
  action: event.type,
  orderId: event.streamId,
  subject: event.subject,
  outcome: 'DONE',
  message: null,
  times: 1,
});
