import type { Recorded } from '../event-sourcing/event.js';
import type { DataReader } from '../event-sourcing/event-schema.js';
import type { EventRow } from './tables.js';

/** Of an EventRow: hashes are long, and most readers have no use for them. */
export const eventColumns = [
  ...(['lane', 'stream_id', 'version', 'position', 'event_id', 'type', 'schema_version', 'data'] as const),
  ...(['actor', 'correlation_id', 'causation_id', 'request_id', 'source', 'subject', 'recorded_at'] as const),
] satisfies (keyof EventRow)[];

/** The same, for SQL that reads `event_store.events e`. */
export const eventColumnList = eventColumns.map((column) => `e.${column}`).join(', ');

/** A row as an event of today's shape. */
export const toRecorded = (row: EventRow, readData: DataReader): Recorded => ({
  id: row.event_id,
  streamId: row.stream_id,
  version: row.version,
  lane: row.lane,
  position: row.position,
  type: row.type,
  schemaVersion: row.schema_version,
  data: readData(row.type, row.schema_version, row.data),
  recordedAt: row.recorded_at.getTime(),
  actor: row.actor,
  correlationId: row.correlation_id,
  causationId: row.causation_id,
  requestId: row.request_id,
  source: row.source,
  subject: row.subject,
});
