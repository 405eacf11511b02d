import { Field, Float, Int, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'How far a projection is made anew, beside the rows that readers see until it is done.',
})
export class RebuildStatus {
  @Field(() => String, {
    description:
      'LOADING (all orders), INDEXING, CATCHING_UP (with what was written meanwhile), COMPARING (with the live rows) or SWAPPING.',
  })
  readonly phase!: string;

  @Field(() => Boolean, {
    description:
      'Whether a process works at it. If not, it was cut off, and goes on when it is asked for again.',
  })
  readonly underWay!: boolean;

  @Field(() => Int, { description: 'Events that are in the new rows.' })
  readonly events!: number;

  @Field(() => Int)
  readonly totalEvents!: number;

  @Field(() => Float, { description: 'Of the time in which it was worked at.' })
  readonly eventsPerSecond!: number;

  @Field(() => Float, { nullable: true, description: 'Until all events are in the new rows.' })
  readonly secondsLeft!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Rows in which the live table was found to differ; null before they were compared.',
  })
  readonly drift!: number | null;
}
