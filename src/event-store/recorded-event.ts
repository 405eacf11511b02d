import type { Recorded } from '../event-sourcing/event.js';
import { type EventSchemas, isKnown, upcast } from '../event-sourcing/event-schema.js';
import type { EventRow } from './tables.js';

/** Told once for each type that this build does not know. */
export type OnUnknownType = (type: string) => void;

/** Turns rows into events of today's shape: the one place where upcasting happens, under every reader. */
export function eventReader(
  schemas: EventSchemas,
  onUnknownType: OnUnknownType,
): (row: EventRow) => Recorded {
  const unknown = new Set<string>();
  return (row) => {
    if (!isKnown(schemas, row.type) && !unknown.has(row.type)) {
      unknown.add(row.type);
      onUnknownType(row.type);
    }
    return {
      id: row.event_id,
      streamId: row.stream_id,
      version: row.version,
      lane: row.lane,
      position: row.position,
      type: row.type,
      schemaVersion: row.schema_version,
      data: upcast(schemas, row.type, row.schema_version, JSON.parse(row.data)),
      recordedAt: row.recorded_at.getTime(),
      actor: row.actor,
      correlationId: row.correlation_id,
      causationId: row.causation_id,
      requestId: row.request_id,
      subject: row.subject,
    };
  };
}
