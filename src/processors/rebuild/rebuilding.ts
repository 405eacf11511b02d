import { createHash } from 'node:crypto';
import type { Db } from '../../database/database.js';
import type { Recorded } from '../../event-sourcing/event.js';
import type { StreamsRange } from '../../event-sourcing/event-archive.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { shapeOf } from './next-table.js';

/** The log, as those who read all of it need it. */
export interface WholeLog extends Pick<EventStore, 'head' | 'readFeed' | 'readStream'> {
  /** Whole streams, one after the other, read through `db`. */
  streams(db: Db, range: StreamsRange): AsyncGenerator<readonly Recorded[], void>;
}

export interface Rebuilding {
  /** Over a pool for work on whole tables; see `bulkPool`. */
  readonly bulk: Db;
  readonly store: WholeLog;
  readonly projection: Projection;
  /** Changes with the code of the projection's fold. */
  readonly code: string;
  /** Events in one step of the load: as many, and the rest of their stream. */
  readonly batch?: number;
}

/** What a rebuild is for. One that was begun with other code or for another table is not gone on with. */
export async function purposeOf(db: Db, { projection, code }: Rebuilding): Promise<string> {
  const rows = createHash('sha256').update(`${projection.rowOf}`).digest('base64url');
  return `${code} ${rows} ${await shapeOf(db, projection.table)}`;
}
