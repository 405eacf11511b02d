import { storedClaim } from '../../orders/index.js';
import type { EventLine } from '../export-format.js';
import type { EventSource, PlacedEvent } from './placed-event.js';
import type { Problems } from './problems.js';
import { readRecords } from './records.js';

/** The events of an export as they were stored: no rule and no upcaster looks at them. */
export const exportedEvents = (path: string, problems: Problems): EventSource =>
  async function* () {
    for await (const { line, record } of readRecords(path)) {
      if (record.kind === 'event' && !problems.orders.has(record.streamId)) yield toPlaced(line, record);
    }
  };

const toPlaced = (
  line: number,
  { kind: _, streamId, version, at, data, ...event }: EventLine,
): PlacedEvent => ({
  line,
  order: streamId,
  streamId,
  version,
  event: { ...event, json: data, recordedAt: at },
  claim: version === 1 ? storedClaim(event.type, data) : undefined,
});
