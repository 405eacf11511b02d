import type { Logger } from 'pino';
import type { Db } from '../database/database.js';
import { type Rejection, reject } from '../event-sourcing/errors.js';
import type { Recorded } from '../event-sourcing/event.js';
import type { FeedCursor } from '../event-sourcing/event-store.js';
import { type Deed, notWritten } from './entry.js';
import { countEntries, readEntries } from './read-entries.js';
import { type Recorder, recorder } from './repeats.js';
import { mergeTrail, type TrailFilter, type TrailItem, type TrailPlace, trailStart } from './trail.js';
import { entryWriter } from './write-entry.js';

interface EventFilter {
  readonly streamId?: string | undefined;
  readonly actor?: string | undefined;
}

/** The log from its end. */
export interface RecordedEvents {
  readonly lanes: number;
  head(): Promise<FeedCursor>;
  /** Of each lane, newest first, up to `limit` events before the position. */
  newestFirst(filter: EventFilter, before: FeedCursor, limit: number): Promise<readonly Recorded[][]>;
  countEvents(filter: EventFilter): Promise<number>;
}

/** Who did what: in the log, and in the entries that stand beside it. */
export interface Audit extends Recorder {
  /** Newest first, after a place; without one from now on backwards. A rejection where the place is of another store. */
  trail(
    filter: TrailFilter,
    after: TrailPlace | undefined,
    limit: number,
  ): Promise<readonly TrailItem[] | Rejection>;
  count(filter: TrailFilter): Promise<number>;
}

export interface AuditOptions {
  readonly db: Db;
  readonly events: RecordedEvents;
  readonly log: Logger;
}

export function createAudit({ db, events, log }: AuditOptions): Audit {
  const onError = (deed: Deed, times: number, error: unknown) => notWritten(log, { ...deed, times }, error);
  return {
    ...recorder({ write: entryWriter(db), onError }),
    async trail(filter, after, limit) {
      const from = after ?? trailStart(await events.head());
      const [at, entryId, ...positions] = from;
      if (positions.length !== events.lanes) return unknownPlace;
      const [entries, recorded] = await Promise.all([
        readEntries(db, filter, [at, entryId], limit),
        events.newestFirst(eventsIn(filter), positions, limit),
      ]);
      return mergeTrail(from, entries, recorded, limit);
    },
    async count(filter) {
      const [entries, recorded] = await Promise.all([
        countEntries(db, filter),
        events.countEvents(eventsIn(filter)),
      ]);
      return entries + recorded;
    },
  };
}

const unknownPlace = reject('VALIDATION_ERROR', 'The cursor is not a place in this trail');

const eventsIn = ({ orderId, actor }: TrailFilter): EventFilter => ({ streamId: orderId, actor });
