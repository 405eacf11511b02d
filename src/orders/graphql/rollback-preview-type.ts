import { Field, Int, ObjectType } from 'type-graphql';
import { isRejection } from '../../event-sourcing/errors.js';
import { versionsUndone } from '../../event-sourcing/lineage.js';
import { viewOf } from '../read-order.js';
import type { RollbackPreview } from '../rollback-preview.js';
import { OrderEventType } from './order-event-type.js';
import { OrderType } from './order-type.js';
import { toEvents, toOrder } from './payloads.js';

@ObjectType('RollbackPreview', { description: 'What rollbackOrder would do now.' })
export class RollbackPreviewType {
  @Field(() => Boolean)
  readonly allowed!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why it would be refused: the message that rollbackOrder would answer with.',
  })
  readonly reason!: string | null;

  @Field(() => OrderType, { description: 'The order as it is.' })
  readonly before!: OrderType;

  @Field(() => OrderType, { nullable: true, description: 'Null where it would be refused.' })
  readonly after!: OrderType | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that would be current again, also where an instant was given.',
  })
  readonly toVersion!: number | null;

  @Field(() => [Int], { description: 'The versions that could never be a target again.' })
  readonly skippedVersions!: readonly number[];

  @Field(() => [OrderEventType], { description: 'Those of them that are live now, oldest first.' })
  readonly undoneEvents!: readonly OrderEventType[];

  @Field(() => [String], {
    description: 'What would have to happen to money and stock, in words and amounts, in that order.',
  })
  readonly consequences!: readonly string[];
}

export function toRollbackPreview({ before, outcome }: RollbackPreview): RollbackPreviewType {
  const preview = { before: toOrder(before) };
  if (isRejection(outcome)) {
    const nothing = { after: null, toVersion: null, skippedVersions: [], undoneEvents: [], consequences: [] };
    return { ...preview, ...nothing, allowed: false, reason: outcome.message };
  }
  const { after, planned, undone, consequences } = outcome;
  const { version } = planned;
  const { toVersion } = planned.data;
  return {
    ...preview,
    allowed: true,
    reason: null,
    after: new OrderType({ ...viewOf(after), planned }),
    toVersion,
    skippedVersions: versionsUndone({ version, toVersion }),
    undoneEvents: toEvents(undone, after),
    consequences,
  };
}
