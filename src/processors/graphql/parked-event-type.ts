import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../graphql/pagination.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import type { ParkedRow } from '../projector/parked-events.js';

@ObjectType('ParkedEvent', {
  description: 'An event that a projection could not apply, or that waits behind one of its order.',
})
export class ParkedEventType {
  @Field(() => ID)
  readonly eventId!: string;

  @Field(() => ID, { description: 'The order whose event it is.' })
  readonly streamId!: string;

  @Field(() => Int)
  readonly version!: number;

  @Field(() => String)
  readonly type!: string;

  @Field(() => String, { description: 'Why it cannot be applied, or for which version it waits.' })
  readonly error!: string;

  @Field(() => Int, { description: 'How often it was tried alone; 0 where it waits.' })
  readonly attempts!: number;

  @Field(() => DateTimeScalar)
  readonly parkedAt!: Date;
}

/** With its place in the feed, which is its place in lists. */
export type PlacedParkedEvent = ParkedEventType & {
  readonly place: readonly [lane: number, position: number];
};

export const toParkedEvent = (row: ParkedRow): PlacedParkedEvent => ({
  eventId: row.event_id,
  streamId: row.stream_id,
  version: row.version,
  type: row.type,
  error: row.error,
  attempts: row.attempts,
  parkedAt: row.parked_at,
  place: [row.lane, row.position],
});

export const ParkedEventConnection = connectionType(ParkedEventType, 'ParkedEvent');

@ObjectType()
export class ParkedEventReplay {
  @Field(() => Int, { description: 'Events applied: this one, and those that waited behind it.' })
  readonly applied!: number;

  @Field(() => ParkedEventType, {
    nullable: true,
    description: 'The oldest event of the order that could still not be applied.',
  })
  readonly parked!: ParkedEventType | null;
}
