import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import type { Recorded } from '../../event-sourcing/event.js';
import { Access } from '../../graphql/access.js';
import { orThrow } from '../../graphql/or-throw.js';
import {
  connectionType,
  type ListOrder,
  type Page,
  pageRequestIn,
  toPage,
} from '../../graphql/pagination.js';
import { optional, rowInstant, text, uuid, validate } from '../../validation/index.js';
import type { TrailPlace } from '../trail.js';
import { AuditEntryFields, toAuditEntry } from './audit-entry-type.js';
import type { AuditContext } from './context.js';

type Shown = ReturnType<typeof toAuditEntry>;

const newestFirst: ListOrder<Shown, TrailPlace> = {
  name: 'audit',
  key: z.tuple([rowInstant, uuid], z.int().min(0)),
  keyOf: ({ place }) => place,
};
const pageRequest = pageRequestIn(newestFirst);
const filterInput = z.object({ orderId: optional(uuid), actor: optional(text(255)) });

/** How another slice shows its events. */
export interface EventsShown {
  readonly type: abstract new (...args: never[]) => object;
  show(event: Recorded): object;
}

/** `auditTrail`, with events of that type. */
export function auditTrailResolver(events: EventsShown) {
  @ObjectType({ description: 'Something that was done, or that was tried and refused.' })
  class AuditEntry extends AuditEntryFields {
    @Field(() => events.type, { nullable: true, description: 'Where it was an event that was recorded.' })
    event(): object | null {
      return this.recorded && events.show(this.recorded);
    }
  }
  const AuditTrailConnection = connectionType(AuditEntry, 'AuditTrail');

  @Resolver()
  class AuditTrailResolver {
    @Access('operator')
    @Query(() => AuditTrailConnection, {
      description:
        'Who did what, from where, with which request, newest first: events, and what no event tells, such as refused commands. Of one order, of one actor, of both, or everything. Operators.',
    })
    async auditTrail(
      @Arg('orderId', () => ID, { nullable: true }) orderId: string | null,
      @Arg('actor', () => String, { nullable: true }) actor: string | null,
      @Arg('first', () => Int, { nullable: true, description: '1 to 100, else 20.' }) first: number | null,
      @Arg('after', () => String, { nullable: true }) after: string | null,
      @Ctx() { audit }: AuditContext,
    ): Promise<Page<Shown>> {
      const filter = orThrow(validate(filterInput, { orderId, actor }));
      const request = orThrow(validate(pageRequest, { first, after }));
      const items = orThrow(await audit.trail(filter, request.from, request.size + 1));
      return toPage(newestFirst, request, items.map(toAuditEntry), () => audit.count(filter));
    }
  }
  return AuditTrailResolver;
}
