import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { Access } from '../../graphql/access.js';
import { orThrow } from '../../graphql/or-throw.js';
import { type ListOrder, type Page, pageRequestIn, toPage } from '../../graphql/pagination.js';
import { integer, uuid, validate } from '../../validation/index.js';
import { countParked, readParked } from '../projector/parked-events.js';
import { replayParked } from '../projector/replay-parked.js';
import {
  ParkedEventConnection,
  ParkedEventReplay,
  type PlacedParkedEvent,
  toParkedEvent,
} from './parked-event-type.js';
import { findProjector, type ProjectionContext } from './projection-type.js';

const inFeedOrder: ListOrder<PlacedParkedEvent, readonly [lane: number, position: number]> = {
  name: 'parked',
  key: z.tuple([integer(0, 2 ** 15 - 1), z.int().min(0)]),
  keyOf: (event) => event.place,
};
const pageRequest = pageRequestIn(inFeedOrder);

const eventInput = z.object({ eventId: uuid });

@Resolver()
export class ParkedEventResolver {
  @Access('operator')
  @Query(() => ParkedEventConnection, {
    description: 'Events that a projection could not apply, in the order of the feed. Operators.',
  })
  async parkedEvents(
    @Arg('projection', () => String) name: string,
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: ProjectionContext,
  ): Promise<Page<PlacedParkedEvent>> {
    const { projection } = findProjector(context, name);
    const request = orThrow(validate(pageRequest, { first, after }));
    const { size, ...page } = request;
    const rows = await readParked(context.db, projection.name, { ...page, limit: size + 1 });
    return toPage(inFeedOrder, request, rows.map(toParkedEvent), () =>
      countParked(context.db, projection.name),
    );
  }

  @Access('admin')
  @Mutation(() => ParkedEventReplay, {
    description:
      'Applies a parked event, the oldest of its order, and then those that wait behind it. One that cannot be applied stays parked.',
  })
  async replayParkedEvent(
    @Arg('projection', () => String) name: string,
    @Arg('eventId', () => ID) id: string,
    @Ctx() context: ProjectionContext,
  ): Promise<ParkedEventReplay> {
    const { projection } = findProjector(context, name);
    const { eventId } = orThrow(validate(eventInput, { eventId: id }));
    const { applied, parked } = orThrow(await replayParked({ ...context, projection }, eventId));
    return { applied, parked: parked ? toParkedEvent(parked) : null };
  }
}
