import type { FeedCursor } from '../../event-sourcing/event-store.js';
import { feedStart } from '../../event-sourcing/feed-cursor.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { type Checkpoint, ensureCheckpoint, readCheckpoint } from '../../processors/projector/checkpoint.js';
import { assertPagePositions, ContinuityBreach } from '../../processors/projector/continuity.js';
import { foldPage } from '../../processors/projector/fold-page.js';
import { countParked } from '../../processors/projector/parked-events.js';
import { blamesEvents } from '../../processors/projector/poison.js';
import { readStandings } from '../../processors/projector/standing.js';
import { type RebuildProgress, rebuildProgress } from '../../processors/rebuild/rebuild-progress.js';
import type { Storage } from '../../storage.js';
import { knownProjections } from './known-projections.js';

/** A table of all projections on standard output; answers whether none is halted by what the log lacks. */
export async function listProjections(storage: Storage): Promise<boolean> {
  const rows = await Promise.all(knownProjections.map((projection) => describe(storage, projection)));
  const header = ['projection', 'state', 'place', 'events behind', 'seconds behind', 'parked events'];
  for (const { cells } of [{ cells: header }, ...rows]) {
    const [name = '', state = '', ...numbers] = cells;
    const columns = [name.padEnd(12), state.padEnd(34), ...numbers.map((it) => it.padStart(15))];
    process.stdout.write(`${columns.join('').trimEnd()}\n`);
  }
  for (const { breach } of rows) if (breach !== undefined) process.stdout.write(`${breach}\n`);
  return rows.every(({ breach }) => breach === undefined);
}

interface Listed {
  readonly cells: readonly string[];
  /** What is wrong with the next events of the log, if anything. */
  readonly breach: string | undefined;
}

async function describe(storage: Storage, projection: Projection): Promise<Listed> {
  const { db, store } = storage;
  const { name } = projection;
  const head = await store.head();
  await ensureCheckpoint(db, name, feedStart(head.length));
  const checkpoint = await readCheckpoint(db, name);
  const { cursor } = checkpoint;
  const [next, parked, rebuild] = await Promise.all([
    store.readFeed(cursor, 1),
    countParked(db, name),
    rebuildProgress(db, name),
  ]);
  const behind = head.reduce((sum, position, lane) => sum + Math.max(0, position - (cursor[lane] ?? 0)), 0);
  const oldest = next.events[0]?.recordedAt;
  const seconds = oldest === undefined ? 0 : Math.max(0, Date.now() - oldest) / 1_000;
  const breach = behind === 0 ? undefined : await nextBreach(storage, projection, checkpoint, head);
  const progress = behind === 0 ? 'CURRENT' : 'BEHIND';
  const state = breach === undefined ? (rebuild ? rebuildState(rebuild) : progress) : 'HALTED';
  const place = cursor.map(grouped).join('/');
  return { cells: [name, state, place, grouped(behind), seconds.toFixed(1), grouped(parked)], breach };
}

const grouped = (count: number): string => count.toLocaleString('en-US');

/** Folds the next page as a projector would, without writing it. */
async function nextBreach(
  { db, store }: Storage,
  projection: Projection,
  { cursor, revision }: Checkpoint,
  head: FeedCursor,
): Promise<string | undefined> {
  try {
    const { events, hasMore } = await store.readFeed(cursor, 500);
    assertPagePositions(cursor, events, hasMore ? cursor : head);
    const streamIds = new Set(events.map((event) => event.streamId));
    const standings = await readStandings(db, projection, [...streamIds]);
    if (standings.revision !== revision) return undefined; // a projector has moved on
    await foldPage(projection, events, standings.byStream, store);
  } catch (error) {
    if (error instanceof ContinuityBreach) return error.message;
    if (!blamesEvents(error)) throw error;
  }
  return undefined; // what else may be wrong with an event is for the projector to find out, and to park
}

function rebuildState({ phase, underWay, events, totalEvents }: RebuildProgress): string {
  const percent = totalEvents === 0 ? 100 : Math.floor((100 * events) / totalEvents);
  return underWay ? `REBUILDING (${phase}, ${percent} %)` : `rebuild cut off (${phase}, ${percent} %)`;
}
