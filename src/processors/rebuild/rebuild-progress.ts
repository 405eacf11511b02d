import type { Db } from '../../database/database.js';
import { isUnderWay, type RebuildPhase, type RebuildRecord, readRebuild } from './rebuild-record.js';

export interface RebuildProgress {
  readonly phase: RebuildPhase;
  /** False where it was cut off: it goes on when it is asked for again. */
  readonly underWay: boolean;
  /** That the new table holds. */
  readonly events: number;
  readonly totalEvents: number;
  /** 0 while nothing is known. */
  readonly eventsPerSecond: number;
  /** Until all events are in the new table; null while nothing is known. */
  readonly secondsLeft: number | null;
  /** Rows in which the live table was found to differ; null before they were compared. */
  readonly drift: number | null;
}

/** How far a projection's rebuild is, in whichever process; undefined where none was begun, or the last one is done. */
export async function rebuildProgress(db: Db, processor: string): Promise<RebuildProgress | undefined> {
  const record = await readRebuild(db, processor);
  return record && record.phase !== 'DONE' ? progressOf(record, await isUnderWay(db, processor)) : undefined;
}

export function progressOf(record: RebuildRecord, underWay: boolean): RebuildProgress {
  const { phase, target, events, worked, drift } = record;
  const totalEvents = Math.max(
    events,
    target.reduce((sum, position) => sum + position, 0),
  );
  const eventsPerSecond = worked === 0 ? 0 : (1_000 * events) / worked;
  const left = totalEvents - events;
  const secondsLeft = left === 0 ? 0 : eventsPerSecond === 0 ? null : left / eventsPerSecond;
  return { phase, underWay, events, totalEvents, eventsPerSecond, secondsLeft, drift };
}
