import pg from 'pg';
import type { TestDatabase } from './test-database.js';

export interface ForeignEvent {
  readonly orderId: string;
  readonly version: number;
  readonly type: string;
  readonly schemaVersion?: number;
  readonly data: unknown;
  /** Whose order it is. */
  readonly customerId?: string;
}

/** Puts an event that this build would never write into the feed, as another build or a superuser might. */
export async function storeForeignEvent(database: TestDatabase, event: ForeignEvent): Promise<void> {
  const { orderId, version, type, schemaVersion = 1, data, customerId = null } = event;
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    await client.query(
      `with head as (
        update event_store.heads
        set position = position + 1, recorded_at = greatest(recorded_at, date_trunc('milliseconds', clock_timestamp()))
        returning lane, position, recorded_at
      )
      insert into event_store.events (lane, stream_id, version, position, event_id, type, schema_version, data,
        actor, correlation_id, subject, recorded_at)
      select lane, $1, $2, position, gen_random_uuid(), $3, $4, $5, 'another build', gen_random_uuid(), $6, recorded_at
      from head`,
      [orderId, version, type, schemaVersion, JSON.stringify(data), customerId],
    );
  } finally {
    await client.end();
  }
}
