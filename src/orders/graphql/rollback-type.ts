import { Field, Int, ObjectType } from 'type-graphql';
import { versionsUndone } from '../../event-sourcing/lineage.js';
import type { RecordedRollback } from '../../event-sourcing/replay.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import type { OrderRolledBack } from '../domain/events.js';

@ObjectType('Rollback')
export class RollbackType {
  constructor(private readonly recorded: RecordedRollback) {}

  @Field(() => Int)
  get version(): number {
    return this.recorded.version;
  }

  @Field(() => Int)
  get fromVersion(): number {
    return this.recorded.version - 1;
  }

  @Field(() => Int)
  get toVersion(): number {
    return this.recorded.toVersion;
  }

  @Field(() => [Int], { description: 'The versions between the two, which can never be a target again.' })
  get skippedVersions(): number[] {
    return versionsUndone(this.recorded);
  }

  @Field(() => String, { nullable: true })
  get reason(): string | null {
    return (this.recorded.data as OrderRolledBack['data']).reason;
  }

  @Field(() => String)
  get actor(): string {
    return this.recorded.actor;
  }

  @Field(() => DateTimeScalar)
  get timestamp(): Date {
    return new Date(this.recorded.recordedAt);
  }
}
