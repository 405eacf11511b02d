import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { feedRootText } from '../../event-sourcing/feed-root-text.js';
import { Access } from '../../graphql/access.js';
import { readFeedCursor } from '../../graphql/feed-cursor.js';
import { orThrow } from '../../graphql/or-throw.js';
import { CursorScalar, DateTimeScalar } from '../../graphql/scalars.js';
import type { OrdersContext } from './context.js';

@ObjectType('FeedRoot', {
  description:
    'What all events up to a place hash to. Keep the cursor and the root: while asking for that cursor answers that root, no event before it was changed, removed, inserted or moved.',
})
class FeedRootType {
  @Field(() => CursorScalar, { description: 'The place, to ask for again.' })
  readonly cursor!: string;

  @Field(() => String, { description: 'SHA-256 as hex; of several lanes, one behind the other.' })
  readonly root!: string;

  @Field(() => Int, { description: 'How many events there are up to the place.' })
  readonly events!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the newest of them was recorded. Null where there is none.',
  })
  readonly timestamp!: Date | null;
}

@Resolver()
export class FeedRootResolver {
  @Access('operator')
  @Query(() => FeedRootType, {
    description:
      'The root of the history of all orders, to be kept outside and checked later by verify. Operators.',
  })
  async feedRoot(
    @Arg('at', () => CursorScalar, { nullable: true, description: 'A place in the feed. Null: its end.' })
    at: string | null | undefined,
    @Ctx() { store }: OrdersContext,
  ): Promise<FeedRootType> {
    const place = at == null ? undefined : orThrow(await readFeedCursor(store, at));
    const found = await store.rootAt(place);
    return {
      cursor: store.sealCursor(found.cursor),
      root: feedRootText(found),
      events: found.cursor.reduce((sum, position) => sum + position, 0),
      timestamp: found.recordedAt === undefined ? null : new Date(found.recordedAt),
    };
  }
}
