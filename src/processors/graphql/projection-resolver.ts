import { Ctx, Query, Resolver } from 'type-graphql';
import { Access } from '../../graphql/access.js';
import { type ProjectionContext, ProjectionStatus, statusOf } from './projection-type.js';

@Resolver()
export class ProjectionResolver {
  @Access('operator')
  @Query(() => [ProjectionStatus], {
    description: 'The read models that are kept beside the log. Operators.',
  })
  projections(@Ctx() context: ProjectionContext): Promise<ProjectionStatus[]> {
    return Promise.all(context.projectors.map((projector) => statusOf(context, projector)));
  }
}
