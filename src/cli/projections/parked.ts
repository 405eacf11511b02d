import type { Db } from '../../database/database.js';
import { isRejection } from '../../event-sourcing/errors.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { countParked, type ParkedEvent, readParked } from '../../processors/projector/parked-events.js';
import { replayParked } from '../../processors/projector/replay-parked.js';
import type { Storage } from '../../storage.js';

/** One line for each parked event, in the order of the feed, on standard output. */
export async function listParked({ db }: Storage, { name }: Projection): Promise<boolean> {
  const parked = await readParked(db, name);
  for (const event of parked) process.stdout.write(`${describe(event)}\n`);
  if (parked.length === 0) process.stdout.write('No event is parked\n');
  return true;
}

/** Says of whose orders nothing else was said, because their events are parked; nothing where there is none. */
export async function tellParked(db: Db, { name }: Projection): Promise<void> {
  const parked = await countParked(db, name);
  if (parked === 0) return;
  process.stdout.write(
    `Not looked at: the streams of ${parked.toLocaleString('en-US')} parked events. See npm run projections -- parked ${name}\n`,
  );
}

/** Answers whether the event, and all that waited behind it, could be applied. */
export async function replayOne(
  { db, store }: Storage,
  projection: Projection,
  eventId: string,
): Promise<boolean> {
  const outcome = await replayParked({ db, store, projection }, eventId);
  if (isRejection(outcome)) throw new Error(outcome.message);
  process.stdout.write(`Applied ${outcome.applied} events\n`);
  if (outcome.parked) process.stdout.write(`Still parked: ${describe(outcome.parked)}\n`);
  return outcome.parked === undefined;
}

const describe = ({ event_id, stream_id, version, type, error }: ParkedEvent): string =>
  `${event_id}  version ${version} of ${stream_id}, ${type}: ${error}`;
