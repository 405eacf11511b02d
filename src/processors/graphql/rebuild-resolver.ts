import { setTimeout as delay } from 'node:timers/promises';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../graphql/access.js';
import { findProjector, type ProjectionContext, ProjectionStatus, statusOf } from './projection-type.js';

/** Milliseconds for which a caller waits: less than a server has to finish its requests. */
const patience = 8_000;

@Resolver()
export class RebuildResolver {
  @Access('admin')
  @Mutation(() => ProjectionStatus, {
    description:
      'Makes all rows anew beside the old ones, which readers see until the new ones are swapped in. Joins a rebuild that is under way. Answers after 8 seconds at the latest; a rebuild that takes longer goes on, and `projections` shows it. Admins.',
  })
  async rebuildProjection(
    @Arg('name', () => String) name: string,
    @Ctx() context: ProjectionContext,
  ): Promise<ProjectionStatus> {
    const { rebuilds } = context;
    const projector = findProjector(context, name);
    const answered = new AbortController();
    const signal = AbortSignal.any([answered.signal, rebuilds.stopping]);
    const late = delay(patience, undefined, { signal }).catch(() => undefined);
    await Promise.race([late, rebuilds.request(projector.projection)]).finally(() => answered.abort());
    return statusOf(context, projector);
  }
}
