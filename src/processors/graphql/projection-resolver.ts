import { Arg, Ctx, Field, Float, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { EventStore } from '../../event-sourcing/event-store.js';
import type { RequestContext } from '../../graphql/context.js';
import { apiError } from '../../graphql/errors.js';
import { encodeFeedCursor } from '../../graphql/feed-cursor.js';
import { CursorScalar } from '../../graphql/scalars.js';
import { projectionLag } from '../projection-lag.js';
import type { Projector } from '../projector.js';

export interface ProjectionContext extends RequestContext {
  readonly store: EventStore;
  readonly projectors: readonly Projector[];
}

@ObjectType()
class ProjectionStatus {
  @Field(() => String)
  readonly name!: string;

  @Field(() => CursorScalar, {
    nullable: true,
    description: 'The place in the feed up to which its rows stand.',
  })
  readonly cursor!: string | null;

  @Field(() => Int, { description: 'Committed events that it has not applied yet.' })
  readonly lagEvents!: number;

  @Field(() => Float, { description: 'Age of the oldest of them; 0 where there is none.' })
  readonly lagSeconds!: number;

  @Field(() => String, {
    description: 'RUNNING, FAILING (it tries again) or STOPPED, in the process that answers.',
  })
  readonly state!: string;
}

async function statusOf(projector: Projector, store: EventStore): Promise<ProjectionStatus> {
  const { cursor, ...lag } = await projectionLag(projector, store);
  return { name: projector.name, state: projector.state, cursor: encodeFeedCursor(cursor), ...lag };
}

@Resolver()
export class ProjectionResolver {
  @Query(() => [ProjectionStatus], {
    description: 'The read models that are kept beside the log. Operators.',
  })
  projections(@Ctx() { projectors, store }: ProjectionContext): Promise<ProjectionStatus[]> {
    return Promise.all(projectors.map((projector) => statusOf(projector, store)));
  }

  @Mutation(() => ProjectionStatus, {
    description: 'Makes all rows anew from the feed. Readers see the old ones until it is done.',
  })
  async rebuildProjection(
    @Arg('name', () => String) name: string,
    @Ctx() { projectors, store }: ProjectionContext,
  ): Promise<ProjectionStatus> {
    const projector = projectors.find((it) => it.name === name);
    if (!projector) {
      const names = projectors.map((it) => it.name).join(', ');
      throw apiError('NOT_FOUND', `There is no such projection. There are: ${names}`);
    }
    await projector.rebuild();
    return statusOf(projector, store);
  }
}
