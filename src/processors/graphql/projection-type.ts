import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Db } from '../../database/database.js';
import { withRetries } from '../../database/transient.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import type { RequestContext } from '../../graphql/context.js';
import { apiError } from '../../graphql/errors.js';
import { CursorScalar } from '../../graphql/scalars.js';
import { projectionHealth } from '../projector/projection-health.js';
import type { Projector } from '../projector/projector.js';
import { rebuildProgress } from '../rebuild/rebuild-progress.js';
import type { Rebuilds } from '../rebuild/rebuilds.js';
import { RebuildStatus } from './rebuild-type.js';

export interface ProjectionContext extends RequestContext {
  readonly db: Db;
  readonly store: EventStore;
  readonly projectors: readonly Projector[];
  readonly rebuilds: Rebuilds;
}

@ObjectType()
export class ProjectionStatus {
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
    description:
      'RUNNING, FAILING (it tries again), HALTED (events are missing or out of order: mend them) or STOPPED, in the process that answers; REBUILDING while its rows are made anew in any.',
  })
  readonly state!: string;

  @Field(() => String, { nullable: true, description: 'Why it is FAILING or HALTED.' })
  readonly lastError!: string | null;

  @Field(() => Int, { description: 'Events that it could not apply, and those that wait behind them.' })
  readonly parkedEvents!: number;

  @Field(() => RebuildStatus, { nullable: true, description: 'The rebuild that was begun and is not done.' })
  readonly rebuild!: RebuildStatus | null;
}

export async function statusOf(context: ProjectionContext, projector: Projector): Promise<ProjectionStatus> {
  const { cursor, parked, ...health } = await projectionHealth(context, projector);
  const rebuild = (await withRetries(() => rebuildProgress(context.db, health.name))) ?? null;
  const state = rebuild?.underWay ? 'REBUILDING' : health.state;
  return { ...health, state, cursor: context.store.sealCursor(cursor), parkedEvents: parked, rebuild };
}

/** Throws NOT_FOUND where there is no projection of that name. */
export function findProjector({ projectors }: ProjectionContext, name: string): Projector {
  const projector = projectors.find((it) => it.projection.name === name);
  if (projector) return projector;
  const names = projectors.map((it) => it.projection.name).join(', ');
  throw apiError('NOT_FOUND', `There is no such projection. There are: ${names}`);
}
