import { Ctx, Field, Int, ObjectType } from 'type-graphql';
import type { Recorded } from '../../event-sourcing/event.js';
import { versionsUndone } from '../../event-sourcing/lineage.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import { opened } from '../../personal-data/graphql/opened-text.js';
import type { OrderRolledBack } from '../domain/events.js';
import type { OrdersContext } from './context.js';

@ObjectType('Rollback', { description: 'A rollback that was done.' })
export class RollbackType {
  constructor(private readonly recorded: Recorded<OrderRolledBack>) {}

  @Field(() => Int, { description: 'Its own place among the order’s events.' })
  get version(): number {
    return this.recorded.version;
  }

  @Field(() => Int, { description: 'The version that was current before it.' })
  get fromVersion(): number {
    return this.version - 1;
  }

  @Field(() => Int, { description: 'The version whose state it made current again.' })
  get toVersion(): number {
    return this.recorded.data.toVersion;
  }

  @Field(() => [Int], { description: 'The versions between the two, which can never be a target again.' })
  get skippedVersions(): readonly number[] {
    return versionsUndone(this);
  }

  @Field(() => String, { nullable: true, description: 'Null, too, where the customer was erased.' })
  reason(@Ctx() context: OrdersContext): Promise<string | null> {
    return opened(this.recorded.subject, this.recorded.data.reason, context);
  }

  @Field(() => String, { description: 'Who did it.' })
  get actor(): string {
    return this.recorded.actor;
  }

  @Field(() => DateTimeScalar)
  get timestamp(): Date {
    return new Date(this.recorded.recordedAt);
  }
}
