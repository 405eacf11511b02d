import type { Instant } from '../../event-sourcing/event.js';
import type { EventLine } from '../export-format.js';
import type { Problems } from './problems.js';

/** Whether an export has all its events, each order's in a row. Holds a number for each order in memory. */
export interface ExportSurvey {
  event(line: number, event: EventLine): void;
  /** An event of the order that cannot be read. */
  lost(streamId: string): void;
  key(): void;
  /** The export's last line, and how many events it says there are. */
  end(events: number): void;
  readonly events: number;
  readonly keys: number;
  /** Why none of the events can be trusted, where lines are missing that might belong to any order. */
  fault(): string | undefined;
}

export function createExportSurvey(problems: Problems): ExportSurvey {
  const versions = new Map<string, number>();
  let events = 0;
  let keys = 0;
  let newest: Instant = Number.NEGATIVE_INFINITY;
  let announced: number | undefined;
  /** Events that are missing from the middle of an order. */
  let gaps = 0;

  return {
    event(line, { streamId, version, at }) {
      events += 1;
      const before = versions.get(streamId) ?? 0;
      const wrong = (why: string) => problems.add({ line, why, kind: 'event', order: streamId });
      if (version !== before + 1) wrong(`version ${version} comes after version ${before}`);
      if (at < newest) wrong('its instant lies before that of an earlier line');
      gaps += Math.max(0, version - before - 1);
      versions.set(streamId, Math.max(version, before));
      newest = Math.max(newest, at);
    },
    lost(streamId) {
      events += 1;
      versions.set(streamId, (versions.get(streamId) ?? 0) + 1);
    },
    key() {
      keys += 1;
    },
    end(count) {
      announced = (announced ?? 0) + count;
    },
    get events() {
      return events;
    },
    get keys() {
      return keys;
    },
    fault() {
      if (events > 0 && announced === undefined) return 'The export was cut off: its last line is missing';
      const missing = (announced ?? 0) - events - gaps;
      const what = missing === 1 ? '1 event is missing' : `${missing} events are missing`;
      return missing > 0 ? `${what}, and of which order cannot be told` : undefined;
    },
  };
}
