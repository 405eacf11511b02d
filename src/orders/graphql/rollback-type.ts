import { Field, Int, ObjectType } from 'type-graphql';
import type { Recorded } from '../../event-sourcing/event.js';
import { versionsUndone } from '../../event-sourcing/lineage.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import type { OrderRolledBack } from '../domain/events.js';

@ObjectType('Rollback', { description: 'A rollback that was done.' })
export class RollbackType {
  @Field(() => Int, { description: 'Its own place among the order’s events.' })
  readonly version!: number;

  @Field(() => Int, { description: 'The version that was current before it.' })
  readonly fromVersion!: number;

  @Field(() => Int, { description: 'The version whose state it made current again.' })
  readonly toVersion!: number;

  @Field(() => [Int], { description: 'The versions between the two, which can never be a target again.' })
  readonly skippedVersions!: readonly number[];

  @Field(() => String, { nullable: true })
  readonly reason!: string | null;

  @Field(() => String, { description: 'Who did it.' })
  readonly actor!: string;

  @Field(() => DateTimeScalar)
  readonly timestamp!: Date;
}

export const toRollback = ({
  version,
  data: { toVersion, reason },
  actor,
  recordedAt,
}: Recorded<OrderRolledBack>): RollbackType => ({
  version,
  fromVersion: version - 1,
  toVersion,
  skippedVersions: versionsUndone({ version, toVersion }),
  reason,
  actor,
  timestamp: new Date(recordedAt),
});
